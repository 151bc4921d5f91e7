"""Capacity providers: who gets which tasks, and how many instances there are."""
