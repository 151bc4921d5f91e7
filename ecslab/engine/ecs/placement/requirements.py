"""What an instance must be able to do for a task, as the attributes that its agent then has.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-instance-requirements.html
"""

from collections.abc import Iterator

from ecslab.engine.platform.registry import is_ecr
from ecslab.engine.records.container_definition import ContainerDefinition
from ecslab.engine.records.task_definition import TaskDefinition

_AGENT = "com.amazonaws.ecs.capability."
_ECS = "ecs.capability."


def attributes_of(definition: TaskDefinition) -> tuple[str, ...]:
    """The names of the attributes that an instance needs for tasks of `definition`, sorted."""
    return tuple(sorted(set(_of_task(definition))))


def _of_task(definition: TaskDefinition) -> Iterator[str]:
    if definition.network_mode == "awsvpc":
        yield f"{_ECS}task-eni"
    if definition.task_role is not None:
        yield f"{_AGENT}task-iam-role"
        if definition.network_mode == "host":
            yield f"{_AGENT}task-iam-role-network-host"
    if definition.cpu is not None or definition.memory is not None:
        yield f"{_ECS}task-cpu-mem-limit"
    for container in definition.containers:
        yield from _of_container(container, execution_role=definition.execution_role is not None)


def _of_container(container: ContainerDefinition, *, execution_role: bool) -> Iterator[str]:
    yield f"{_AGENT}docker-remote-api.1.18"
    if container.memory_reservation is not None:
        yield f"{_AGENT}docker-remote-api.1.21"
    if is_ecr(container.image):
        yield f"{_AGENT}ecr-auth"
        if execution_role:
            yield f"{_ECS}execution-role-ecr-pull"
    if container.log_configuration is not None:
        driver = container.log_configuration.log_driver
        yield f"{_AGENT}logging-driver.{driver}"
        if driver == "awslogs" and execution_role:
            yield f"{_ECS}execution-role-awslogs"
    if container.health_check is not None:
        yield f"{_ECS}container-health-check"
    if container.depends_on:
        yield f"{_ECS}container-ordering"
    if container.restart_policy is not None:
        yield f"{_ECS}container-restart-policy"
    if container.environment_files:
        yield f"{_ECS}env-files.s3"
    if container.repository_credentials is not None:
        yield f"{_ECS}private-registry-authentication.secretsmanager"
    for secret in container.secrets:
        store = "asm" if ":secretsmanager:" in secret.value_from else "ssm"
        yield f"{_ECS}secrets.{store}.environment-variables"
