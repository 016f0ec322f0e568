"""The conventions of the project, held by tests."""
