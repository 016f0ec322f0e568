"""Keys and sealing: a data key per conversation, wrapped by the master key."""
