"""Task definitions, and what ECS checks before it accepts one."""
