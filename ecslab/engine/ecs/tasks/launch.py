"""Launching: from a task definition and where it should run to a task in its first phase.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from ecslab.engine.ecs.definitions import fargate
from ecslab.engine.ecs.instances import instance as instances
from ecslab.engine.ecs.instances import outages
from ecslab.engine.ecs.placement.place import Placing, Unplaced, rejection
from ecslab.engine.ecs.placement.request import Needs, Request, needs_of
from ecslab.engine.ecs.placement.requirements import attributes_of
from ecslab.engine.ecs.tasks import containers, lifecycle
from ecslab.engine.iam.decide import find_role, trusts
from ecslab.engine.platform.network import Subnet
from ecslab.engine.platform.roles import TASKS_PRINCIPAL
from ecslab.engine.record import Record
from ecslab.engine.records.awsvpc import AwsVpcConfiguration
from ecslab.engine.records.capacity import Queued
from ecslab.engine.records.instance import ContainerInstance
from ecslab.engine.records.overrides import TaskOverride
from ecslab.engine.records.placement import PlacementConstraint, PlacementStrategy
from ecslab.engine.records.task import Phase, Task
from ecslab.engine.records.task_definition import RuntimePlatform, TaskDefinition
from ecslab.engine.state import State

_ARCHITECTURES = {"X86_64": "x86_64", "ARM64": "arm64"}


class Order(Record, frozen=True, kw_only=True):
    """What to launch, where, and for whom."""

    cluster: str
    definition: TaskDefinition
    network: AwsVpcConfiguration | None
    launch_type: str = "FARGATE"
    capacity_provider: str | None = None
    constraints: tuple[PlacementConstraint, ...] = ()
    strategies: tuple[PlacementStrategy, ...] = ()
    group: str
    service: str | None = None
    deployment: str | None = None
    started_by: str | None = None
    overrides: TaskOverride = TaskOverride()
    command_execution: bool = False
    zone: str | None = None
    """Where alone the tasks may go; None leaves the zone to placement."""
    digests: Mapping[str, str] = {}
    """The digests that containers are pinned to, by name."""


class Failure(NamedTuple):
    """A task that has no place: AWS's reason, and the ARN of what it concerns, if there is one."""

    reason: str
    arn: str | None = None


class Launched(NamedTuple):
    """What became of an order: the tasks, AWS's failures, and why the instances took no more."""

    tasks: list[Task]
    failures: list[Failure]
    unplaced: Unplaced | None = None


def place_and_launch(state: State, order: Order, count: int) -> Launched:
    """Launch up to `count` tasks: on Fargate, or on the instances that placement chooses one by one.

    The first task without a place ends it, for the next would have none either: `failures` then holds
    one entry for each instance, by ARN.
    """
    if order.launch_type == "FARGATE":
        return Launched([launch(state, order) for _ in range(count)], [])
    request = request_of(state, order)
    placing = Placing(state, request)
    tasks: list[Task] = []
    while len(tasks) < count:
        found = placing.next()
        if isinstance(found, Unplaced):
            return Launched(tasks, failures_of(state, order.cluster, found), found)
        tasks.append(launch_on(state, order, found))
        placing.placed(found.id, tasks[-1].id)
    return Launched(tasks, [])


def cpu_of(order: Order) -> int:
    """The CPU units that each task of an order asks for."""
    return _size(order.overrides.cpu, order.definition.placed_cpu, fargate.parse_cpu)


def start_on(state: State, order: Order, instance: ContainerInstance) -> Task | Failure:
    """Start one task on that very instance, if it can take it: nobody chooses, constraints do not count.

    AWS does not document what StartTask does on a DRAINING instance; here it refuses.
    """
    arn = state.arn("container-instance", order.cluster, instance.id)
    if not instance.takes_tasks:
        return Failure("INACTIVE", arn)
    rejected = rejection(state, request_of(state, order)._replace(constraints=()), instance)
    return launch_on(state, order, instance) if rejected is None else Failure(rejected.reason, arn)


