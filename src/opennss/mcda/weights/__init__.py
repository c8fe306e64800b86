"""Where weights come from: given, elicited by comparisons, or read off the data; groups first, then inside each."""
