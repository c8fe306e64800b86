"""Methods that turn a decision matrix and weights into an order: one short file each, with paper and working."""
