"""Memory: how much a task's containers use, and when the kernel kills one for using more than it may.

A container may use its own `memory`, and all of a task's together the task's. Use grows evenly, so the
moment at which a limit is passed is known and planned.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
"""

from collections.abc import Sequence
from typing import NamedTuple

from ecslab.engine.clock import MINUTE, SECOND
from ecslab.engine.ecs.tasks import images, work
from ecslab.engine.records.task import Container, Task
from ecslab.engine.state import State

OUT = "container.out-of-memory"
"""Agenda: a container of that task may be over a limit."""

REASON = "OutOfMemoryError: Container killed due to memory usage"
"""What ECS says of the container."""

_AT_ONCE = SECOND
"""A container that needs more than it may use from the start is killed this long after it."""


_KIB = 1024
"""KiB in a MiB."""


class Use(NamedTuple):
    """A running container's memory: KiB at a moment, how it grows, and its own limit in KiB."""

    container: Container
    since: int
    kib: int
    kib_per_minute: int
    limit: int | None

    def at(self, now: int) -> int:
        """The whole KiB that it uses at `now`."""
        return self.exactly_at(now) // MINUTE

    def exactly_at(self, now: int) -> int:
        """What it uses at `now`, in 60,000ths of a KiB: whole KiB would not add up to the use of all."""
        return self.kib * MINUTE + self.kib_per_minute * (now - self.since)


def used_mib(state: State, task: Task) -> int:
    """How much memory the task's containers use now."""
    return sum(use.at(state.now) for use in _uses(state, task)) // _KIB


def plan(state: State, task: Task) -> None:
    """Have the next moment looked at in which a limit may be passed."""
    due = next_breach(state, task)
    if due is not None:
        state.agenda.add(max(due, state.now), OUT, task.id)


def next_breach(state: State, task: Task) -> int | None:
    """When a container will be killed for its memory if nothing changes; None: never."""
    uses = _uses(state, task)
    if not uses:
        return None
    moments = [_passes([use], use.limit) for use in uses]
    moments.append(_passes(uses, _task_limit(state, task)))
    due = min((moment for moment in moments if moment is not None), default=None)
    newest = max(use.container.started_at or 0 for use in uses)
    return None if due is None else max(due, newest + _AT_ONCE)


def victim(state: State, task: Task) -> Container | None:
    """The container that the kernel kills now: one over its own limit, else the largest of such a task."""
    uses = _uses(state, task)
    if not uses:
        # The revision of a task that has stopped may be gone.
        return None
    over = [use for use in uses if _over([use], use.limit, state.now)]
    if not over and _over(uses, _task_limit(state, task), state.now):
        over = uses
    return max(over, key=lambda use: use.at(state.now)).container if over else None


def leak(state: State, task: Task, container: Container, after_ms: int) -> Task:
    """The task with a container that takes more and more, so that it is at its limit in `after_ms`."""
    leaking = task.with_container(leaks(state, task, container, after_ms))
    plan(state, leaking)
    return leaking


def leaks(state: State, task: Task, container: Container, after_ms: int) -> Container:
    """The container with a leak that begins now; without any limit it may leak for ever."""
    use = _use(state, task, container)
    limits = [limit for limit in (use.limit, _task_limit(state, task)) if limit is not None]
    room = max(_KIB, min(limits) - use.at(state.now)) if limits else _KIB
    rate = -(-(room + 1) * MINUTE // max(1, after_ms))
    return container.replace(leaks_from=state.now, leaks_kib_per_minute=rate)


def _uses(state: State, task: Task) -> list[Use]:
    """The use of every running container; empty when none uses anything worth a thought."""
    uses = [_use(state, task, each) for each in task.containers if each.last_status == "RUNNING"]
    return uses if any(use.kib or use.kib_per_minute for use in uses) else []


def _use(state: State, task: Task, container: Container) -> Use:
    drawn = work.definition(state, task, container)
    profile = images.profile(state, container)
    started = container.started_at or state.now
    since, kib, rate = started, profile.memory_mib * _KIB, profile.leak_mib_per_minute * _KIB
    if container.leaks_from is not None:
        since = max(started, container.leaks_from)
        kib += rate * (since - started) // MINUTE
        rate += container.leaks_kib_per_minute
    return Use(container, since, kib, rate, None if drawn.memory is None else drawn.memory * _KIB)


def _task_limit(state: State, task: Task) -> int | None:
    """The KiB that all containers may use together; on an instance only a task with its own size has that."""
    sized = state.world.definitions[task.definition].memory is not None or task.overrides.memory is not None
    return task.memory * _KIB if sized else None


def _passes(uses: Sequence[Use], limit: int | None) -> int | None:
    """The first millisecond at which `uses` together are more than `limit`, if they ever are."""
    if limit is None:
        return None
    rate = sum(use.kib_per_minute for use in uses)
    latest = max(use.since for use in uses)
    missing = _missing(uses, limit, latest)
    if missing <= 0:
        return latest
    return latest + -(-missing // rate) if rate else None


def _over(uses: Sequence[Use], limit: int | None, now: int) -> bool:
    """Whether `uses` together are more than `limit`, if there is one."""
    return limit is not None and _missing(uses, limit, now) <= 0


def _missing(uses: Sequence[Use], limit: int, at_ms: int) -> int:
    """How much is missing at `at_ms` until `uses` pass `limit` by a KiB, in 60,000ths of one."""
    return (limit + 1) * MINUTE - sum(use.exactly_at(at_ms) for use in uses)
