"""What RunTask may replace for one run, and what it may not (images and entry points, for two).

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskOverride.html
"""

from ecslab.engine.record import Shape
from ecslab.engine.records.container_definition import ContainerDefinition, KeyValue, ResourceRequirement
from ecslab.engine.records.sensitive_data import EnvironmentFile
from ecslab.engine.records.task_definition import EphemeralStorage


class ContainerOverride(Shape, frozen=True, kw_only=True):
    """What one run changes in one container."""

    name: str = ""
    command: tuple[str, ...] = ()
    environment: tuple[KeyValue, ...] = ()
    environment_files: tuple[EnvironmentFile, ...] = ()
    cpu: int | None = None
    memory: int | None = None
    memory_reservation: int | None = None
    resource_requirements: tuple[ResourceRequirement, ...] = ()

    def apply(self, container: ContainerDefinition) -> ContainerDefinition:
        """`container` with this run's changes; a variable of the same name is replaced."""
        environment = {pair.name: pair for pair in (*container.environment, *self.environment)}
        return container.replace(
            command=self.command or container.command,
            environment=tuple(environment.values()),
            environment_files=self.environment_files or container.environment_files,
            resource_requirements=self.resource_requirements or container.resource_requirements,
            cpu=container.cpu if self.cpu is None else self.cpu,
            memory=container.memory if self.memory is None else self.memory,
            memory_reservation=(
                container.memory_reservation if self.memory_reservation is None else self.memory_reservation
            ),
        )


class TaskOverride(Shape, frozen=True, kw_only=True):
    """What one run changes: roles, sizes, and each container's command and environment."""

    container_overrides: tuple[ContainerOverride, ...] = ()
    cpu: str | None = None
    memory: str | None = None
    task_role_arn: str | None = None
    execution_role_arn: str | None = None
    ephemeral_storage: EphemeralStorage | None = None

    def apply(self, container: ContainerDefinition) -> ContainerDefinition:
        """`container` as this run has it."""
        for override in self.container_overrides:
            if override.name == container.name:
                return override.apply(container)
        return container
