"""Amazon ECS itself, one concept a file."""
