"""Strategies: how the instances that can take a task rank.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement-strategies.html
"""

from collections.abc import Callable, Iterable, Sequence

from ecslab.engine.ecs.placement.request import Request
from ecslab.engine.records.instance import ContainerInstance
from ecslab.engine.records.placement import PlacementStrategy

ZONE = "attribute:ecs.availability-zone"
_SPREAD_ZONES = PlacementStrategy(type="spread", field=ZONE)
_SPREAD_HOSTS = PlacementStrategy(type="spread", field="instanceId")
_MOST_MEMORY = PlacementStrategy(type="most", field="memory")

Draw = Callable[[int], int]
"""A random whole number below a bound."""


class Level:
    """One strategy at work: what it makes of each instance. The lowest rank is the best."""

    shared = False
    """Whether instances share their rank, so that a task on one moves others too."""

    def __init__(self, name: str) -> None:
        self.name = name

    def value(self, instance: ContainerInstance) -> str:
        """What instances that rank together have in common."""
        return instance.id

    def rank(self, instance: ContainerInstance) -> int:
        """The rank of an instance now."""
        raise NotImplementedError

    def count(self, instance: ContainerInstance, tasks: int) -> None:
        """So many more tasks of the group are on `instance`."""


class _Spread(Level):
    """The fewest tasks of the group first, by instance or by the value of an attribute."""

    def __init__(self, name: str, field: str) -> None:
        super().__init__(name)
        self.shared = field.startswith("attribute:")
        self._attribute = field.removeprefix("attribute:")
        self._counts: dict[str, int] = {}

    def value(self, instance: ContainerInstance) -> str:
        return (instance.value(self._attribute) or "") if self.shared else instance.id

    def rank(self, instance: ContainerInstance) -> int:
        return self._counts.get(self.value(instance), 0)

    def count(self, instance: ContainerInstance, tasks: int) -> None:
        value = self.value(instance)
        self._counts[value] = self._counts.get(value, 0) + tasks


class _Resource(Level):
    """By what is free of a resource."""

    def __init__(self, name: str, free: Callable[[ContainerInstance], int]) -> None:
        super().__init__(name)
        self._free = free

    def rank(self, instance: ContainerInstance) -> int:
        return self._free(instance)


class _Random(Level):
    """By a draw."""

    def __init__(self, name: str, draw: Draw) -> None:
        super().__init__(name)
        self._draw = draw

    def rank(self, instance: ContainerInstance) -> int:  # noqa: ARG002  # chance looks at nothing
        return self._draw(1 << 32)


def levels_of(request: Request, draw: Draw) -> tuple[Level, ...]:
    """The strategies of a request in the order in which they decide, its defaults included.

    A service spreads over zones, then over instances. AWS does not document where RunTask puts tasks
    without a strategy; here they spread over zones too, then go where most memory is free.
    """
    if request.by_service or request.strategies:
        return levels_for(request.strategies or (_SPREAD_ZONES,), draw)
    return tuple(_level(strategy, draw) for strategy in (_SPREAD_ZONES, _MOST_MEMORY))


def levels_for(strategies: Sequence[PlacementStrategy], draw: Draw) -> tuple[Level, ...]:
    """The strategies in their order; where they leave a choice, the instance with the fewest tasks."""
    return tuple(_level(strategy, draw) for strategy in (*strategies, _SPREAD_HOSTS))


def count_tasks(
    levels: Sequence[Level], instances: Iterable[ContainerInstance], tasks: Callable[[ContainerInstance], int]
) -> None:
    """Tell every level how many tasks of the group each instance has."""
    for instance in instances:
        number = tasks(instance)
        if number:
            for level in levels:
                level.count(instance, number)


def _level(strategy: PlacementStrategy, draw: Draw) -> Level:
    field = strategy.field or ""
    name = f"{strategy.type}:{field}" if field else strategy.type
    match strategy.type, field.lower():
        case "binpack", "cpu":
            return _Resource(name, lambda instance: instance.free_cpu)
        case "binpack", _:
            return _Resource(name, lambda instance: instance.free_memory)
        case "most", _:
            return _Resource(name, lambda instance: -instance.free_memory)
        case "random", _:
            return _Random(name, draw)
    return _Spread(name, field)


def scores(levels: Sequence[Level], instance: ContainerInstance) -> tuple[tuple[str, int], ...]:
    """How an instance ranks at each strategy, by name; a draw is no score."""
    return tuple((level.name, level.rank(instance)) for level in levels if not isinstance(level, _Random))
