"""Statistics over data points, as pure functions.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
"""

import math
import re
from collections.abc import Iterable, Iterator

import msgspec

from ecslab.engine.platform.metrics import Point

PLAIN = ("SampleCount", "Average", "Sum", "Minimum", "Maximum")

_PERCENTILE = re.compile(r"p(\d{1,2}(?:\.\d{1,10})?|100)")
_OTHERS = re.compile(
    r"(?:tm|tc|ts|wm)\d{1,2}(?:\.\d{1,10})?|IQM|(?:PR|TC|TM|TS|WM)\([^()]*:[^()]*\)", re.IGNORECASE
)


def is_percentile(statistic: str) -> bool:
    """Whether it is a percentile: `p99`, `p99.9`."""
    return _PERCENTILE.fullmatch(statistic) is not None


def is_extended(statistic: str) -> bool:
    """Whether AWS has an extended statistic that is written so; only percentiles are simulated."""
    return is_percentile(statistic) or _OTHERS.fullmatch(statistic) is not None


def together(points: Iterable[Point], at: int) -> Iterator[Point]:
    """Points as one that begins at `at`; one for each unit among them."""
    by_unit: dict[str, list[Point]] = {}
    for point in points:
        by_unit.setdefault(point.unit, []).append(point)
    for unit, found in by_unit.items():
        if len(found) == 1:
            yield found[0] if found[0].at == at else msgspec.structs.replace(found[0], at=at)
            continue
        yield Point(
            at,
            unit,
            sum(point.count for point in found),
            sum(point.total for point in found),
            min(point.low for point in found),
            max(point.high for point in found),
            _merged(found),
        )


def statistic(name: str, point: Point) -> float | None:
    """A statistic of a point; None for a percentile of which too little is known."""
    match name:
        case "SampleCount":
            return point.count
        case "Sum":
            return point.total
        case "Minimum":
            return point.low
        case "Maximum":
            return point.high
        case "Average":
            # Adding up may have left the mean of equal values a bit beside them.
            return min(point.high, max(point.low, point.total / point.count)) if point.count else None
    return percentile(float(name[1:]), point)


def percentile(share: float, point: Point) -> float | None:
    """The value below which `share` percent of the values are, between two of them where it falls there."""
    if point.low == point.high:
        return point.low
    if not point.values:
        return None
    rank = share / 100 * (sum(count for _, count in point.values) - 1)
    low, high = _at(point, math.floor(rank)), _at(point, math.ceil(rank))
    return low + (high - low) * (rank - math.floor(rank))


def _at(point: Point, rank: int) -> float:
    """The value with that rank, counted from 0."""
    passed = 0.0
    for value, count in point.values:
        passed += count
        if rank < passed:
            return value
    return point.high


def _merged(points: list[Point]) -> tuple[tuple[float, float], ...]:
    """The values of all; nothing where those of one are not known."""
    counts: dict[float, float] = {}
    for point in points:
        known = point.values or (((point.low, point.count),) if point.low == point.high else ())
        if not known:
            return ()
        for value, count in known:
            counts[value] = counts.get(value, 0.0) + count
    return tuple(sorted(counts.items()))
