"""The strategy on paper: facts, charts, one block tree, and a writer for each format."""
