"""What can go wrong with kept progress."""

from ecslab.engine.errors import EcslabError


class ProgressError(EcslabError):
    """Progress could not be read or written now; what was kept before is untouched."""
