"""Meters: what was used and is paid for, kept long after the task or instance is forgotten, as records."""

from ecslab.engine.clock import MINUTE, SECOND
from ecslab.engine.record import Record

LEAST = 1 * MINUTE
"""The least time that Fargate and EC2 charge for (Linux)."""


class Meter(Record, frozen=True, kw_only=True):
    """A task or an EC2 instance, its size, and from when until when it is paid for."""

    id: str
    """The id of the task or EC2 instance."""
    capacity: str
    """`FARGATE`, `FARGATE_SPOT`, `EC2` for a task on an instance, `INSTANCE` for the instance itself."""
    cluster: str
    service: str | None = None
    definition: str | None = None
    cpu: int = 0
    """CPU units of the task."""
    memory: int = 0
    """MiB of the task."""
    architecture: str = "x86_64"
    storage_gib: int = 20
    public_address: bool = False
    instance_type: str | None = None
    started_at: int
    ended_at: int

    @property
    def key(self) -> str:
        """`id started-at`: an EC2 instance that is stopped and started is metered anew."""
        return f"{self.id} {self.started_at}"

    @property
    def seconds(self) -> int:
        """What is charged: whole seconds, rounded up, a minute at least."""
        return max(LEAST, -(-(self.ended_at - self.started_at) // SECOND) * SECOND) // SECOND
