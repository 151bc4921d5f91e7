"""Container instances: what tasks take of them, and what becomes of them."""
