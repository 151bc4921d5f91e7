"""DAEMON scheduling as a pure function: one task on each eligible instance.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service-options.html
"""

from collections.abc import Sequence
from typing import NamedTuple

from ecslab.engine.ecs.services.replica import TaskView


class Host(NamedTuple):
    """A container instance as the daemon's scheduling sees it."""

    id: str
    eligible: bool
    """Whether a task belongs on it: ACTIVE, and as the constraints ask."""
    emptied: bool = False
    """Whether it drains and nothing but daemons runs on it any more."""
    draining: bool = False
    tasks: tuple[TaskView, ...] = ()
    """The service's live tasks on it."""
    leaving: bool = False
    """Whether a task of the service on it is still stopping."""


class Plan(NamedTuple):
    """What to do now."""

    desired: int
    """How many tasks there should be."""
    start: tuple[str, ...] = ()
    """The instances on which a task is to start."""
    stop: tuple[TaskView, ...] = ()
    misplaced: tuple[TaskView, ...] = ()
    """Those of `stop` that run where the constraints do not want them any more."""
    again: tuple[str, ...] = ()
    """The instances on which a task of the revision that is kept up is to start."""


def floor(desired: int, minimum_percent: int) -> int:
    """The fewest tasks that a deployment must keep healthy (rounded up)."""
    return -(-desired * minimum_percent // 100)


def plan(hosts: Sequence[Host], minimum_percent: int, *, held: bool = False, kept: int = 0) -> Plan:
    """The steps that bring `hosts` one move closer to one current task on each eligible instance.

    The maximum is 100 percent: a task stops before its successor starts, as far as the minimum allows.
    On a draining instance the daemon is the last to go. `held`: starts are held back; then the revision
    that worked before, which still is to have `kept` tasks, replaces its own.
    """
    eligible = [host for host in hosts if host.eligible]
    chosen: list[TaskView] = []
    misplaced: list[TaskView] = []
    old: list[TaskView] = []
    healthy = sum(any(task.healthy for task in host.tasks) for host in eligible)
    for host in hosts:
        if not host.eligible:
            if host.draining:
                chosen += [task for task in host.tasks if host.emptied or not task.running]
            else:
                misplaced += host.tasks
            continue
        if not host.tasks:
            continue
        keep, *doubled = sorted(host.tasks, key=_worth)
        for task in doubled:
            # The only healthy one of several is needed until the one that stays is healthy too.
            (old if task.healthy and not keep.healthy else chosen).append(task)
        if keep.unhealthy:
            chosen.append(keep)
        elif not keep.current:
            old.append(keep)
    budget = max(0, healthy - floor(len(eligible), minimum_percent))
    for task in sorted(old, key=lambda task: (task.healthy, task.created_at, task.id)):
        stands_in = held and task.kept
        if (task.healthy and (task.protected or budget == 0)) or (stands_in and not task.healthy):
            continue
        budget -= task.healthy
        chosen.append(task)
    empty = tuple(host.id for host in eligible if not host.tasks and not host.leaving)
    lost = max(0, kept - sum(task.kept for host in eligible for task in host.tasks))
    return Plan(
        len(eligible),
        () if held else empty,
        (*chosen, *misplaced),
        tuple(misplaced),
        again=empty[:lost] if held else (),
    )


def _worth(task: TaskView) -> tuple[bool, bool, bool, int, str]:
    """Which of several tasks on one instance stays: the current, the well, the oldest."""
    return (not task.current, task.unhealthy, not task.running, task.created_at, task.id)
