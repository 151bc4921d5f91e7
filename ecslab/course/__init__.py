"""Lessons, quizzes, exercises and goals, as data."""
