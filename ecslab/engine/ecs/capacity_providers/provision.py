"""Launching several tasks on the capacity that they were given: shared out, and placed where there is room.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cluster-capacity-providers.html
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from ecslab.engine.ecs import limits
from ecslab.engine.ecs.capacity_providers import capacity, spot
from ecslab.engine.ecs.instances import outages, provisioning
from ecslab.engine.ecs.tasks import launch
from ecslab.engine.ecs.tasks.launch import Failure, Launched
from ecslab.engine.errors import ApiError
from ecslab.engine.records.capacity import PREDEFINED, Strategy
from ecslab.engine.records.task import Task
from ecslab.engine.state import State

QUEUE_FULL = (
    "was unable to place tasks in your cluster because the tasks provisioning capacity limit was exceeded."
)
"""What a service tells when no more of its tasks may wait for instances."""


def provision(
    state: State,
    order: launch.Order,
    strategy: Strategy,
    count: int,
    present: Mapping[str, int] | None = None,
) -> Launched:
    """Launch `count` tasks, each on the provider whose turn it is by base and weight.

    `present` are the tasks that each provider has already. A provider without capacity leaves its
    tasks unplaced: ECS falls back to no other. Where ECS scales the provider's group, they wait instead,
    as long as the cluster may have more tasks that wait.
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


def check_room(state: State, cluster: str, strategy: Strategy, count: int) -> None:
    """Refuse to run `count` tasks that could neither be placed by `strategy` nor wait for instances.

    Raises InvalidParameterException when its providers have no instances and none is going to have any,
    and ClientException when the cluster has too many tasks that wait.
    """
    names = {item.capacity_provider for item in strategy} - set(PREDEFINED)
    if any(_scales(state, name) for name in names):
        if provisioning.room(state, cluster) < count:
            raise ApiError("ClientException", "Tasks provisioning capacity limit exceeded.")
    elif names:
        members = state.world.instances.where("cluster", cluster)
        if not any(each.takes_tasks and each.capacity_provider in names for each in members):
            raise ApiError(
                "InvalidParameterException", "No Container Instances were found in your capacity provider."
            )


def counts(tasks: Iterable[Task]) -> Counter[str]:
    """How many of `tasks` each provider has."""
    return Counter(task.capacity_provider for task in tasks if task.capacity_provider is not None)


def _launch(state: State, order: launch.Order, provider: str, count: int) -> Launched:
    fargate = order.launch_type == "FARGATE" and order.network is not None
    nowhere = fargate and order.network is not None and not outages.reachable(state, order.network.subnets)
    if spot.is_short(state, provider) or nowhere:
        return Launched([], [Failure(spot.UNAVAILABLE)] * count)
    allowed = limits.fargate_room(state, provider, launch.cpu_of(order))
    if allowed is not None and allowed < count:
        done = launch.place_and_launch(state, order, allowed)
        over = [Failure(limits.VCPUS_REACHED)] * (count - allowed)
        return Launched(done.tasks, done.failures + over)
    done = launch.place_and_launch(state, order, count)
    if done.unplaced is None or not _scales(state, provider):
        return done
    missing = count - len(done.tasks)
    room = min(missing, provisioning.room(state, order.cluster))
    queued = [_queue(state, order) for _ in range(room)]
    provisioning.wake(state, order.cluster)
    return Launched(done.tasks + queued, [Failure(QUEUE_FULL)] * (missing - room))


def _queue(state: State, order: launch.Order) -> Task:
    task = launch.queue(state, order)
    state.after(state.delays.provisioning, provisioning.EXPIRE, task.id)
    return task


def _scales(state: State, name: str) -> bool:
    provider = state.world.providers.get(name)
    return provider is not None and provider.scales