def request_of(state: State, order: Order) -> Request:
    """What placement has to look for."""
    definition = order.definition
    zones = None
    if definition.network_mode == "awsvpc" and order.network is not None:
        zones = frozenset(state.world.subnets[subnet].zone for subnet in order.network.subnets)
    if order.zone is not None:
        zones = frozenset({order.zone})
    return Request(
        needs=needs_of(definition, order.overrides),
        cluster=order.cluster,
        group=order.group,
        by_service=order.service is not None,
        attributes=attributes_of(definition),
        zones=zones,
        constraints=(*definition.constraints, *order.constraints),
        strategies=order.strategies,
        capacity_provider=order.capacity_provider,
        external=order.launch_type == "EXTERNAL",
    )


def failures_of(state: State, cluster: str, unplaced: Unplaced) -> list[Failure]:
    """The rejections as `failures` shows them."""
    failures = [
        Failure(each.reason, state.arn("container-instance", cluster, each.instance))
        for each in unplaced.rejections
    ]
    return sorted(failures, key=lambda failure: failure.arn or "")


def launch(state: State, order: Order) -> Task:
    """Start one Fargate task in the subnet that has the fewest live tasks of its group."""
    definition, overrides = order.definition, order.overrides
    storage = overrides.ephemeral_storage or definition.ephemeral_storage
    subnet = _choose_subnet(state, order, order.zone)
    task = _task(state, order, subnet, definition.placed_cpu, definition.placed_memory)
    task = task.replace(
        platform_version=fargate.PLATFORM_VERSION,
        storage_gib=storage.size_in_gib if storage else 20,
    )
    lifecycle.begin(state, task)
    return task


def launch_on(state: State, order: Order, instance: ContainerInstance) -> Task:
    """Start one task on a container instance that has room for it."""
    needs = needs_of(order.definition, order.overrides)
    subnet = _choose_subnet(state, order, instance.zone) if needs.interface else None
    gpus = instances.occupy(state, instance, needs)
    task = _on(state, instance, _task(state, order, subnet, needs.cpu, needs.memory), needs, gpus)
    lifecycle.begin(state, task)
    return task


def queue(state: State, order: Order) -> Task:
    """Let one task wait, PROVISIONING, until its capacity provider has room for it."""
    needs = needs_of(order.definition, order.overrides)
    task = _task(state, order, None, needs.cpu, needs.memory).replace(phase=Phase.QUEUED)
    state.world.queued.put(
        Queued(task=task.id, constraints=order.constraints, strategies=order.strategies, zone=order.zone)
    )
    lifecycle.begin(state, task)
    return task


def settle(state: State, order: Order, task: Task, instance: ContainerInstance) -> Task:
    """Start a task that waited on a container instance that has room for it now."""
    needs = needs_of(order.definition, order.overrides)
    gpus = instances.occupy(state, instance, needs)
    placed = _on(state, instance, task.replace(phase=Phase.WAITING), needs, gpus)
    if needs.interface:
        subnet = _choose_subnet(state, order, instance.zone)
        placed = _with_interface(state, placed, subnet, state.chance.hex_id(10))
    # It takes a new place in the table: what tasks are indexed by may not change while they keep theirs.
    state.world.tasks.remove(task.id)
    state.world.queued.remove(task.id)
    lifecycle.begin(state, placed.replace(version=task.version + 1))
    return placed


def order_of(state: State, task: Task) -> Order:
    """What a task that waits asks for."""
    queued = state.world.queued[task.id]
    return Order(
        cluster=task.cluster,
        definition=state.world.definitions[task.definition],
        network=task.network,
        launch_type=task.launch_type,
        capacity_provider=task.capacity_provider,
        constraints=queued.constraints,
        strategies=queued.strategies,
        zone=queued.zone,
        group=task.group,
        service=task.service,
        deployment=task.deployment,
        started_by=task.started_by,
        overrides=task.overrides,
        command_execution=task.command_execution,
    )


