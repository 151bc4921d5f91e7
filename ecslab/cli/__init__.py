"""The `ecslab` command."""
