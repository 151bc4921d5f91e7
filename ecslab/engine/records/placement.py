"""What a request says of where its tasks may go and should go.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement.html
"""

from ecslab.engine.record import Record, Shape


class PlacementConstraint(Shape, frozen=True, kw_only=True):
    """A rule that binds: `distinctInstance`, or `memberOf` with an expression."""

    type: str = ""
    expression: str | None = None


class PlacementStrategy(Shape, frozen=True, kw_only=True):
    """What is preferred among the instances that can take a task: `spread`, `binpack` or `random`."""

    type: str = ""
    field: str | None = None


class Waiting(Record, frozen=True, kw_only=True):
    """A service for which a cluster had no room: it is told when an instance changes."""

    service: str
    """Its key."""
    cluster: str
