"""The consultation desk: one Django app around one country folder; imports opennss, is imported by nobody."""
