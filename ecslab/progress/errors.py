"""What can go wrong with what is kept of a learner."""

from ecslab.engine.errors import Problem


class ProgressError(Problem):
    """It could not be read or written now; what was kept before is untouched."""
