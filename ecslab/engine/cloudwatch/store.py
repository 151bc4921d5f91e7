"""Data points: put in, found again, and put together by periods.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html
"""

from collections.abc import Iterator
from heapq import merge

from ecslab.engine.clock import DAY, HOUR, MINUTE, SECOND
from ecslab.engine.cloudwatch import ecs_metrics, log_metrics, statistics
from ecslab.engine.cloudwatch.ecs_metrics import Listed
from ecslab.engine.platform.metrics import Chunk, Metric, Point, Series, hour_of
from ecslab.engine.state import State

LISTED_FOR = 14 * DAY
"""A metric without data for so long is not listed any more."""

_KEPT = ((15 * DAY, MINUTE), (63 * DAY, 5 * MINUTE), (455 * DAY, HOUR))
"""Up to which age data can be read, and in periods of which multiples."""


def put(state: State, metric: Metric, point: Point) -> None:
    """Put a data point into a metric, together with what its minute has already."""
    minute = point.at // MINUTE * MINUTE
    key, hour = metric.key, hour_of(minute)
    chunk = state.world.metric_chunks.get(f"{key} {hour}")
    slots = {(each.at, each.unit): each for each in (chunk.points if chunk is not None else ())}
    slot = (minute, point.unit)
    known = (slots[slot], point) if slot in slots else (point,)
    (slots[slot],) = statistics.together(known, minute)
    points = tuple(slots[each] for each in sorted(slots))
    state.world.metric_chunks.put(Chunk(series=key, hour=hour, points=points))
    series = state.world.metric_series.get(key)
    first = minute if series is None else min(series.first_at, minute)
    last = minute if series is None else max(series.last_at, minute)
    state.world.metric_series.put(Series(metric=metric, first_at=first, last_at=last))


def listed(state: State) -> Iterator[Listed]:
    """The metrics that had data in the last two weeks."""
    for found in ecs_metrics.listed(state):
        if found.last_at > state.now - LISTED_FOR:
            yield found
    newest = {series.metric: series.last_at for series in state.world.metric_series.values()}
    for metric, at in log_metrics.last(state):
        newest[metric] = max(newest.get(metric, 0), at)
    for metric, at in newest.items():
        if at > state.now - LISTED_FOR:
            yield Listed(metric, at)


def minutes(state: State, metric: Metric, since: int, until: int, unit: str | None = None) -> Iterator[Point]:
    """The points of a metric from the whole minute `since` to before `until`, of one unit or of all."""
    if ecs_metrics.is_own(metric):
        if unit in (None, ecs_metrics.UNIT):
            yield from ecs_metrics.points(state, metric, since, until)
        return
    counted = log_metrics.points(state, metric, since, until)
    for point in merge(_stored(state, metric, since, until), counted, key=lambda point: point.at):
        if unit in (None, point.unit):
            yield point


def _stored(state: State, metric: Metric, since: int, until: int) -> Iterator[Point]:
    for chunk in state.world.metric_chunks.ascending("time", metric.key, (hour_of(since),)):
        if chunk.hour * HOUR >= until:
            return
        for point in chunk.points:
            if since <= point.at < until:
                yield point


def periods(
    state: State, metric: Metric, since: int, until: int, period_s: int, unit: str | None = None
) -> Iterator[Point]:
    """The points of a metric put together by periods, the first of which begins at `since`.

    Periods without data are left out; one with data of several units gives a point for each of them.
    """
    size = period_s * SECOND
    waiting: list[Point] = []
    begins = since
    for point in minutes(state, metric, since, until, unit):
        at = since + (point.at - since) // size * size
        if at != begins and waiting:
            yield from statistics.together(waiting, begins)
            waiting = []
        begins = at
        waiting.append(point)
    if waiting:
        yield from statistics.together(waiting, begins)


def rounded(state: State, since: int) -> int:
    """`since` as CloudWatch takes it: rounded down, the further the older it is."""
    age = state.now - since
    grain = next((grain for most, grain in _KEPT if age < most), HOUR)
    return since // grain * grain


def readable_from(state: State, period_s: int) -> int:
    """From when on there are data in periods of that length: the older they are, the coarser."""
    ages = [age for age, grain in _KEPT if period_s * SECOND % grain == 0]
    return state.now - max(ages, default=0)
