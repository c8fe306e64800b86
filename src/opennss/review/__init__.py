"""Two folders of one country: what moved since last year, and why."""
