"""Services and their deployments, as records.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_services.html
"""

from ecslab.engine.record import Record
from ecslab.engine.records.awsvpc import AwsVpcConfiguration

MOST_EVENTS = 100
"""How many events of a service ECS keeps."""


class ServiceEvent(Record, frozen=True, kw_only=True):
    """Something the service scheduler reports."""

    id: str
    at: int
    message: str


class Service(Record, frozen=True, kw_only=True):
    """A service keeps `desired` tasks of its primary deployment's definition."""

    cluster: str
    name: str
    status: str = "ACTIVE"
    definition: str
    """`family:revision` of the primary deployment."""
    desired: int
    minimum_healthy_percent: int = 100
    maximum_percent: int = 200
    launch_type: str
    platform_version: str = "LATEST"
    network: AwsVpcConfiguration | None
    propagate_tags: str = "NONE"
    managed_tags: bool = False
    created_at: int
    created_by: str
    fingerprint: str
    """What it was created with, so that creating it again with the same token is no error."""
    steady: bool = False
    """Whether it has told that it is steady since the last thing it did."""
    tick_at: int | None = None
    """When the service scheduler looks at it next, as far as is planned."""
    events: tuple[ServiceEvent, ...] = ()
    """Newest first."""

    @property
    def key(self) -> str:
        """`cluster/name`."""
        return f"{self.cluster}/{self.name}"

    @property
    def floor(self) -> int:
        """The fewest tasks that a deployment must keep healthy (rounded up, as ECS does)."""
        return -(-self.desired * self.minimum_healthy_percent // 100)

    @property
    def ceiling(self) -> int:
        """The most tasks that a deployment may have live at once (rounded down, as ECS does)."""
        return self.desired * self.maximum_percent // 100


class Deployment(Record, frozen=True, kw_only=True):
    """One roll-out of a service: a definition and where its tasks run."""

    id: str
    """`ecs-svc/` and 19 digits."""
    service: str
    """The key of its service."""
    definition: str
    primary: bool = True
    desired: int
    launch_type: str
    platform_version: str
    network: AwsVpcConfiguration | None
    rollout_state: str = "IN_PROGRESS"
    failed_tasks: int = 0
    """How many tasks in a row could not start."""
    retry_at: int | None = None
    """Until when the scheduler holds back further starts."""
    created_at: int
    updated_at: int

    @property
    def status(self) -> str:
        """`PRIMARY` or `ACTIVE`."""
        return "PRIMARY" if self.primary else "ACTIVE"

    @property
    def rollout_reason(self) -> str:
        """What ECS says of the roll-out."""
        word = "completed" if self.rollout_state == "COMPLETED" else "in progress"
        return f"ECS deployment {self.id} {word}."
