"""Whether what one run wants to replace can be: containers that exist, sizes, roles, storage.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskOverride.html
"""

from ecslab.engine.ecs.definitions import container_data_rules, container_rules, fargate
from ecslab.engine.ecs.refusals import invalid
from ecslab.engine.errors import ApiError
from ecslab.engine.records.overrides import TaskOverride
from ecslab.engine.records.task_definition import TaskDefinition
from ecslab.engine.state import State

_STORAGE = (21, 200)


def check(state: State, definition: TaskDefinition, overrides: TaskOverride, launch_type: str) -> None:
    """Raise InvalidParameterException or ClientException, in AWS's words, for what a run cannot replace."""
    on_fargate = launch_type == "FARGATE"
    _check_names(definition, overrides)
    memory = _check_size(definition, overrides, on_fargate=on_fargate)
    containers = [overrides.apply(container) for container in definition.containers]
    for container in containers:
        container_rules.check_memory(container, memory)
        container_rules.check_gpus(container, fargate=on_fargate)
    container_data_rules.check(containers, fargate=on_fargate)
    execution_role = overrides.execution_role_arn or definition.execution_role
    container_data_rules.check_role(containers, execution_role, fargate=on_fargate)
    for role in (overrides.task_role_arn, overrides.execution_role_arn):
        if role and not state.is_role(role):
            raise ApiError("ClientException", "Role is not valid")
    _check_storage(overrides, on_fargate=on_fargate)


def _check_names(definition: TaskDefinition, overrides: TaskOverride) -> None:
    names = {container.name for container in definition.containers}
    for override in overrides.container_overrides:
        if override.name not in names:
            raise invalid(
                f"Override for container named {override.name} is not a container in the TaskDefinition."
            )


def _check_size(definition: TaskDefinition, overrides: TaskOverride, *, on_fargate: bool) -> int | None:
    """The task's own memory with this run's size, which must be one that there is."""
    cpu = fargate.parse_cpu(overrides.cpu) if overrides.cpu else definition.cpu
    memory = fargate.parse_memory(overrides.memory) if overrides.memory else definition.memory
    for name, given, size in (("cpu", overrides.cpu, cpu), ("memory", overrides.memory, memory)):
        if given and not size:
            raise invalid(
                f"Invalid '{name}' setting for task. For more information, see the Troubleshooting section "
                "of the Amazon ECS Developer Guide."
            )
    if on_fargate and memory not in fargate.MEMORY_FOR_CPU.get(cpu or 0, ()):
        raise invalid(
            f"No Fargate configuration exists for given values: {cpu} CPU, {memory} memory. "
            "See the Amazon ECS documentation for the valid values."
        )
    return memory


def _check_storage(overrides: TaskOverride, *, on_fargate: bool) -> None:
    storage = overrides.ephemeral_storage
    if storage is None:
        return
    if not on_fargate:
        raise invalid("Ephemeral storage can only be overridden for tasks on Fargate.")
    least, most = _STORAGE
    if not least <= storage.size_in_gib <= most:
        raise invalid(f"Ephemeral storage must be between {least} GiB and {most} GiB.")
