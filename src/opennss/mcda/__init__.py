"""Pure mathematics of ranking on arrays and labels; it knows no country, no file and no unit."""
