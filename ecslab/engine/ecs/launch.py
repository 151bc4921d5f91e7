"""Launching: from a task definition and where it should run to a task in its first phase.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html
"""

from collections.abc import Callable

from ecslab.engine.ecs import containers, fargate, lifecycle
from ecslab.engine.platform.network import Subnet
from ecslab.engine.platform.roles import unassumable
from ecslab.engine.record import Record
from ecslab.engine.records.awsvpc import AwsVpcConfiguration
from ecslab.engine.records.overrides import TaskOverride
from ecslab.engine.records.task import Phase, Task
from ecslab.engine.records.task_definition import RuntimePlatform, TaskDefinition
from ecslab.engine.state import State

_ARCHITECTURES = {"X86_64": "x86_64", "ARM64": "arm64"}


class Order(Record, frozen=True, kw_only=True):
    """What to launch, where, and for whom."""

    cluster: str
    definition: TaskDefinition
    network: AwsVpcConfiguration
    launch_type: str = "FARGATE"
    group: str
    service: str | None = None
    deployment: str | None = None
    started_by: str | None = None
    overrides: TaskOverride = TaskOverride()


def launch(state: State, order: Order) -> Task:
    """Start one Fargate task in the subnet that has the fewest live tasks of its group."""
    definition, overrides = order.definition, order.overrides
    subnet = _choose_subnet(state, order)
    state.world.subnets.put(subnet.replace(handed_out=subnet.handed_out + 1))
    platform = definition.runtime_platform or RuntimePlatform()
    storage = overrides.ephemeral_storage or definition.ephemeral_storage
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
        platform_version=fargate.PLATFORM_VERSION,
        phase=Phase.ATTACHING,
        cpu=_size(overrides.cpu, definition.placed_cpu, fargate.parse_cpu),
        memory=_size(overrides.memory, definition.placed_memory, fargate.parse_memory),
        architecture=_ARCHITECTURES[platform.cpu_architecture],
        storage_gib=storage.size_in_gib if storage else 20,
        network=order.network,
        subnet=subnet.id,
        zone=subnet.zone,
        private_ip=subnet.address(),
        interface=f"eni-0{state.chance.hex_id(16)}",
        attachment=state.chance.uuid(),
        mac="0a:" + ":".join(digits[at : at + 2] for at in range(0, 10, 2)),
        containers=tuple(containers.make(state, container) for container in definition.containers),
        overrides=overrides,
        created_at=state.now,
    )
    lifecycle.begin(state, task)
    return task


def refusal(state: State, definition: TaskDefinition, overrides: TaskOverride | None = None) -> str | None:
    """What AWS says when ECS cannot assume a role of the task; None when it can."""
    chosen = overrides or TaskOverride()
    roles = (
        chosen.execution_role_arn or definition.execution_role,
        chosen.task_role_arn or definition.task_role,
    )
    role = unassumable(state.world.roles, roles)
    if role is None:
        return None
    return (
        f"ECS was unable to assume the role '{role}' that was provided for this task. Please verify that the "
        "role being passed has the proper trust relationship and permissions and that your IAM user has "
        "permissions to pass this role."
    )


def _choose_subnet(state: State, order: Order) -> Subnet:
    tasks = state.world.tasks
    return min(
        (state.world.subnets[subnet] for subnet in order.network.subnets),
        key=lambda subnet: tasks.count("live spread", f"{order.group} {subnet.id}"),
    )


def _size(override: str | None, size: int, parse: Callable[[str], int | None]) -> int:
    return (parse(override) if override else None) or size
