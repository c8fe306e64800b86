"""Several countries side by side: who works on what, which seats are held, what to share and what that would save."""
