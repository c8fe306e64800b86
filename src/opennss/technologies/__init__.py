"""Which critical and emerging technologies matter, why, and what to do about their standards."""
