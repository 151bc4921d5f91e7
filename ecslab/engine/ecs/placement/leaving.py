"""Which tasks a service's placement strategies let go first when it shrinks.

`spread` keeps what remains best spread, `binpack` gives up where most would be left of the resource.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement-strategies.html
"""

from collections.abc import Mapping, Sequence
from itertools import cycle

from ecslab.engine.ecs.placement.ranking import Ranking
from ecslab.engine.ecs.placement.strategies import Level, levels_for
from ecslab.engine.records.instance import ContainerInstance
from ecslab.engine.records.placement import PlacementStrategy
from ecslab.engine.records.task import Task


def turns(
    strategies: Sequence[PlacementStrategy],
    tasks: Sequence[Task],
    instances: Mapping[str, ContainerInstance],
) -> dict[str, int]:
    """The place of each task in the order in which they go, by id; of an instance's tasks the newest first.

    What is random follows from the tasks' ids, which are drawn: looking at a service must draw nothing.
    """
    stacks: dict[str, list[Task]] = {}
    for task in sorted(tasks, key=lambda task: (task.created_at, task.id)):
        if task.instance in instances:
            stacks.setdefault(str(task.instance), []).append(task)
    drawn = cycle([int(task.id[:8], 16) for task in tasks] or [0])
    levels = tuple(_Opposite(level) for level in levels_for(strategies, lambda _: next(drawn)))
    for name, stack in stacks.items():
        for level in levels:
            level.count(instances[name], len(stack))
    ranking = Ranking(levels)
    order = {name: number for number, name in enumerate(stacks)}
    for name in stacks:
        ranking.add(instances[name], order[name])
    found: dict[str, int] = {}
    while (instance := ranking.take()) is not None:
        task = stacks[instance.id].pop()
        found[task.id] = len(found)
        for level in levels:
            level.count(instance, -1)
        if stacks[instance.id]:
            ranking.add(_relieved(instance, task), order[instance.id])
    return found


class _Opposite(Level):
    """A strategy seen from the other end: the worst place goes first."""

    def __init__(self, level: Level) -> None:
        super().__init__(level.name)
        self._level = level
        self.shared = level.shared

    def value(self, instance: ContainerInstance) -> str:
        return self._level.value(instance)

    def rank(self, instance: ContainerInstance) -> int:
        return -self._level.rank(instance)

    def count(self, instance: ContainerInstance, tasks: int) -> None:
        self._level.count(instance, tasks)


def _relieved(instance: ContainerInstance, task: Task) -> ContainerInstance:
    return instance.replace(
        used_cpu=instance.used_cpu - task.cpu, used_memory=instance.used_memory - task.memory
    )
