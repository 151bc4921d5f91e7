"""What ECS checks before it accepts a task definition, with its own messages.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from ecslab.engine.ecs.definitions import container_data_rules, container_rules, fargate, host_rules
from ecslab.engine.ecs.placement import rules as placement_rules
from ecslab.engine.ecs.refusals import refused
from ecslab.engine.errors import ApiError
from ecslab.engine.platform.registry import is_ecr
from ecslab.engine.record import Record
from ecslab.engine.records.container_definition import ContainerDefinition
from ecslab.engine.records.placement import PlacementConstraint
from ecslab.engine.records.task_definition import EphemeralStorage, RuntimePlatform, TaskDefinition
from ecslab.engine.records.volume import Volume

_NAME = re.compile(r"[A-Za-z0-9_-]{1,255}")
_EC2_CPU = range(128, 196_608 + 1)
_FARGATE_TIMEOUT = 120
"""The longest start and stop time-out of a container on Fargate, in seconds."""
_LEAST_MEMORY = 6


class Draft(Record, frozen=True, kw_only=True):
    """A task definition as it is asked for, before it is a revision."""

    family: str
    containers: tuple[ContainerDefinition, ...]
    cpu: str | None = None
    memory: str | None = None
    network_mode: str | None = None
    requires_compatibilities: tuple[str, ...] = ()
    task_role: str | None = None
    execution_role: str | None = None
    runtime_platform: RuntimePlatform | None = None
    ephemeral_storage: EphemeralStorage | None = None
    volumes: tuple[Volume, ...] = ()
    pid_mode: str | None = None
    ipc_mode: str | None = None
    constraints: tuple[PlacementConstraint, ...] = ()


class Size(NamedTuple):
    """A task's own CPU units and MiB, where it has any."""

    cpu: int | None
    memory: int | None


def check(draft: "Draft", is_role: Callable[[str], bool]) -> Size:
    """Read the draft's size. Raises ClientException for the first thing that ECS would refuse.

    Names come first, then containers, memory, the Fargate size and the roles: AWS does not
    document its order.
    """
    _check_names(draft)
    fargate_only = "FARGATE" in draft.requires_compatibilities
    container_rules.check(draft.containers)
    container_data_rules.check(draft.containers, fargate=fargate_only)
    host_rules.check(draft.containers, draft.volumes, draft.network_mode or "bridge")
    size = _size(draft)
    for container in draft.containers:
        container_rules.check_memory(container, size.memory)
    if size.cpu is not None and sum(container.cpu for container in draft.containers) > size.cpu:
        raise refused("The sum of all container 'cpu' values must not exceed the task 'cpu' value.")
    _check_ports(draft)
    for container in draft.containers:
        container_rules.check_gpus(container, fargate=fargate_only)
    placement_rules.check_in_definition(draft.constraints)
    if "FARGATE" in draft.requires_compatibilities:
        _check_fargate(draft, size)
        host_rules.check_fargate(draft.containers, draft.volumes, draft.pid_mode, draft.ipc_mode)
    container_data_rules.check_role(draft.containers, draft.execution_role, fargate=fargate_only)
    for role in (draft.task_role, draft.execution_role):
        if role is not None and not is_role(role):
            raise refused("Role is not valid")
    return size


def compatibilities(definition: TaskDefinition) -> tuple[str, ...]:
    """The launch types that a definition would satisfy."""
    if definition.network_mode != "awsvpc":
        return ("EXTERNAL", "EC2")
    containers = definition.containers
    quick = all(
        max(container.start_timeout or 0, container.stop_timeout or 0) <= _FARGATE_TIMEOUT
        for container in containers
    )
    fits = definition.cpu is not None and definition.memory in fargate.MEMORY_FOR_CPU.get(definition.cpu, ())
    return ("EC2", "FARGATE") if fits and quick and _needs_no_host(definition) else ("EC2",)


def _needs_no_host(definition: TaskDefinition) -> bool:
    try:
        host_rules.check_fargate(
            definition.containers, definition.volumes, definition.pid_mode, definition.ipc_mode
        )
    except ApiError:
        return False
    return True


