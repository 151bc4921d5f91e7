"""What ECS checks of the containers of a task definition: health checks, their order, restart policies.

AWS documents the ranges and not always its words: where the words are not known they name the field.
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
"""

from collections.abc import Mapping, Sequence

from ecslab.engine.ecs.refusals import refused
from ecslab.engine.records.container_definition import ContainerDefinition

_LEAST_MEMORY = 6
_LEAST_TIMEOUT = 2
_HEALTH_RANGES = {"interval": (5, 300), "timeout": (2, 60), "retries": (1, 10), "start_period": (0, 300)}
_HEALTH_NAMES = {"start_period": "startPeriod"}
_RESTART_PERIOD = (60, 1800)
_MOST_IGNORED = 50


def check(containers: Sequence[ContainerDefinition]) -> None:
    """Raise ClientException for the first thing that ECS would refuse."""
    named = {container.name: container for container in containers}
    for container in containers:
        _check_timeouts(container)
        _check_health(container)
        _check_restart(container)
        _check_dependencies(container, named)
    _check_cycles(named)


def check_memory(container: ContainerDefinition, task_memory: int | None) -> None:
    """Raise ClientException when a container's memory does not fit itself or its task (MiB)."""
    name = container.name
    given = [amount for amount in (container.memory, container.memory_reservation) if amount is not None]
    if not given and task_memory is None:
        raise refused(
            f"Invalid setting for container '{name}'. "
            "At least one of 'memory' or 'memoryReservation' must be specified."
        )
    if given and min(given) < _LEAST_MEMORY:
        raise refused(
            f"Invalid setting for container '{name}'. 'memory' must be at least {_LEAST_MEMORY} MiB."
        )
    if container.memory is not None and container.memory < (container.memory_reservation or 0):
        raise refused(
            f"Invalid setting for container '{name}'. "
            "'memory' must be greater than or equal to 'memoryReservation'."
        )
    if task_memory is not None and given and max(given) > task_memory:
        raise refused(
            f"Invalid setting for container '{name}'. "
            "The 'memory' setting for container is greater than for the task."
        )


def check_gpus(container: ContainerDefinition, *, fargate: bool) -> None:
    """Raise for GPUs that are no number of them or that Fargate does not have."""
    for resource in container.resource_requirements:
        if resource.type != "GPU":
            raise refused(f"The resource type '{resource.type}' is not supported.")
        if not resource.value.isdecimal() or not resource.value.isascii() or int(resource.value) == 0:
            raise refused(f"The number of GPUs '{resource.value}' must be a positive integer.")
        if fargate:
            raise refused("GPU resource requirements are not supported with the FARGATE launch type.")


def _check_timeouts(container: ContainerDefinition) -> None:
    for word, seconds in (("start", container.start_timeout), ("stop", container.stop_timeout)):
        if seconds is not None and seconds < _LEAST_TIMEOUT:
            raise refused(
                f"Granular {word} timeout on container '{container.name}' must be at least "
                f"{_LEAST_TIMEOUT} seconds."
            )


def _check_health(container: ContainerDefinition) -> None:
    check = container.health_check
    if check is None:
        return
    if check.command[:1] not in (("CMD",), ("CMD-SHELL",)) or len(check.command) < 2:
        raise refused("Health check command must start with CMD or CMD-SHELL.")
    for field, (least, most) in _HEALTH_RANGES.items():
        if not least <= getattr(check, field) <= most:
            name = _HEALTH_NAMES.get(field, field)
            raise refused(
                f"Health check '{name}' on container '{container.name}' must be between {least} and {most}."
            )


def _check_restart(container: ContainerDefinition) -> None:
    policy = container.restart_policy
    if policy is None:
        return
    least, most = _RESTART_PERIOD
    if not least <= policy.restart_attempt_period <= most:
        raise refused(
            f"The 'restartAttemptPeriod' of container '{container.name}' must be between {least} and {most} "
            "seconds."
        )
    if len(policy.ignored_exit_codes) > _MOST_IGNORED:
        raise refused(
            f"The 'ignoredExitCodes' of container '{container.name}' can have at most {_MOST_IGNORED} items."
        )


def _check_dependencies(container: ContainerDefinition, named: Mapping[str, ContainerDefinition]) -> None:
    for wanted in container.depends_on:
        dependency = named.get(wanted.container_name)
        if dependency is None:
            raise refused(f"Cannot depend on container + '{wanted.container_name}' because it does not exist")
        if wanted.condition in ("SUCCESS", "COMPLETE") and dependency.essential:
            raise refused(
                "A dependency container with SUCCESS or COMPLETE condition cannot be an essential container"
            )
        if wanted.condition == "HEALTHY" and dependency.health_check is None:
            raise refused("A dependency container with HEALTHY condition must have health check configured")


def _check_cycles(named: Mapping[str, ContainerDefinition]) -> None:
    left = dict(named)
    while left:
        free = [
            name
            for name, container in left.items()
            if not any(wanted.container_name in left for wanted in container.depends_on)
        ]
        if not free:
            raise refused("Container dependsOn contains a cycle")
        for name in free:
            del left[name]
