"""The metrics that ECS puts into CloudWatch: they follow from what ran when, and from the load then.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html
"""

from collections.abc import Iterator
from typing import NamedTuple

from ecslab.engine import levels
from ecslab.engine.clock import MINUTE
from ecslab.engine.levels import Stretch
from ecslab.engine.load import Load, cpu_percent, find, memory_percent
from ecslab.engine.platform.metrics import Metric, Point
from ecslab.engine.state import State

NAMESPACE = "AWS/ECS"
SCALING = "AWS/ECS/ManagedScaling"
UNIT = "Percent"

_UTILIZATION = ("CPUUtilization", "MemoryUtilization")
_RESERVATION = ("CPUReservation", "MemoryReservation")
_PROVIDER = "CapacityProviderReservation"


class Listed(NamedTuple):
    """A metric that there is, and the minute of its newest data point."""

    metric: Metric
    last_at: int


def is_own(metric: Metric) -> bool:
    """Whether ECS is the one who puts data into a metric of that namespace."""
    return metric.namespace in (NAMESPACE, SCALING)


def listed(state: State) -> Iterator[Listed]:
    """The metrics of ECS that ever had data."""
    for gauge in state.world.gauges.values():
        kind, _, name = gauge.subject.partition(" ")
        last = _last(state, gauge.subject)
        if last is None:
            continue
        owner, _, rest = name.partition("/")
        match kind:
            case "service" if rest:
                for each in _UTILIZATION:
                    yield Listed(_of_service(each, owner, rest), last)
            case "cluster":
                for each in (*_UTILIZATION, *_RESERVATION):
                    yield Listed(Metric(NAMESPACE, each, (("ClusterName", owner),)), last)
            case "provider":
                dimensions = (("CapacityProviderName", rest), ("ClusterName", owner))
                yield Listed(Metric(SCALING, _PROVIDER, dimensions), last)


def points(state: State, metric: Metric, since: int, until: int) -> Iterator[Point]:
    """A point for each whole minute from `since` to before `until` that is over and had something to measure.

    Both are whole minutes.
    """
    until = min(until, state.now // MINUTE * MINUTE)
    named = dict(metric.dimensions)
    match metric.namespace, metric.name, sorted(named):
        case "AWS/ECS", "CPUUtilization" | "MemoryUtilization", ["ClusterName", "ServiceName"]:
            key = f"{named['ClusterName']}/{named['ServiceName']}"
            yield from _service(state, key, _UTILIZATION.index(metric.name), since, until)
        case "AWS/ECS", "CPUUtilization" | "MemoryUtilization", ["ClusterName"]:
            yield from _cluster(state, named["ClusterName"], _UTILIZATION.index(metric.name), since, until)
        case "AWS/ECS", "CPUReservation" | "MemoryReservation", ["ClusterName"]:
            at = _RESERVATION.index(metric.name)
            for stretch in levels.stretches(state, levels.cluster(named["ClusterName"]), since, until):
                if stretch.values and stretch.values[at]:
                    share = 100 * stretch.values[at + 2] / stretch.values[at]
                    yield from _level(stretch, share)
        case "AWS/ECS/ManagedScaling", "CapacityProviderReservation", _ if len(named) == 2:
            subject = levels.provider(named.get("ClusterName", ""), named.get("CapacityProviderName", ""))
            for stretch in levels.stretches(state, subject, since, until):
                if stretch.values:
                    yield from _level(stretch, stretch.values[0])


def _of_service(name: str, cluster: str, service: str) -> Metric:
    return Metric(NAMESPACE, name, (("ClusterName", cluster), ("ServiceName", service)))


def _last(state: State, subject: str) -> int | None:
    """The minute of a subject's newest data point: the last that is over, or the one before it ended."""
    gauge, over = state.world.gauges[subject], state.now // MINUTE * MINUTE - MINUTE
    first = levels.first(state, subject)
    last = over if any(gauge.values) else min(over, gauge.since - MINUTE)
    return last if first is not None and first <= last else None


def _level(stretch: Stretch, value: float) -> Iterator[Point]:
    for minute in range(stretch.since, stretch.until, MINUTE):
        yield Point(minute, UNIT, 1, value, value, value)


def _service(state: State, key: str, which: int, since: int, until: int) -> Iterator[Point]:
    """A service's utilization, of which each running task puts one value a minute."""
    load = find(state.settings.loads, key)
    for stretch in levels.stretches(state, levels.service(key), since, until):
        tasks = stretch.values[0] if stretch.values else 0
        if not tasks:
            continue
        for minute in range(stretch.since, stretch.until, MINUTE):
            value = _utilization(state, load, stretch.values, which, minute)
            yield Point(minute, UNIT, tasks, value * tasks, value, value)


def _cluster(state: State, cluster: str, which: int, since: int, until: int) -> Iterator[Point]:
    """What a cluster's tasks on container instances use of these."""
    subject = levels.cluster(cluster)
    of_services = [
        (gauge.subject, find(state.settings.loads, gauge.subject.removeprefix("service ")))
        for gauge in state.world.gauges.values()
        if gauge.subject.startswith(f"service {cluster}/")
    ]
    for stretch in levels.stretches(state, subject, since, until):
        registered = stretch.values[which] if stretch.values else 0
        if not registered:
            continue
        for minute in range(stretch.since, stretch.until, MINUTE):
            used = 0.0
            for service, load in of_services:
                values = levels.at(state, service, minute)
                if values and values[3 + which]:
                    used += _utilization(state, load, values, which, minute) * values[3 + which]
            share = used / registered
            yield Point(minute, UNIT, 1, share, share, share)


def _utilization(state: State, load: Load, values: tuple[float, ...], which: int, minute: int) -> float:
    """The percentage that running tasks use of what they have, at the end of the minute."""
    tasks = int(values[0])
    after = minute + MINUTE - state.settings.start_ms
    # Of tasks of several sizes the mean size counts, as it does where services are scaled.
    capacity = int(values[1 + which]) // tasks * tasks
    return (memory_percent if which else cpu_percent)(load, after, capacity)
