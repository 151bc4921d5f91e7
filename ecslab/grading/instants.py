"""The settled instants of a lab: the moments at which everything due has happened, one after another."""

from collections.abc import Iterator

from ecslab.engine.lab import Lab
from ecslab.grading.limits import Expired, OutOfTime

MAX_INSTANTS = 5_000
"""How many instants of a goal's future are looked at; more is an answer of its own, not a verdict."""


class TooManyInstants(Exception):  # caught where it is turned into a verdict
    """More happens in the time that a goal looks at than anyone could wait for."""


def settled(lab: Lab, duration_ms: int, expired: Expired) -> Iterator[int]:
    """Let `duration_ms` pass in `lab`, stopping at every settled instant: now, and when something happens.

    Gives the time; the lab stands there until the next one is asked for. Raises TooManyInstants, and
    OutOfTime when `expired` says so.
    """
    ends_at = lab.now + duration_ms
    lab.advance(0)
    for _ in range(MAX_INSTANTS):
        if expired():
            raise OutOfTime
        yield lab.now
        if lab.now >= ends_at:
            return
        due_at = lab.next_event_at()
        lab.advance_to(ends_at if due_at is None else min(max(due_at, lab.now + 1), ends_at))
    raise TooManyInstants
