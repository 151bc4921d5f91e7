"""REPLICA scheduling as a pure function: from the tasks there are to the steps that bring them closer.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from ecslab.engine.ecs.capacity_providers import capacity
from ecslab.engine.records.capacity import Strategy


class TaskView(NamedTuple):
    """A live task, as far as scheduling looks at it."""

    id: str
    current: bool
    """Whether it belongs to the primary deployment."""
    running: bool
    healthy: bool
    zone: str
    created_at: int
    unhealthy: bool = False
    """Whether a health check says that it must be replaced."""
    protected: bool = False
    """Whether neither scale-in nor a deployment may stop it."""
    instance: str = ""
    """The container instance that it runs on."""
    leaving: bool = False
    """Whether its instance is being drained."""
    provider: str = ""
    """The capacity provider that a strategy chose for it."""
    turn: int | None = None
    """Its place in the order in which the service's placement strategies let tasks go."""
    kept: bool = False
    """Whether it belongs to the deployment that is kept up until the primary one is in its place."""


class View(NamedTuple):
    """A service and its live tasks. `floor` and `ceiling` are the deployment's bounds in tasks."""

    desired: int
    floor: int
    ceiling: int
    held: bool
    """Whether starts are held back, for too many in a row have failed."""
    tasks: Sequence[TaskView]
    moving: bool = False
    """Whether a task is being moved to another zone: the one too many is on its way."""
    strategy: Strategy = ()
    """How the tasks are shared out between capacity providers."""
    kept: int = 0
    """How many tasks the deployment that is kept up still is to have: less with every one that made room."""
    kept_held: bool = False
    """Whether starts of that deployment are held back."""


class Plan(NamedTuple):
    """What to do now."""

    start: int = 0
    """How many tasks of the primary deployment to start."""
    stop: tuple[TaskView, ...] = ()
    blocked: bool = False
    """Whether the bounds will never let this deployment go on."""
    replaced: int = 0
    """How many of the starts take the place of unhealthy tasks."""
    protected: int = 0
    """How many tasks would have to stop and are protected."""
    again: int = 0
    """How many tasks of the deployment that is kept up to start in the place of such as have died."""


def plan(view: View) -> Plan:
    """The steps that bring `view` one move closer to what it asks for.

    Starts fill the room below the ceiling; an unhealthy task is one that is missing. Stops take what is
    too much: tasks that never ran go freely, for they hold nothing up and would block the revision that
    mends them; running ones share one budget, what is healthy above the floor, whether a new revision,
    a lower count or the draining of their instance makes them superfluous. An unhealthy task goes when
    its replacement is healthy, or, when there is no room to start one, at once and alone.

    While a new revision is rolled out, tasks that die are replaced by the revision that they belong to,
    as far as healthy new ones do not make up for them yet; the new revision's tasks have the first claim to
    the room there is.
    https://aws.amazon.com/about-aws/whats-new/2025/11/amazon-ecs-service-availability-rolling-deployments
    """
    staying = [task for task in view.tasks if task.current and not task.leaving]
    current = [task for task in staying if not task.unhealthy]
    sick = [task for task in staying if task.unhealthy]
    old = [task for task in view.tasks if not task.current or task.leaving]
    missing = max(0, view.desired - len(current))
    start = 0 if view.held else max(0, min(missing, view.ceiling - len(view.tasks)))
    needed = min(view.kept, max(0, view.desired - sum(task.healthy for task in current)))
    stand_ins = [task for task in old if task.kept and not task.leaving and not task.unhealthy]
    again = min(needed - len(stand_ins), view.ceiling - len(view.tasks) - start)
    again = 0 if view.kept_held else max(0, again)
    too_many = 0 if _awaited(view, current) else max(0, len(current) - view.desired)
    surplus = _shrink(view, current, too_many)
    coming = _still_coming(stand_ins, needed)
    movable = [task for task in old if (task.unhealthy or not task.protected) and task.id not in coming]
    stop = (*_within_budget(view, surplus, movable), *_relieved(view, current, sick, start))
    protected = len(old) - len(movable) - len(coming) + too_many - len(surplus)
    return Plan(
        start,
        stop,
        blocked=bool(missing or old) and not protected and _blocked(view, start + again, stop),
        replaced=min(start, len(sick)),
        protected=protected,
        again=again,
    )


