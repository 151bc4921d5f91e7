"""Events on the event bus: what ECS tells EventBridge, as records.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_cwe_events.html
"""

from typing import Final, Literal

from ecslab.engine.record import Record
from ecslab.engine.records.deployment import Deployment
from ecslab.engine.records.instance import ContainerInstance
from ecslab.engine.records.task import Task
from ecslab.engine.records.traffic_shift import PausedHook

Kind = Literal["task", "instance", "service", "deployment", "hook"]

SOURCE: Final = "aws.ecs"
"""Who tells of these events."""

DETAIL_TYPES: Final = {
    "task": "ECS Task State Change",
    "instance": "ECS Container Instance State Change",
    "service": "ECS Service Action",
    "deployment": "ECS Deployment State Change",
    "hook": "ECS Hook State Change",
}
"""What the event bus calls each kind."""


class Event(Record, frozen=True, kw_only=True):
    """Something that happened; it carries the record as it was then."""

    number: int
    """Events are numbered from 1 in the order in which they happened."""
    at: int
    kind: Kind
    task: Task | None = None
    instance: ContainerInstance | None = None
    deployment: Deployment | None = None
    hook: PausedHook | None = None
    rollout: str | None = None
    """The id of the service deployment that the hook pauses."""
    service: str | None = None
    """The key of the service that a service action or deployment is about."""
    level: str = "INFO"
    """`INFO`, `WARN` or `ERROR`."""
    name: str = ""
    reason: str | None = None

    @property
    def key(self) -> str:
        """Its number, as a table's key."""
        return str(self.number)
