"""Managed daemons: what runs once on every managed instance, as records.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateDaemon.html
"""

from ecslab.engine.record import Record, Shape

GROUP = "daemon:"
"""How the group of a daemon's tasks begins, and the family of its definition inside the lab."""


class DaemonRollout(Shape, frozen=True, kw_only=True):
    """How a daemon's changes are rolled out: percent of the instances at a time, minutes at the end."""

    drain_percent: float = 25.0
    bake_time_in_minutes: int = 0


class DaemonDefinition(Record, frozen=True, kw_only=True):
    """A revision of a daemon task definition; what its tasks are made of is a task definition of its own."""

    family: str
    revision: int
    status: str = "ACTIVE"
    delete_requested_at: int | None = None

    @property
    def key(self) -> str:
        """`family:revision`."""
        return f"{self.family}:{self.revision}"

    @property
    def inside(self) -> str:
        """The key of the task definition behind it."""
        return f"{GROUP}{self.key}"


class Daemon(Record, frozen=True, kw_only=True):
    """A daemon: exactly one task on each instance of its capacity providers."""

    cluster: str
    name: str
    status: str = "ACTIVE"
    revision: str
    """The id of the revision that new instances get."""
    deployment: str
    """The id of the newest deployment."""
    providers: tuple[str, ...]
    rollout: DaemonRollout = DaemonRollout()
    created_at: int
    updated_at: int
    fingerprint: str = ""
    tick_at: int | None = None

    @property
    def key(self) -> str:
        """`cluster/name`."""
        return f"{self.cluster}/{self.name}"

    @property
    def group(self) -> str:
        """The group of its tasks."""
        return f"{GROUP}{self.name}"


class DaemonRevision(Record, frozen=True, kw_only=True):
    """A daemon as it was when a deployment began."""

    id: str
    daemon: str
    """The key of its daemon."""
    definition: str
    """`family:revision` of the daemon task definition."""
    critical: bool = True
    created_at: int


class DaemonDeployment(Record, frozen=True, kw_only=True):
    """The roll-out of one revision."""

    id: str
    daemon: str
    target: str
    source: str | None = None
    status: str = "IN_PROGRESS"
    reason: str | None = None
    created_at: int
    finished_at: int | None = None
    bakes_until: int | None = None
