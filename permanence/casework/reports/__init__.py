"""The structured account of the facts, filled beside the conversation."""
