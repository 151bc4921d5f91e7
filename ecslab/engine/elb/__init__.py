"""Elastic Load Balancing over a lab's state: what its API changes, and the life of a target."""
