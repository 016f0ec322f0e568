"""Officers, their roles, signing in, and who may do what."""
