"""What was due while nothing could run: counted, never made up for."""

from datetime import tzinfo
from itertools import islice
from typing import Final

from ecslab.engine.clock import to_datetime
from ecslab.engine.platform.eventbridge import Missed
from ecslab.engine.schedule.expressions import Expression, occurrences

_MOST_COUNTED: Final = 10_000
"""How many missed times are counted."""


def missed(
    expression: Expression, zone: tzinfo, since_ms: int, until_ms: int, start_ms: int | None
) -> Missed | None:
    """When `expression` was due after `since_ms`, up to `until_ms`; None when it was not."""
    found = list(islice(occurrences(expression, zone, since_ms, start_ms, until_ms), _MOST_COUNTED))
    # An end does not touch what is due once.
    found = [at_ms for at_ms in found if at_ms <= until_ms]
    return Missed(count=len(found), first_at=found[0], last_at=found[-1]) if found else None


def instant(at_ms: int) -> str:
    """A moment as EventBridge writes it, to the second."""
    return f"{to_datetime(at_ms):%Y-%m-%dT%H:%M:%SZ}"
