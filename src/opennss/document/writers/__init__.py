"""The writers: each prints one document tree as one file."""
