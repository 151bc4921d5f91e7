"""Levels: what holds until it changes, and what held when. The metrics of ECS follow from it.

A level costs something only when it changes, so that services can be measured over months in which nothing
happens. Within a minute the last change counts.
"""

from collections.abc import Iterator
from typing import NamedTuple

from ecslab.engine.clock import MINUTE
from ecslab.engine.platform.metrics import Course, Gauge, Step, hour_of
from ecslab.engine.records.instance import ContainerInstance
from ecslab.engine.records.task import Phase, Task
from ecslab.engine.state import State

_OF_SERVICE = 5
"""Running tasks, their CPU units and MiB, and how much of these is on container instances."""
_OF_CLUSTER = 4
"""Registered CPU units and MiB of container instances, and how much of these is reserved."""


class Stretch(NamedTuple):
    """A time with one level, from the minute `since` to before `until`."""

    since: int
    until: int
    values: tuple[float, ...]


def service(key: str) -> str:
    """The subject of a service; with an empty name, of what runs in a cluster without one."""
    return f"service {key}"


def cluster(name: str) -> str:
    """The subject of a cluster's instances."""
    return f"cluster {name}"


def provider(cluster_name: str, name: str) -> str:
    """The subject of a capacity provider in a cluster."""
    return f"provider {cluster_name}/{name}"


def task_changed(state: State, before: Task | None, after: Task) -> None:
    """A task has changed: it counts for its service as long as it is RUNNING."""
    ran, runs = before is not None and before.phase is Phase.RUNNING, after.phase is Phase.RUNNING
    if ran == runs:
        return
    here = after.instance is not None
    amounts = (1, after.cpu, after.memory, after.cpu * here, after.memory * here)
    key = after.service or f"{after.cluster}/"
    _shift(state, service(key), _OF_SERVICE, amounts if runs else tuple(-each for each in amounts))


def instance_changed(state: State, before: ContainerInstance | None, after: ContainerInstance) -> None:
    """A container instance has changed: it counts for its cluster while it is ACTIVE or DRAINING."""
    had, has = _of_instance(before), _of_instance(after)
    if had != has:
        difference = tuple(new - old for old, new in zip(had, has, strict=True))
        _shift(state, cluster(after.cluster), _OF_CLUSTER, difference)


def put(state: State, subject: str, values: tuple[float, ...]) -> None:
    """Let a subject have `values` from this minute on; none for what is not measured any more."""
    gauge = state.world.gauges.get(subject)
    if values == (gauge.values if gauge is not None else ()):
        return
    # A saved lab reads them as floats: were they none before, it would not be the same lab.
    values = tuple(float(value) for value in values)
    minute = state.now // MINUTE * MINUTE
    state.world.gauges.put(Gauge(subject=subject, values=values, since=minute))
    hour = hour_of(minute)
    course = state.world.courses.get(f"{subject} {hour}")
    steps = course.steps if course is not None else ()
    if steps and steps[-1].at == minute:
        steps = steps[:-1]
    step = Step(minute, values)
    state.world.courses.put(Course(subject=subject, hour=hour, steps=(*steps, step)))


def at(state: State, subject: str, minute: int) -> tuple[float, ...]:
    """The values of a subject at the end of the minute that begins at `minute`; none before its first."""
    gauge = state.world.gauges.get(subject)
    if gauge is None:
        return ()
    if gauge.since <= minute:
        return gauge.values
    for course in state.world.courses.descending("time", subject, (hour_of(minute) + 1,)):
        for step in reversed(course.steps):
            if step.at <= minute:
                return step.values
    return ()


def stretches(state: State, subject: str, since: int, until: int) -> Iterator[Stretch]:
    """The levels of a subject from the minute `since` to before `until`, in the order of time."""
    start, values = since, at(state, subject, since)
    for course in state.world.courses.ascending("time", subject, (hour_of(since),)):
        for step in course.steps:
            if step.at >= until:
                break
            if step.at > start:
                yield Stretch(start, step.at, values)
            if step.at >= start:
                start, values = step.at, step.values
    if start < until:
        yield Stretch(start, until, values)


def first(state: State, subject: str) -> int | None:
    """The minute in which a subject was first measured; None when it never was."""
    course = next(state.world.courses.ascending("time", subject), None)
    return course.steps[0].at if course is not None else None


def _shift(state: State, subject: str, size: int, difference: tuple[float, ...]) -> None:
    gauge = state.world.gauges.get(subject)
    values = gauge.values if gauge is not None else (0,) * size
    put(state, subject, tuple(old + new for old, new in zip(values, difference, strict=True)))


def _of_instance(instance: ContainerInstance | None) -> tuple[float, ...]:
    if instance is None or instance.status not in ("ACTIVE", "DRAINING"):
        return (0,) * _OF_CLUSTER
    return (instance.cpu, instance.memory, instance.used_cpu, instance.used_memory)
