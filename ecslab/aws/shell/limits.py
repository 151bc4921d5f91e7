"""How much a script may do: a submission comes from a stranger, and the grader must always answer."""

from dataclasses import dataclass

MAX_SCRIPT_CHARACTERS = 256 * 1024
"""The longest script that is read at all."""

MAX_SCRIPT_BYTES = 4 * MAX_SCRIPT_CHARACTERS
"""The most that such a script takes as UTF-8; who reads one need not read more than a byte past it."""

MAX_NESTING = 16
"""How deep `$( … )` and `${ … }` may stand inside each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds on one interpreter, over all of its runs."""

    commands: int = 2_000
    """Simple commands run, those inside `$( … )` too."""
    output_bytes: int = 8 * 1024 * 1024
    """Everything printed by commands, captured or redirected output too."""
    expansion_bytes: int = 1024 * 1024
    """What the words of one command, or one variable, may grow to."""
    variables: int = 1_000
    """How many variables may exist."""
    file_bytes: int = 8 * 1024 * 1024
    """All files written together."""
    files: int = 200
    """How many files may be written."""
    sleep_ms: int = 31 * 24 * 3_600_000
    """Virtual time slept in all."""


DEFAULT_LIMITS = Limits()
"""Far more than any exercise needs."""
