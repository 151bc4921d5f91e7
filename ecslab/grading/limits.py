"""How much a submission may do, and how long: it comes from a stranger, and the grader must always answer."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from ecslab.aws.shell import Limits as ScriptLimits
from ecslab.course.text import both
from ecslab.engine.clock import DAY, format_duration
from ecslab.locale import words


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The bounds on one submission."""

    script: ScriptLimits = field(default_factory=ScriptLimits)
    """What its script may do."""
    tasks: int = 20_000
    """Tasks that the lab may hold, or its services may ask for, at once."""
    passes_ms: int = 62 * DAY
    """Virtual time that may pass, sleeping and waiting together."""


LIMITS = Limits()
"""The bounds, unless others are given."""

Expired = Callable[[], bool]
"""Says whether the wall-clock time that was allowed is over."""


def never() -> bool:
    """No time-out."""
    return False


class OutOfTime(Exception):  # no answer of AWS, so nothing may take it for one
    """The wall-clock time that was allowed is over."""


class OutOfBounds(Exception):  # as above
    """The submission did more than it may."""

    def __init__(self, bound: Literal["tasks", "time"], limit: int) -> None:
        shown = format_duration(limit) if bound == "time" else str(limit)
        self.problem = both(lambda language: words(language)(f"grading.bounds.{bound}", limit=shown))
        """What it did too much of."""
        super().__init__(self.problem.en)
