"""Tasks: the running instances of a task definition, and their containers.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html
"""

from enum import StrEnum

from ecslab.engine.record import Record
from ecslab.engine.records.awsvpc import AwsVpcConfiguration
from ecslab.engine.records.overrides import TaskOverride


class Phase(StrEnum):
    """Where a task is on its way; finer than the `lastStatus` that people see."""

    ATTACHING = "attaching"
    """its network interface is being made"""
    WAITING = "waiting"
    """the platform has not begun the pull"""
    PULLING = "pulling"
    """its images are being pulled"""
    STARTING = "starting"
    """its containers are being made"""
    RUNNING = "running"
    NOTIFIED = "notified"
    """asked to stop; its containers have not got the signal yet"""
    STOPPING = "stopping"
    """its containers have the signal"""
    DETACHING = "detaching"
    """its network interface is being deleted"""
    STOPPED = "stopped"


LAST_STATUS = {
    Phase.ATTACHING: "PROVISIONING",
    Phase.WAITING: "PENDING",
    Phase.PULLING: "PENDING",
    Phase.STARTING: "PENDING",
    Phase.RUNNING: "RUNNING",
    Phase.NOTIFIED: "RUNNING",
    Phase.STOPPING: "STOPPING",
    Phase.DETACHING: "DEPROVISIONING",
    Phase.STOPPED: "STOPPED",
}
"""What `lastStatus` shows in each phase."""

BEFORE_RUNNING = frozenset({Phase.ATTACHING, Phase.WAITING, Phase.PULLING, Phase.STARTING})
"""The phases in which a task has not run yet."""


class Container(Record, frozen=True, kw_only=True):
    """A container of a task, and when it will exit if nothing changes."""

    name: str
    image: str
    digest: str
    runtime_id: str
    container_id: str
    essential: bool
    last_status: str = "PENDING"
    exit_code: int | None = None
    reason: str | None = None
    exits_at: int | None = None
    exits_with: int = 0


class Task(Record, frozen=True, kw_only=True):
    """A task from its creation until an hour after its end."""

    id: str
    cluster: str
    definition: str
    """`family:revision`."""
    group: str
    service: str | None = None
    """The key of the service that keeps it."""
    deployment: str | None = None
    started_by: str | None = None
    launch_type: str
    platform_version: str
    phase: Phase
    desired_status: str = "RUNNING"
    cpu: int
    memory: int
    architecture: str = "x86_64"
    storage_gib: int = 20
    network: AwsVpcConfiguration
    subnet: str
    zone: str
    private_ip: str
    interface: str
    attachment: str
    mac: str
    containers: tuple[Container, ...]
    overrides: TaskOverride = TaskOverride()
    created_at: int
    connectivity_at: int | None = None
    pull_started_at: int | None = None
    pull_stopped_at: int | None = None
    started_at: int | None = None
    stopping_at: int | None = None
    execution_stopped_at: int | None = None
    stopped_at: int | None = None
    stop_code: str | None = None
    stopped_reason: str | None = None
    version: int = 1

    @property
    def last_status(self) -> str:
        """The status that ECS shows."""
        return LAST_STATUS[self.phase]

    @property
    def live(self) -> bool:
        """Whether it is meant to run, as the service scheduler counts tasks."""
        return self.desired_status == "RUNNING"

    @property
    def before_running(self) -> bool:
        """Whether it has not run yet and may still do so."""
        return self.phase in BEFORE_RUNNING

    def container(self, name: str) -> Container:
        """The container of that name. Raises KeyError when there is none."""
        for container in self.containers:
            if container.name == name:
                return container
        raise KeyError(name)

    def with_container(self, changed: Container) -> "Task":
        """This task with `changed` in the place of its container of that name."""
        return self.replace(
            containers=tuple(changed if each.name == changed.name else each for each in self.containers)
        )
