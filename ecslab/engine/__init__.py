"""The simulator: pure, deterministic, no I/O."""
