"""A result as text, JSON or JUnit XML."""
