"""How tasks get traffic, and how a deployment shifts it."""
