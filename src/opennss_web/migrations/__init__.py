"""The database of the desk, step by step."""
