"""Task definitions: families of numbered, immutable revisions, as records.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definitions.html
"""

from typing import Literal

from msgspec import field

from ecslab.engine.record import Record, Shape
from ecslab.engine.records.container_definition import ContainerDefinition
from ecslab.engine.records.placement import PlacementConstraint
from ecslab.engine.records.volume import Volume


class RuntimePlatform(Shape, frozen=True, kw_only=True):
    """The operating system and processor that a definition's images are built for."""

    operating_system_family: Literal["LINUX"] = "LINUX"
    cpu_architecture: Literal["X86_64", "ARM64"] = "X86_64"


class EphemeralStorage(Shape, frozen=True, kw_only=True):
    """A Fargate task's own disk."""

    size_in_gib: int = field(default=20, name="sizeInGiB")


class TaskDefinition(Record, frozen=True, kw_only=True):
    """One revision. `cpu` is in CPU units and `memory` in MiB, for the whole task."""

    family: str
    revision: int
    status: str = "ACTIVE"
    containers: tuple[ContainerDefinition, ...]
    cpu: int | None
    memory: int | None
    network_mode: str
    requires_compatibilities: tuple[str, ...]
    task_role: str | None
    execution_role: str | None
    runtime_platform: RuntimePlatform | None
    ephemeral_storage: EphemeralStorage | None
    volumes: tuple[Volume, ...] = ()
    pid_mode: str | None = None
    ipc_mode: str | None = None
    constraints: tuple[PlacementConstraint, ...] = ()
    """Where its tasks may go, on container instances."""
    registered_at: int
    registered_by: str
    deregistered_at: int | None = None
    delete_requested_at: int | None = None

    @property
    def key(self) -> str:
        """`family:revision`."""
        return f"{self.family}:{self.revision}"

    @property
    def placed_cpu(self) -> int:
        """The CPU units that a task takes: the task's own size, else the sum of its containers'."""
        return self.cpu if self.cpu is not None else sum(container.cpu for container in self.containers)

    @property
    def placed_memory(self) -> int:
        """The MiB that a task takes: the task's own size, else the sum of what its containers reserve."""
        if self.memory is not None:
            return self.memory
        return sum(container.memory_reservation or container.memory or 0 for container in self.containers)


class Family(Record, frozen=True, kw_only=True):
    """A family's counter: revisions are never numbered twice, even after all are deleted."""

    name: str
    last_revision: int
