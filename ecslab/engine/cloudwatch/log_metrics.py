"""What metric filters put into CloudWatch: it follows from the lines that their groups have.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/MonitoringLogData.html
"""

import math
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from ecslab.engine.clock import MINUTE
from ecslab.engine.logs import streams
from ecslab.engine.logs.patterns import compile_pattern, taken
from ecslab.engine.platform.logs import MetricFilter, Output
from ecslab.engine.platform.metrics import Dimensions, Metric, Point
from ecslab.engine.state import State

_compiled = lru_cache(256)(compile_pattern)

NO_UNIT = "None"


class Measure(NamedTuple):
    """What a line adds to a metric."""

    value: float
    dimensions: Dimensions


class _Minutes:
    """What lines added, by minutes; and in which minutes any line was written."""

    def __init__(self) -> None:
        self.counts: dict[tuple[Dimensions, int], dict[float, int]] = {}
        self.written: set[int] = set()

    def add(self, minute: int, measure: Measure | None, times: int) -> None:
        self.written.add(minute)
        if measure is not None:
            values = self.counts.setdefault((measure.dimensions, minute), {})
            values[measure.value] = values.get(measure.value, 0) + times


def points(state: State, metric: Metric, since: int, until: int) -> Iterator[Point]:
    """The points that metric filters give a metric from the whole minute `since` to before `until`."""
    for each in state.world.metric_filters.where("feeds", f"{metric.namespace} {metric.name}"):
        begins, ends = max(since, each.since), min(until, state.now + 1)
        outputs = streams.outputs_of(state, each.group, begins, ends)
        for dimensions, point in counted(each, outputs, begins, ends):
            if dimensions == metric.dimensions:
                yield point


def counted(
    each: MetricFilter, outputs: Iterable[Output], since: int, until: int
) -> list[tuple[Dimensions, Point]]:
    """What a filter makes of outputs' lines from `since` to before `until`, oldest minute first."""
    found = _Minutes()
    for output in outputs:
        for offset, line in zip(output.offsets_ms, output.lines, strict=True):
            _add(found, output, offset, measure(each, line), since, until)
    unit = each.unit or NO_UNIT
    made = [
        (dimensions, _point(minute, unit, values)) for (dimensions, minute), values in found.counts.items()
    ]
    if each.default is not None:
        fitting = {minute for _, minute in found.counts}
        made += [((), _point(minute, unit, {each.default: 1})) for minute in found.written - fitting]
    return sorted(made, key=lambda pair: (pair[1].at, pair[0]))


def last(state: State) -> Iterator[tuple[Metric, int]]:
    """The metrics that filters have put data into, and the minute of each one's newest point."""
    for each in state.world.metric_filters.values():
        newest: dict[Dimensions, int] = {}
        for output in streams.outputs_of(state, each.group, each.since, state.now + 1):
            for offset, line in zip(output.offsets_ms, output.lines, strict=True):
                found = measure(each, line)
                at = _last(output, offset, each.since, state.now + 1)
                if at is None or (found is None and each.default is None):
                    continue
                dimensions = found.dimensions if found is not None else ()
                newest[dimensions] = max(newest.get(dimensions, 0), at // MINUTE * MINUTE)
        for dimensions, at in newest.items():
            yield Metric(each.namespace, each.metric, dimensions), at


@lru_cache(4096)
def measure(each: MetricFilter, line: str) -> Measure | None:
    """What a line adds to a filter's metric; None for one that does not fit, or has no such number."""
    match = _compiled(each.pattern)(line)
    if match is None:
        return None
    text = taken(match, line, each.value) if each.value.startswith("$") else each.value
    dimensions = tuple(sorted((name, taken(match, line, place) or "") for name, place in each.dimensions))
    if text is None or not all(value for _, value in dimensions):
        return None
    try:
        value = float(text)
    except ValueError:
        return None
    return Measure(value, dimensions) if math.isfinite(value) else None


def _add(
    found: _Minutes, output: Output, offset: int, measured: Measure | None, since: int, until: int
) -> None:
    """Count the times that one line of an output comes, minute by minute."""
    at, every, end = output.begins_at + offset, output.repeats_ms, output.end(until)
    if every is None:
        if since <= at < end:
            found.add(at // MINUTE * MINUTE, measured, 1)
        return
    at += max(0, -((at - since) // every)) * every
    while at < end:
        minute = at // MINUTE * MINUTE
        times = (min(minute + MINUTE, end) - 1 - at) // every + 1
        found.add(minute, measured, times)
        at += times * every


def _last(output: Output, offset: int, since: int, until: int) -> int | None:
    """When a line of an output came last; None when it did not."""
    at, end = output.begins_at + offset, output.end(until)
    if output.repeats_ms is not None and at < end:
        at += (end - 1 - at) // output.repeats_ms * output.repeats_ms
    return at if since <= at < end else None


def _point(minute: int, unit: str, values: dict[float, int]) -> Point:
    kept = tuple(sorted((value, float(count)) for value, count in values.items()))
    total = math.fsum(value * count for value, count in kept)
    return Point(minute, unit, sum(count for _, count in kept), total, kept[0][0], kept[-1][0], kept)
