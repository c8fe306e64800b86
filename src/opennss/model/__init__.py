"""The vocabulary of the method: frozen dataclasses that know no files, no screens and no solvers."""
