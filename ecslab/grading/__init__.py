"""Verdicts and reports: one path for the screen and for CI."""
