"""The world's standards, read-only and pinned by checksum."""
