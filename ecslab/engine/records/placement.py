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


class Candidate(Record, frozen=True, kw_only=True):
    """An instance in a decision: what stood in its way, or how it ranked at each strategy."""

    instance: str
    reason: str | None = None
    ranks: tuple[tuple[str, int], ...] = ()
    """Strategies with ranks, in the order in which they decided; the lowest is the best."""


class Decision(Record, frozen=True, kw_only=True):
    """How the instance of a task was chosen."""

    task: str
    instance: str
    candidates: tuple[Candidate, ...]
    """Every instance that came into question; none where there were too many to write them down."""
    rejected: dict[str, int]
    """How many instances could not take it, by reason."""
    fitting: int
    """How many could."""
