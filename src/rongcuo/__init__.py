"""Rongcuo (容错): runs a set of measures on tolerating and correcting errors."""

__version__ = "0.1.0"
