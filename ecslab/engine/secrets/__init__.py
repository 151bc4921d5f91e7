"""What happens to secrets with time."""
