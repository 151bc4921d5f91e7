"""Tasks: the running instances of a task definition, and their containers.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html
"""

from enum import StrEnum

from ecslab.engine.record import Record
from ecslab.engine.records.awsvpc import AwsVpcConfiguration
from ecslab.engine.records.overrides import TaskOverride


class Phase(StrEnum):
    """Where a task is on its way; finer than the `lastStatus` that people see."""

    QUEUED = "queued"
    """its capacity provider has no room for it yet"""
    ATTACHING = "attaching"
    """its network interface is being made"""
    WAITING = "waiting"
    """the platform has not begun the pull"""
    PULLING = "pulling"
    """its images are being pulled"""
    STARTING = "starting"
    """its containers are being made"""
    ORDERING = "ordering"
    """some of its containers have started, others wait for them"""
    ACTIVATING = "activating"
    """its containers run; it is not in its target groups yet"""
    RUNNING = "running"
    DEACTIVATING = "deactivating"
    """asked to stop; its target groups let it finish what it was asked"""
    NOTIFIED = "notified"
    """asked to stop; its containers have not got the signal yet"""
    STOPPING = "stopping"
    """its containers have the signal"""
    DETACHING = "detaching"
    """its network interface is being deleted"""
    STOPPED = "stopped"


LAST_STATUS = {
    Phase.QUEUED: "PROVISIONING",
    Phase.ATTACHING: "PROVISIONING",
    Phase.WAITING: "PENDING",
    Phase.PULLING: "PENDING",
    Phase.STARTING: "PENDING",
    Phase.ORDERING: "PENDING",
    Phase.ACTIVATING: "ACTIVATING",
    Phase.RUNNING: "RUNNING",
    Phase.DEACTIVATING: "DEACTIVATING",
    Phase.NOTIFIED: "RUNNING",
    Phase.STOPPING: "STOPPING",
    Phase.DETACHING: "DEPROVISIONING",
    Phase.STOPPED: "STOPPED",
}
"""What `lastStatus` shows in each phase."""

BEFORE_RUNNING = frozenset(
    {
        Phase.QUEUED,
        Phase.ATTACHING,
        Phase.WAITING,
        Phase.PULLING,
        Phase.STARTING,
        Phase.ORDERING,
        Phase.ACTIVATING,
    }
)
"""The phases in which a task has not run yet."""


class Binding(Record, frozen=True, kw_only=True):
    """A port of a container and the port of its instance that leads there."""

    container_port: int
    host_port: int
    protocol: str = "tcp"


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
    started_at: int | None = None
    """When it last started."""
    exits_at: int | None = None
    exits_with: int = 0
    bindings: tuple[Binding, ...] = ()
    """The instance's ports that it has, while it runs on one."""
    signalled: bool = False
    """Whether it was told to stop."""
    restarts: int = 0
    """How often its restart policy started it again."""
    health: str | None = None
    """`HEALTHY`, `UNHEALTHY` or `UNKNOWN` by its health check; None when it has none."""
    fails_checks_from: int | None = None
    """Since when its health check fails because of a fault."""
    leaks_from: int | None = None
    """Since when it leaks memory because of a fault."""
    leaks_kib_per_minute: int = 0

    def fails_checks(self, now: int) -> bool:
        """Whether a fault lets its health checks fail at `now`."""
        return self.fails_checks_from is not None and now >= self.fails_checks_from


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
    proven: bool = False
    """Whether its service has seen it healthy."""
    protected_until: int | None = None
    """Until when no scale-in and no deployment may stop it."""
    started_by: str | None = None
    launch_type: str
    capacity_provider: str | None = None
    """The provider that a strategy chose for it."""
    platform_version: str | None
    """None on a container instance."""
    phase: Phase
    desired_status: str = "RUNNING"
    cpu: int
    memory: int
    architecture: str = "x86_64"
    storage_gib: int = 20
    instance: str | None = None
    """The id of the container instance that it is on; None on Fargate."""
    ports: tuple[int, ...] = ()
    """The instance's TCP ports that it asked for by number."""
    ports_udp: tuple[int, ...] = ()
    gpus: tuple[str, ...] = ()
    """The instance's GPUs that it has."""
    zone: str
    network: AwsVpcConfiguration | None
    """None in the network modes that share the instance's interface; so are the next five."""
    subnet: str | None = None
    private_ip: str | None = None
    interface: str | None = None
    attachment: str | None = None
    mac: str | None = None
    containers: tuple[Container, ...]
    overrides: TaskOverride = TaskOverride()
    command_execution: bool = False
    """Whether commands may be run in its containers."""
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
    def health_checked(self) -> bool:
        """Whether an essential container has a health check, so that ECS goes by it."""
        return any(each.essential and each.health is not None for each in self.containers)

    @property
    def passes_checks(self) -> bool:
        """Whether every essential container that has a health check passes it."""
        return all(each.health in (None, "HEALTHY") for each in self.containers if each.essential)

    @property
    def health(self) -> str:
        """What the health of its essential containers comes to: one that is not well or not known decides."""
        healths = {each.health or "UNKNOWN" for each in self.containers if each.essential}
        return next(health for health in ("UNHEALTHY", "UNKNOWN", "HEALTHY") if health in healths)

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
