"""What CloudWatch Logs does with lines: filter patterns, as pure functions."""
