"""The country folder and the model: its tables, reading, checking, writing, and a new folder."""
