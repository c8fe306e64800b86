"""The check of a plan made elsewhere, on paper."""
