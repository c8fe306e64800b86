"""The inside of .xlsx and .docx files: looked at only by a child process with limits, started by ``tables.office``."""
