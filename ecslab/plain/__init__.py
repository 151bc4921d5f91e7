"""The course as plain prompts: lines out, a line in; for screen readers, dumb terminals and pipes."""
