"""The territory: who answers where, and what the official files do to it."""
