"""Keys and sealing: a data key per conversation, wrapped by its quarter's key, which is kept outside the database."""
