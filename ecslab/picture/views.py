"""What a picture shows of a lab: frozen values, safe to hand to another thread."""

from collections.abc import Iterable

from msgspec import Struct

from ecslab.picture.stages import Stage

PARTS = ("cluster", "services", "tasks", "places", "stopped", "schedules")
"""What a picture has of a lab: each cluster's heading, its services, tasks of no service, where tasks run,
stopped tasks; and the schedules."""


class TaskView(Struct, frozen=True, kw_only=True):
    """One task that has not stopped."""

    id: str
    stage: Stage
    status: str
    """As ECS shows it."""
    letter: str = ""
    """The mark of what it belongs to: a service's letter, or a number for tasks that no service keeps."""
    owner: str = ""
    """The service's name, else the task's group."""
    definition: str = ""
    service: bool = False
    """Whether a service keeps it."""
    old: bool = False
    """Whether it is of another deployment than its service's primary one."""
    capacity: str = "FARGATE"
    """`FARGATE`, `FARGATE_SPOT`, `EC2`, `EXTERNAL`, or the name of a capacity provider."""
    instance: str | None = None
    """The id of the container instance that it is on."""
    cpu: int = 0
    memory: int = 0
    ailing: bool = False
    """Whether a health check of it fails."""

    @property
    def mark(self) -> str:
        """Its letter, small where it is of an old deployment."""
        return self.letter.lower() if self.old else self.letter


class StrategyView(Struct, frozen=True):
    """A capacity provider of a strategy, and how many tasks it has of those that follow the strategy."""

    provider: str
    base: int
    weight: int
    tasks: int
    wanted: int
    """How many base and weight give it of that many tasks."""


class DeploymentView(Struct, frozen=True, kw_only=True):
    """One deployment of a service."""

    id: str = ""
    definition: str
    status: str = ""
    """`PRIMARY` or `ACTIVE`; empty for tasks whose deployment is gone already."""
    rollout_state: str = ""
    rollout_reason: str = ""
    desired: int = 0
    failed: int = 0
    """How many of its tasks failed."""
    counts: tuple[tuple[Stage, int], ...] = ()

    @property
    def total(self) -> int:
        """How many tasks it has."""
        return sum(count for _, count in self.counts)

    @property
    def running(self) -> int:
        """How many of them run."""
        return dict(self.counts).get(Stage.RUNNING, 0)


class ServiceView(Struct, frozen=True, kw_only=True):
    """One service; `letter` marks its tasks."""

    letter: str
    name: str
    status: str = "ACTIVE"
    scheduling: str = "REPLICA"
    desired: int
    deployments: tuple[DeploymentView, ...] = ()
    strategy: tuple[StrategyView, ...] = ()

    @property
    def running(self) -> int:
        """How many of its tasks run."""
        return sum(each.running for each in self.deployments)

    @property
    def pending(self) -> int:
        """How many of its tasks have yet to run."""
        early = (Stage.WAITING, Stage.STARTING)
        return sum(count for each in self.deployments for stage, count in each.counts if stage in early)

    @property
    def rolling(self) -> bool:
        """Whether it is between two deployments."""
        return len(self.deployments) > 1


class StoppedView(Struct, frozen=True):
    """One task that stopped within the last hour."""

    id: str
    owner: str
    """The service's letter and name, else the task definition."""
    reason: str
    exits: tuple[tuple[str, int | None], ...]
    """Each container's name and exit code."""
    at_ms: int


class InstanceView(Struct, frozen=True, kw_only=True):
    """A container instance, or a machine that has yet to become one."""

    id: str
    """Of the container instance; empty before it is registered."""
    machine: str
    """Of the EC2 instance."""
    type: str = ""
    zone: str = ""
    status: str = "ACTIVE"
    """`ACTIVE`, `DRAINING`, `REGISTERING` …, or the EC2 instance's state before that: `pending` …"""
    connected: bool = True
    provider: str | None = None
    cpu: int = 0
    memory: int = 0
    used_cpu: int = 0
    used_memory: int = 0
    tasks: tuple[TaskView, ...] = ()

    @property
    def name(self) -> str:
        """What people call it."""
        return self.machine or self.id


class ProviderView(Struct, frozen=True, kw_only=True):
    """A capacity provider of a cluster: its part in the default strategy, its tasks, and its group."""

    name: str
    base: int | None = None
    weight: int | None = None
    """None: it is not in the default strategy."""
    tasks: int = 0
    group: str | None = None
    minimum: int = 0
    desired: int = 0
    maximum: int = 0
    instances: int = 0
    reservation: float | None = None
    """The metric CapacityProviderReservation, in percent."""
    target: int | None = None
    """What managed scaling keeps it at, in percent; None without managed scaling."""
    short: bool = False
    """Whether it has no capacity for new tasks."""


class ClusterView(Struct, frozen=True, kw_only=True):
    """One cluster with all that runs in it."""

    name: str
    services: tuple[ServiceView, ...] = ()
    tasks: tuple[TaskView, ...] = ()
    """Every task that has not stopped."""
    instances: tuple[InstanceView, ...] = ()
    providers: tuple[ProviderView, ...] = ()
    stopped: tuple[StoppedView, ...] = ()
    """The latest first; only some of them."""
    stopped_total: int = 0

    def service(self, name: str) -> ServiceView | None:
        """The service of that name."""
        return next((each for each in self.services if each.name == name), None)


class ScheduleView(Struct, frozen=True, kw_only=True):
    """A schedule of EventBridge Scheduler, or a scheduled rule of EventBridge."""

    kind: str
    """`schedule` or `rule`."""
    name: str
    """With its group or bus, unless that is the default one."""
    key: str
    expression: str
    enabled: bool = True
    next_ms: int | None = None
    """When it is due next; None: never again, or disabled."""
    due: int = 0
    """How often it was due."""
    last_ms: int | None = None
    """When it was last due."""
    outcome: str = ""
    """What became of that run, in the engine's words: `delivered`, `failed` …"""
    tasks: tuple[str, ...] = ()
    """The tasks that the run started."""


class LabView(Struct, frozen=True, kw_only=True):
    """A lab at one instant."""

    now_ms: int = 0
    clusters: tuple[ClusterView, ...] = ()
    schedules: tuple[ScheduleView, ...] = ()

    @property
    def live(self) -> int:
        """How many tasks have not stopped."""
        return sum(len(cluster.tasks) for cluster in self.clusters)

    def cluster(self, name: str) -> ClusterView | None:
        """The cluster of that name."""
        return next((each for each in self.clusters if each.name == name), None)


def counted(tasks: Iterable[TaskView]) -> tuple[tuple[Stage, int], ...]:
    """How many tasks are in which stage, in the order of life."""
    counts: dict[Stage, int] = {}
    for task in tasks:
        counts[task.stage] = counts.get(task.stage, 0) + 1
    return tuple((stage, counts[stage]) for stage in Stage if stage in counts)


def hue_of(letter: str) -> int | None:
    """Which colour goes with a service's letter: 0 for A, 1 for B …; None for a number."""
    if not letter.isalpha():
        return None
    number = 0
    for each in letter.upper():
        number = number * 26 + ord(each) - ord("A") + 1
    return number - 1
