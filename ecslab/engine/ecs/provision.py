"""Launching several tasks on the capacity that they were given: shared out, and placed where there is room.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cluster-capacity-providers.html
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from ecslab.engine.ecs import capacity, launch, spot
from ecslab.engine.ecs.launch import Failure, Launched
from ecslab.engine.records.capacity import Strategy
from ecslab.engine.records.task import Task
from ecslab.engine.state import State


def provision(
    state: State,
    order: launch.Order,
    strategy: Strategy,
    count: int,
    present: Mapping[str, int] | None = None,
) -> Launched:
    """Launch `count` tasks, each on the provider whose turn it is by base and weight.

    `present` are the tasks that each provider has already. A provider without capacity leaves its
    tasks unplaced: ECS falls back to no other.
    """
    if not strategy:
        return _launch(state, order, order.launch_type, count)
    chosen = capacity.split(strategy, present or {}, count)
    shares = (
        [(provider, 1) for provider in chosen] if order.launch_type == "FARGATE" else Counter(chosen).items()
    )
    done = Launched([], [])
    for provider, number in shares:
        part = _launch(state, order.replace(capacity_provider=provider), provider, number)
        done = Launched(
            done.tasks + part.tasks, done.failures + part.failures, done.unplaced or part.unplaced
        )
    return done


def counts(tasks: Iterable[Task]) -> Counter[str]:
    """How many of `tasks` each provider has."""
    return Counter(task.capacity_provider for task in tasks if task.capacity_provider is not None)


def _launch(state: State, order: launch.Order, provider: str, count: int) -> Launched:
    if spot.is_short(state, provider):
        return Launched([], [Failure(spot.UNAVAILABLE)] * count)
    return launch.place_and_launch(state, order, count)
