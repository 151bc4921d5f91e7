"""Task sets: the parts of a service whose deployments somebody else controls.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-external.html
"""

from ecslab.engine.record import Record


class TaskSet(Record, frozen=True, kw_only=True):
    """What a task set has beyond the deployment of its id, which says what its tasks are."""

    id: str
    """`ecs-svc/` and 19 digits: the id of its deployment too."""
    service: str
    """The key of its service."""
    external_id: str | None = None
    started_by: str | None = None
    scale: float = 0.0
    """How much of the service's desired count it keeps, in percent."""
    computed: int = 0
    """How many tasks that came to when the scheduler last looked."""
    draining: bool = False
    """Whether it was deleted and its tasks stop."""
    steady: bool = False
    steady_at: int
    """When its stability last changed."""
    created_at: int
    updated_at: int
    fingerprint: str = ""
    """What it was created with, so that creating it again with the same token is no error."""