def with_defaults(container: ContainerDefinition, network_mode: str) -> ContainerDefinition:
    """The container as ECS stores it: each port mapping has its host port.

    In the network mode bridge that is 0, for Docker to choose one; otherwise there is but one network.
    """
    bridge = network_mode == "bridge"
    ports = tuple(
        port.replace(host_port=port.host_port or (0 if bridge else port.container_port))
        for port in container.port_mappings
    )
    return container.replace(port_mappings=ports)


def _check_names(draft: "Draft") -> None:
    if not _NAME.fullmatch(draft.family):
        raise refused("Family contains invalid characters.")
    if not draft.containers:
        raise refused("Container list cannot be empty.")
    seen = set()
    for container in draft.containers:
        if not container.name:
            raise refused("Container.name should not be null or empty.")
        if not _NAME.fullmatch(container.name):
            raise refused(f"Container.name contains invalid characters: {container.name}")
        if container.name in seen:
            raise refused(f"Container.name '{container.name}' is used by more than one container.")
        seen.add(container.name)
        if not container.image:
            raise refused("Container.image should not be null or empty.")
    if not any(container.essential for container in draft.containers):
        raise refused("Task definition doesn't have any essential container.")


def _size(draft: "Draft") -> Size:
    on_fargate = "FARGATE" in draft.requires_compatibilities
    if on_fargate and draft.cpu is None:
        raise refused("Fargate requires that 'cpu' be defined at the task level.")
    if on_fargate and draft.memory is None:
        raise refused("Fargate requires that 'memory' be defined at the task level.")
    cpu = fargate.parse_cpu(draft.cpu) if draft.cpu is not None else None
    memory = fargate.parse_memory(draft.memory) if draft.memory is not None else None
    if draft.cpu is not None and (cpu is None or (not on_fargate and cpu not in _EC2_CPU)):
        raise _unreadable("cpu")
    if draft.memory is not None and not memory:
        raise _unreadable("memory")
    return Size(cpu, memory)


def _check_ports(draft: "Draft") -> None:
    for container in draft.containers:
        for port in container.port_mappings:
            shared = draft.network_mode in ("awsvpc", "host")
            if shared and port.host_port not in (None, 0, port.container_port):
                raise refused(
                    f"When networkMode={draft.network_mode}, the host ports and container ports in port "
                    "mappings must match."
                )
            if draft.network_mode == "none":
                raise refused("Port mappings are not allowed when networkMode is none.")


def _check_fargate(draft: "Draft", size: Size) -> None:
    if draft.constraints:
        raise refused("Fargate tasks do not support placement constraints.")
    if draft.network_mode != "awsvpc":
        raise refused("Fargate only supports network mode ‘awsvpc’.")
    if size.cpu is None or size.memory not in fargate.MEMORY_FOR_CPU.get(size.cpu, ()):
        raise refused(
            f"No Fargate configuration exists for given values: {size.cpu} CPU, {size.memory} memory. "
            "See the Amazon ECS documentation for the valid values."
        )
    for container in draft.containers:
        for word, seconds in (("start", container.start_timeout), ("stop", container.stop_timeout)):
            if (seconds or 0) > _FARGATE_TIMEOUT:
                raise refused(
                    f"Tasks using the Fargate launch type must have a container {word} timeout of less than "
                    f"{_FARGATE_TIMEOUT} seconds."
                )
    if draft.ephemeral_storage is not None and not 21 <= draft.ephemeral_storage.size_in_gib <= 200:
        raise refused("Ephemeral storage must be between 21 GiB and 200 GiB.")
    if draft.execution_role is None and any(is_ecr(container.image) for container in draft.containers):
        raise refused("Fargate requires task definition to have execution role ARN to support ECR images.")


def _unreadable(what: str) -> ApiError:
    return refused(
        f"Invalid '{what}' setting for task. For more information, see the Troubleshooting section of the "
        "Amazon ECS Developer Guide."
    )
