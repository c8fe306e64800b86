"""Where the work on the strategy stands: the ten steps, what each needs, what is next, and the calendar."""
