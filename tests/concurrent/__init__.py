"""What must hold when many do the same thing at once: real threads, SQLite in a file and PostgreSQL."""
