"""Schedules: when they are due, and what happens then."""