def _still_coming(stand_ins: Sequence[TaskView], needed: int) -> set[str]:
    """The tasks of the deployment that is kept up that do not run yet and are needed."""
    pending = [task for task in stand_ins if not task.running]
    return {task.id for task in pending[: max(0, needed - len(stand_ins) + len(pending))]}


def _shrink(view: View, current: Sequence[TaskView], count: int) -> list[TaskView]:
    """The tasks too many; a strategy says first how many of each provider's tasks go."""
    if count <= 0:
        return []
    if view.moving:
        return scale_in(_of_fullest_zone(current), count)
    if not view.strategy:
        return scale_in(current, count)
    leaving = Counter(capacity.surplus(view.strategy, Counter(task.provider for task in current), count))
    return [
        task
        for provider, number in leaving.items()
        for task in scale_in([each for each in current if each.provider == provider], number)
    ]


def moves_out(tasks: Sequence[TaskView]) -> TaskView | None:
    """The task that goes once another has come up elsewhere, when tasks are moved between zones."""
    return next(iter(scale_in(_of_fullest_zone(tasks), 1)), None)


def _of_fullest_zone(tasks: Sequence[TaskView]) -> list[TaskView]:
    counts = Counter(task.zone for task in tasks)
    fullest = max(sorted(counts), key=lambda zone: counts[zone])
    return [task for task in tasks if task.zone == fullest]


def scale_in(tasks: Sequence[TaskView], count: int) -> list[TaskView]:
    """The `count` tasks too many: pending ones first, then from the fullest zone and instance, newest first.

    Placement strategies have an order of their own. Protected tasks count for how full a zone is, and stay.

    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html
    """
    if count <= 0:
        return []
    chosen = [task for task in tasks if not task.running and not task.protected][:count]
    ordered = [task for task in tasks if task.turn is not None and task.running and not task.protected]
    if ordered:
        ordered.sort(key=lambda task: task.turn or 0)
        return (chosen + ordered)[:count]
    zones = defaultdict[str, list[TaskView]](list)
    sizes, instances = Counter[str](), Counter[str]()
    for task in sorted(tasks, key=lambda task: (task.created_at, task.id)):
        if task.running:
            sizes[task.zone] += 1
            instances[task.instance] += 1
            if not task.protected:
                zones[task.zone].append(task)
    while len(chosen) < count and any(zones.values()):
        name = max(sorted(name for name in zones if zones[name]), key=lambda name: sizes[name])
        fullest = max(instances[task.instance] for task in zones[name])
        at = max(n for n, task in enumerate(zones[name]) if instances[task.instance] == fullest)
        task = zones[name].pop(at)
        sizes[name] -= 1
        instances[task.instance] -= 1
        chosen.append(task)
    return chosen


def _awaited(view: View, current: Sequence[TaskView]) -> bool:
    """Whether the one task too many is one that another zone gets, and has not proven itself yet."""
    return view.moving and len(current) == view.desired + 1 and not all(task.healthy for task in current)


def _within_budget(view: View, surplus: Sequence[TaskView], old: Sequence[TaskView]) -> tuple[TaskView, ...]:
    healthy = sum(task.healthy for task in view.tasks)
    budget = max(0, healthy - view.floor)
    chosen = []
    for task in (*surplus, *_oldest_first(old)):
        free = not task.running or view.floor == 0 or task.unhealthy or (task.current and not task.healthy)
        if not free and budget == 0:
            continue
        budget -= not free
        chosen.append(task)
    return tuple(chosen)


def _relieved(
    view: View, current: Sequence[TaskView], sick: Sequence[TaskView], start: int
) -> list[TaskView]:
    """The unhealthy tasks that can go: those that healthy ones replace, or one to make room."""
    well = sum(task.healthy for task in current)
    count = min(len(sick), max(0, well + len(sick) - view.desired))
    stuck = not start and not view.held and len(view.tasks) >= view.ceiling
    if not count and stuck and all(task.healthy for task in current):
        count = 1
    return _oldest_first(sick)[:count]


def _oldest_first(old: Sequence[TaskView]) -> list[TaskView]:
    """Tasks in the order in which they go: never-started, unhealthy, not yet healthy, then by age."""
    return sorted(
        old, key=lambda task: (task.running, task.healthy, not task.unhealthy, task.created_at, task.id)
    )


def _blocked(view: View, start: int, stop: Sequence[TaskView]) -> bool:
    """Whether nothing can be done now and nothing that is under way will change that."""
    settled = all(task.running and task.healthy for task in view.tasks)
    return settled and not start and not stop and not view.held
