"""OpenNSS: develop a National Standardization Strategy by ISO's method."""

__version__ = "0.1.0"