def _on(state: State, instance: ContainerInstance, task: Task, needs: Needs, gpus: tuple[str, ...]) -> Task:
    """The task as it is on an instance that has given it what it needs."""
    return task.replace(
        instance=instance.id,
        ports=needs.ports,
        ports_udp=needs.ports_udp,
        gpus=gpus,
        zone=instance.zone,
        architecture=instance.value("ecs.cpu-architecture") or "x86_64",
        connectivity_at=state.now,
    )


def _task(state: State, order: Order, subnet: Subnet | None, cpu: int, memory: int) -> Task:
    """A task in its first phase, with a network interface when it has a subnet for it."""
    definition, overrides = order.definition, order.overrides
    platform = definition.runtime_platform or RuntimePlatform()
    digits = state.chance.hex_id(10)
    task = Task(
        id=state.chance.hex_id(),
        cluster=order.cluster,
        definition=definition.key,
        group=order.group,
        service=order.service,
        deployment=order.deployment,
        started_by=order.started_by,
        launch_type=order.launch_type,
        capacity_provider=order.capacity_provider,
        platform_version=None,
        phase=Phase.WAITING,
        cpu=_size(overrides.cpu, cpu, fargate.parse_cpu),
        memory=_size(overrides.memory, memory, fargate.parse_memory),
        architecture=_ARCHITECTURES[platform.cpu_architecture],
        network=order.network,
        zone="",
        containers=(),
        overrides=overrides,
        command_execution=order.command_execution,
        created_at=state.now,
    )
    if subnet is not None:
        task = _with_interface(state, task, subnet, digits)
    return task.replace(
        containers=tuple(
            containers.make(state, each, order.digests.get(each.name)) for each in definition.containers
        )
    )


def _with_interface(state: State, task: Task, subnet: Subnet, digits: str) -> Task:
    """The task with a network interface of its own, which is being attached; `digits` are its address's."""
    state.world.subnets.put(subnet.replace(handed_out=subnet.handed_out + 1))
    return task.replace(
        phase=Phase.ATTACHING,
        subnet=subnet.id,
        zone=subnet.zone,
        private_ip=subnet.address(),
        interface=f"eni-0{state.chance.hex_id(16)}",
        attachment=state.chance.uuid(),
        mac="0a:" + ":".join(digits[at : at + 2] for at in range(0, 10, 2)),
    )


def refusal(state: State, definition: TaskDefinition, overrides: TaskOverride | None = None) -> str | None:
    """What AWS says when ECS cannot assume a role of the task; None when it can."""
    chosen = overrides or TaskOverride()
    roles = (
        chosen.execution_role_arn or definition.execution_role,
        chosen.task_role_arn or definition.task_role,
    )
    role = next((each for each in roles if each is not None and not _assumable(state, each)), None)
    if role is None:
        return None
    return (
        f"ECS was unable to assume the role '{role}' that was provided for this task. Please verify that the "
        "role being passed has the proper trust relationship and permissions and that your IAM user has "
        "permissions to pass this role."
    )


def _assumable(state: State, role_arn: str) -> bool:
    """Whether the role is there and trusts ECS's tasks, as ECS asks: for this account and its ECS."""
    role = find_role(state, role_arn)
    settings = state.settings
    source = f"arn:aws:ecs:{settings.region}:{settings.account}:*"
    context = {"aws:SourceAccount": settings.account, "aws:SourceArn": source}
    return role is not None and trusts(state, role, TASKS_PRINCIPAL, context).allowed


def _choose_subnet(state: State, order: Order, zone: str | None = None) -> Subnet:
    """The subnet, of that zone if one is given, that has the fewest live tasks of the group."""
    if order.network is None:
        raise ValueError("a task with a network interface needs a network configuration")
    tasks = state.world.tasks
    subnets = outages.reachable(state, order.network.subnets)
    return min(
        (subnet for subnet in subnets if zone in (None, subnet.zone)),
        key=lambda subnet: tasks.count("live spread", f"{order.group} {subnet.id}"),
    )


def _size(override: str | None, size: int, parse: Callable[[str], int | None]) -> int:
    return (parse(override) if override else None) or size
