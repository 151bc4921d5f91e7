"""REPLICA scheduling as a pure function: from the tasks there are to the steps that bring them closer.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple


class TaskView(NamedTuple):
    """A live task, as far as scheduling looks at it."""

    id: str
    current: bool
    """Whether it belongs to the primary deployment."""
    running: bool
    healthy: bool
    zone: str
    created_at: int


class View(NamedTuple):
    """A service and its live tasks. `floor` and `ceiling` are the deployment's bounds in tasks."""

    desired: int
    floor: int
    ceiling: int
    held: bool
    """Whether starts are held back, for too many in a row have failed."""
    tasks: Sequence[TaskView]


class Plan(NamedTuple):
    """What to do now."""

    start: int = 0
    """How many tasks of the primary deployment to start."""
    stop: tuple[TaskView, ...] = ()
    blocked: bool = False
    """Whether the bounds will never let this deployment go on."""


def plan(view: View) -> Plan:
    """The steps that bring `view` one move closer to what it asks for.

    Starts fill the room below the ceiling. Stops take what is too much: tasks that never ran go
    freely, for they hold nothing up and would block the revision that mends them; running ones share
    one budget, what is healthy above the floor, whether a new revision or a lower count makes them
    superfluous.
    """
    current = [task for task in view.tasks if task.current]
    old = [task for task in view.tasks if not task.current]
    missing = max(0, view.desired - len(current))
    start = 0 if view.held else max(0, min(missing, view.ceiling - len(view.tasks)))
    surplus = _scale_in(current, len(current) - view.desired)
    stop = _within_budget(view, surplus, old)
    return Plan(start, stop, blocked=bool(missing or old) and _blocked(view, start, stop))


def _within_budget(view: View, surplus: Sequence[TaskView], old: Sequence[TaskView]) -> tuple[TaskView, ...]:
    healthy = sum(task.healthy for task in view.tasks)
    budget = max(0, healthy - view.floor)
    chosen = []
    for task in (*surplus, *_oldest_first(old)):
        free = not task.running or view.floor == 0 or (task.current and not task.healthy)
        if not free and budget == 0:
            continue
        budget -= not free
        chosen.append(task)
    return tuple(chosen)


def _oldest_first(old: Sequence[TaskView]) -> list[TaskView]:
    """Old tasks in the order in which they go: never-started, not yet healthy, then by age."""
    return sorted(old, key=lambda task: (task.running, task.healthy, task.created_at, task.id))


def _scale_in(current: Sequence[TaskView], count: int) -> list[TaskView]:
    """The `count` tasks too many: pending ones first, then from the fullest zone, newest first."""
    if count <= 0:
        return []
    chosen = [task for task in current if not task.running][:count]
    zones = defaultdict[str, list[TaskView]](list)
    for task in sorted(current, key=lambda task: (task.created_at, task.id)):
        if task.running:
            zones[task.zone].append(task)
    while len(chosen) < count:
        fullest = max(sorted(zones), key=lambda zone: len(zones[zone]))
        chosen.append(zones[fullest].pop())
    return chosen


def _blocked(view: View, start: int, stop: Sequence[TaskView]) -> bool:
    """Whether nothing can be done now and nothing that is under way will change that."""
    settled = all(task.running and task.healthy for task in view.tasks)
    return settled and not start and not stop and not view.held
