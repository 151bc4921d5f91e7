"""Container health checks: when their probes make a container healthy or unhealthy.

A probe runs every `interval`. Since a container's image (or the check's own simple command) decides from
when to when probes pass, the few moments at which the health changes are known: only these are planned.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/healthcheck.html
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ecslab.engine.clock import SECOND
from ecslab.engine.ecs.tasks import work
from ecslab.engine.program import understand
from ecslab.engine.records.health_check import HealthCheck
from ecslab.engine.records.task import Container, Task
from ecslab.engine.state import State
from ecslab.engine.workload import Workload

CHANGE = "container.health"
"""Agenda: the health of that container of that task may have changed."""

Window = tuple[int, int | None]
"""From an age (ms after the start) to another one, or for ever."""

HEALTHY, UNHEALTHY, UNKNOWN = "HEALTHY", "UNHEALTHY", "UNKNOWN"


class Passing(NamedTuple):
    """Between which ages (ms) a container's probes pass, in order, and how long each probe takes."""

    windows: tuple[Window, ...] = ((0, None),)
    took_ms: int = 0


class Change(NamedTuple):
    """From this age on (ms after its start) the container has this health."""

    age_ms: int
    health: str


def changes(check: HealthCheck, passing: Passing) -> list[Change]:
    """Every change of health of a container that runs for ever, in order; at first it is UNKNOWN.

    The first probe begins one interval after the start and each next one an interval after the last has
    ended. `retries` failures in a row make it UNHEALTHY; failures that begin in the start period do not
    count until a probe has passed.
    """
    every = check.interval * SECOND + passing.took_ms

    def first(age_ms: int) -> int:
        """The number, from 1, of the first probe that begins at `age_ms` or later."""
        return max(1, -(-(age_ms + passing.took_ms) // every))

    found: list[Change] = []
    fails: int | None = first(check.start_period * SECOND)
    for since, until in passing.windows:
        passes = first(since)
        if until is not None and passes * every - passing.took_ms >= until:
            continue
        if fails is not None and fails + check.retries - 1 < passes:
            found.append(Change((fails + check.retries - 1) * every, UNHEALTHY))
        if not found or found[-1].health != HEALTHY:
            found.append(Change(passes * every, HEALTHY))
        fails = None if until is None else first(until)
    if fails is not None:
        found.append(Change((fails + check.retries - 1) * every, UNHEALTHY))
    return found


def begin(state: State, task: Task, container: Container) -> Container:
    """The health of a container that starts now, its changes planned."""
    if container.health is None:
        return container
    fresh = container.replace(health=UNKNOWN)
    _plan(state, task, fresh)
    return fresh


def observe(state: State, task: Task, container: Container) -> Container:
    """The container with the health that its probes have come to by now; its next change is planned."""
    age = state.now - (container.started_at or state.now)
    past = [change.health for change in _changes(state, task, container) if change.age_ms <= age]
    _plan(state, task, container)
    return container.replace(health=past[-1] if past else UNKNOWN)


def fail(state: State, task: Task, container: Container) -> Task:
    """The task with a container whose probes fail from now on."""
    failing = container.replace(fails_checks_from=state.now)
    if container.health is not None and container.last_status == "RUNNING":
        _plan(state, task, failing)
    return task.with_container(failing)


def _plan(state: State, task: Task, container: Container) -> None:
    """Have the next change looked at; an entry that a later fault makes stale finds nothing changed."""
    started = container.started_at or state.now
    for change in _changes(state, task, container):
        if started + change.age_ms > state.now:
            state.agenda.add(started + change.age_ms, CHANGE, task.id, container.name)
            return


def _changes(state: State, task: Task, container: Container) -> list[Change]:
    drawn = work.definition(state, task, container)
    if drawn.health_check is None:
        return []
    passing = _passing(drawn.health_check, work.workload(state, container, drawn))
    if container.fails_checks_from is not None:
        age = max(0, container.fails_checks_from - (container.started_at or state.now))
        passing = passing._replace(windows=tuple(_before(passing.windows, age)))
    return changes(drawn.health_check, passing)


def _before(windows: Sequence[Window], age_ms: int) -> Iterator[Window]:
    """What of the windows lies before an age."""
    for since, until in windows:
        if since < age_ms:
            yield since, age_ms if until is None else min(until, age_ms)


def _passing(check: HealthCheck, profile: Workload) -> Passing:
    """When the check's probes pass: as its command says if that is simple, else as the image does."""
    words = check.command[1:] if check.command[:1] == ("CMD",) else ("sh", "-c", *check.command[1:])
    program = understand(words)
    if program is None:
        return Passing(((profile.healthy_after_ms, profile.healthy_until_ms),))
    patience = check.timeout * SECOND
    takes = patience + 1 if program.runs_for_ms is None else program.runs_for_ms
    took, passes = min(takes, patience), program.exit_code == 0 and takes <= patience
    return Passing(((0, None),) if passes else (), took)
