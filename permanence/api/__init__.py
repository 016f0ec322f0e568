"""The HTTP API, thin: shapes in, shapes out; every rule is in the rooms below."""
