"""Pure economics on numbers and names: how a saving is divided fairly; knows no country, file or screen."""
