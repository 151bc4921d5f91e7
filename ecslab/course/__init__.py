"""Lessons as plain files: their schema, their loader, and what is wrong with one, with its place."""
