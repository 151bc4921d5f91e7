"""Learn Amazon ECS by operating it: lessons beside a deterministic ECS in virtual time."""

__version__ = "0.1.0"
