"""What `ecslab` exits with; `ecslab aws` and `ecslab run` exit as what they run does."""

PASSED = 0
NOT_PASSED = 1
"""Judged and not passed; for `lesson check`: there are findings."""
USAGE = 2
"""Called wrongly: an unknown option, a name that there is not, a place that cannot be written."""
BROKEN = 3
"""The exercise, the lesson or the scene is broken."""
REFUSED = 4
"""The submission or script cannot be read, or is not allowed."""
CRASHED = 5
"""ecslab itself failed."""
TIMED_OUT = 124
"""The time that was allowed ran out."""
INTERRUPTED = 130
"""Stopped by Ctrl-C, as a shell reports it."""
