"""Scripts of aws commands: parsed and interpreted, never handed to a shell."""
