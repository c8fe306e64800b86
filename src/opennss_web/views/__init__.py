"""Thin views: one module for each part of the desk; each lists its routes."""
