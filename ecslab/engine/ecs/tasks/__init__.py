"""A task's way from its launch to its end, and what its containers do."""
