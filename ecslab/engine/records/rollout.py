"""The history of a service: its revisions, and the deployments that led from one to the next.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-deployment.html
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-revision.html
"""

from ecslab.engine.record import Record
from ecslab.engine.records.deployment import Deployment, DeploymentConfiguration
from ecslab.engine.records.traffic_shift import Shift


class PinnedImage(Record, frozen=True, kw_only=True):
    """The digest that a container's image had when the first task of a deployment asked for it."""

    container: str
    image: str
    digest: str


class ServiceRevision(Record, frozen=True, kw_only=True):
    """What a deployment rolls out, kept when the deployment is gone: a later one may go back to it."""

    service: str
    """The key of its service."""
    deployment: Deployment
    """The deployment as it began."""
    images: tuple[PinnedImage, ...] = ()
    """Empty until the first task starts."""
    created_at: int

    @property
    def id(self) -> str:
        """Its digits, which are its deployment's."""
        return self.deployment.revision


class Rollback(Record, frozen=True, kw_only=True):
    """That a service deployment went back, when, why and to which revision."""

    reason: str
    started_at: int
    revision: str


class ServiceDeployment(Record, frozen=True, kw_only=True):
    """The record of one roll-out, from its request to its end."""

    id: str
    service: str
    """The key of its service."""
    status: str = "PENDING"
    status_reason: str | None = None
    configuration: DeploymentConfiguration
    target: str
    """The id of the revision that it rolls out."""
    sources: tuple[str, ...] = ()
    """The revisions that ran when it began."""
    rollback: Rollback | None = None
    shift: Shift | None = None
    """How far it has shifted traffic, if its strategy does."""
    failures: int = 0
    threshold: int
    """Of the circuit breaker."""
    breaker_tripped: bool = False
    watches_alarms: bool = False
    """Whether alarms can end it: not when one was ringing as it began."""
    triggered_alarms: tuple[str, ...] = ()
    created_at: int
    started_at: int | None = None
    finished_at: int | None = None
    stopped_at: int | None = None
    updated_at: int

    @property
    def under_way(self) -> bool:
        """Whether it may still change."""
        return self.status in UNDER_WAY


UNDER_WAY = frozenset(
    {"PENDING", "IN_PROGRESS", "STOP_REQUESTED", "ROLLBACK_REQUESTED", "ROLLBACK_IN_PROGRESS"}
)
"""The statuses of service deployments that have not ended."""
