"""Placing: filter, then constraints, then strategies; one task after the other.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement.html
"""

from collections import Counter
from typing import NamedTuple

from ecslab.engine.ecs.placement import constraints
from ecslab.engine.ecs.placement.filters import FILTERS
from ecslab.engine.ecs.placement.ranking import Ranking
from ecslab.engine.ecs.placement.request import Request
from ecslab.engine.ecs.placement.strategies import count_tasks, levels_of, scores
from ecslab.engine.records.instance import ContainerInstance
from ecslab.engine.records.placement import Candidate, Decision
from ecslab.engine.state import State

MOST_CANDIDATES = 20
"""Up to how many instances a decision notes each of them."""


class Rejection(NamedTuple):
    """An instance that cannot take a task, and the first reason."""

    instance: str
    reason: str
    passed: int
    """How many checks it passed before: the higher, the closer it comes."""


class Unplaced(NamedTuple):
    """No instance can take the task: why, for each, in the order of registration."""

    rejections: tuple[Rejection, ...]

    @property
    def closest(self) -> Rejection | None:
        """The instance that came closest; None when the cluster has none."""
        return max(self.rejections, key=lambda each: each.passed, default=None)


class Placing:
    """Places task after task of one request. Whoever asks must put each on its instance before the next."""

    def __init__(self, state: State, request: Request) -> None:
        self._state = state
        self._request = request
        self._levels = levels_of(request, state.chance.below)
        self._order: dict[str, int] = {}
        self._ranking = Ranking(self._levels)
        self._rejected = Counter[str]()
        self._fitting = 0
        self._candidates: tuple[Candidate, ...] = ()
        instances = list(state.world.instances.where("cluster", request.cluster))
        count_tasks(self._levels, instances, lambda instance: tasks_of(state, request.group, instance))
        for instance in instances:
            if considered(request, instance):
                self._order[instance.id] = len(self._order)
                self._consider(instance)

    def next(self) -> ContainerInstance | Unplaced:
        """The best instance for one more task, or why there is none."""
        if len(self._order) <= MOST_CANDIDATES:
            self._candidates = tuple(map(self._candidate, self._order))
        instance = self._ranking.take()
        return instance if instance is not None else survey(self._state, self._request)

    def placed(self, instance_id: str, task_id: str) -> None:
        """The task was put on the instance that `next` gave: note how that came about."""
        self._state.world.decisions.put(
            Decision(
                task=task_id,
                instance=instance_id,
                candidates=self._candidates,
                rejected=dict(self._rejected),
                fitting=self._fitting,
            )
        )
        instance = self._state.world.instances[instance_id]
        for level in self._levels:
            level.count(instance, 1)
        self._fitting -= 1
        self._consider(instance)

    def _consider(self, instance: ContainerInstance) -> None:
        rejected = rejection(self._state, self._request, instance)
        if rejected is None:
            self._ranking.add(instance, self._order[instance.id])
            self._fitting += 1
        else:
            self._rejected[rejected.reason] += 1

    def _candidate(self, instance_id: str) -> Candidate:
        instance = self._state.world.instances[instance_id]
        rejected = rejection(self._state, self._request, instance)
        if rejected is not None:
            return Candidate(instance=instance_id, reason=rejected.reason)
        return Candidate(instance=instance_id, ranks=scores(self._levels, instance))


def survey(state: State, request: Request) -> Unplaced:
    """Why each instance that comes into question cannot take the task now."""
    found = []
    for instance in state.world.instances.where("cluster", request.cluster):
        if considered(request, instance):
            rejected = rejection(state, request, instance)
            if rejected is not None:
                found.append(rejected)
    return Unplaced(tuple(found))


def considered(request: Request, instance: ContainerInstance) -> bool:
    """Whether the instance comes into question at all.

    It must be ACTIVE, of the capacity provider that is asked, and in AWS or outside as the launch type says.
    """
    return (
        instance.takes_tasks
        and request.capacity_provider in (None, instance.capacity_provider)
        and instance.external == request.external
    )


def rejection(state: State, request: Request, instance: ContainerInstance) -> Rejection | None:
    """Why `instance` cannot take the task; None when it can."""
    passed = 0
    for passed, check in enumerate(FILTERS):
        reason = check(request, instance)
        if reason is not None:
            return Rejection(instance.id, reason, passed)
    reason = constraints.violated(state, request, instance)
    return Rejection(instance.id, reason, passed + 1) if reason is not None else None


def tasks_of(state: State, group: str, instance: ContainerInstance) -> int:
    """How many tasks of a group are meant to run on an instance."""
    return state.world.tasks.count("live placement", f"{instance.id} {group}")


def has_instances(state: State, cluster: str, launch_type: str = "EC2") -> bool:
    """Whether a cluster has an instance that takes tasks of that launch type."""
    external = launch_type == "EXTERNAL"
    return any(
        instance.takes_tasks and instance.external == external
        for instance in state.world.instances.where("cluster", cluster)
    )
