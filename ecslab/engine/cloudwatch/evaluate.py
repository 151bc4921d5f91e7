"""Which state an alarm comes to, and the reason in CloudWatch's words, as pure functions.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
"""

import operator
from collections.abc import Sequence
from typing import NamedTuple

from ecslab.engine.clock import to_datetime
from ecslab.engine.platform.alarms import AlarmState, Watched

_CROSSED = {
    "GreaterThanThreshold": (operator.gt, "greater than"),
    "GreaterThanOrEqualToThreshold": (operator.ge, "greater than or equal to"),
    "LessThanThreshold": (operator.lt, "less than"),
    "LessThanOrEqualToThreshold": (operator.le, "less than or equal to"),
}

COMPARISONS = tuple(_CROSSED)
"""The comparisons with a static threshold."""


class Datum(NamedTuple):
    """The statistic of one period."""

    at: int
    value: float
    samples: float


class Verdict(NamedTuple):
    """The state that an alarm comes to, why, and the data points that decided, oldest first."""

    state: AlarmState
    reason: str
    data: tuple[Datum, ...]


def breaches(watched: Watched, value: float) -> bool:
    """Whether a value crosses the alarm's threshold."""
    return bool(_CROSSED[watched.comparison][0](value, watched.threshold))


def verdict(watched: Watched, found: Sequence[Datum | None]) -> Verdict | None:
    """What an alarm makes of the periods in its range, oldest first, None for one without data.

    None when it stays as it is.
    """
    known = [datum for datum in found if datum is not None]
    if not known:
        return _nothing(watched)
    if len(known) >= watched.periods:
        return _counted(watched, known[-watched.periods :])
    bad = sum(breaches(watched, datum.value) for datum in known)
    filled = watched.periods - len(known)
    if bad >= watched.most:
        return _counted(watched, known)
    match watched.missing:
        case "breaching":
            ringing = bad + filled >= watched.most
            return Verdict("ALARM" if ringing else "OK", _filled(watched, len(known), filled), tuple(known))
        case "notBreaching":
            return Verdict("OK", _filled(watched, len(known), filled), tuple(known))
    if bad < len(known):
        return _counted(watched, known)
    # All that is known is bad, and it is too little: it counts once a good value would be overdue.
    age = len(found) - next(at for at, datum in enumerate(found) if datum is not None)
    if watched.missing == "ignore" or age < watched.most:
        return None
    return _counted(watched, known, early=True)


def _nothing(watched: Watched) -> Verdict | None:
    """No data at all."""
    match watched.missing:
        case "ignore":
            return None
        case "breaching":
            return Verdict("ALARM", _filled(watched, 0, watched.periods), ())
        case "notBreaching":
            return Verdict("OK", _filled(watched, 0, watched.periods), ())
    unknown = f"{_count(watched.periods)} {_was(watched.periods)} unknown"
    return Verdict("INSUFFICIENT_DATA", f"Insufficient Data: {unknown}.", ())


def _counted(watched: Watched, data: Sequence[Datum], *, early: bool = False) -> Verdict:
    """Going by data alone; `early` where fewer of them than usual are enough."""
    bad = [datum for datum in data if breaches(watched, datum.value)]
    ringing = early or len(bad) >= watched.most
    telling = bad if ringing else [datum for datum in data if not breaches(watched, datum.value)]
    values = ", ".join(f"{datum.value} ({_when(datum.at)})" for datum in reversed(telling))
    verb = _was(len(telling)) + ("" if ringing else " not")
    least = watched.most if ringing else watched.periods - watched.most + 1
    change = "OK -> ALARM" if ringing else "ALARM -> OK"
    reason = (
        f"Threshold Crossed: {len(telling)} out of the last {len(data)} datapoints [{values}] {verb} "
        f"{_CROSSED[watched.comparison][1]} the threshold ({watched.threshold}) "
        f"(minimum {_count(least)} for {change} transition)."
    )
    return Verdict("ALARM" if ringing else "OK", reason, tuple(data))


def _filled(watched: Watched, known: int, filled: int) -> str:
    """The reason where periods without data were filled in."""
    treated = "Breaching" if watched.missing == "breaching" else "NonBreaching"
    received = f"{_count(known)} {_was(known)}" if known else "no datapoints were"
    periods = "1 period" if watched.periods == 1 else f"{watched.periods} periods"
    missing = f"{filled} missing {'datapoint' if filled == 1 else 'datapoints'} {_was(filled)}"
    return f"Threshold Crossed: {received} received for {periods} and {missing} treated as [{treated}]."


def _count(number: int) -> str:
    return "1 datapoint" if number == 1 else f"{number} datapoints"


def _was(number: int) -> str:
    return "was" if number == 1 else "were"


def _when(at_ms: int) -> str:
    return f"{to_datetime(at_ms):%d/%m/%y %H:%M:%S}"
