"""Clusters, as records."""

from ecslab.engine.record import Record
from ecslab.engine.records.capacity import Strategy


class Cluster(Record, frozen=True, kw_only=True):
    """A cluster; a deleted one stays visible as INACTIVE."""

    name: str
    status: str = "ACTIVE"
    container_insights: str = "disabled"
    capacity_providers: tuple[str, ...] = ()
    """The names of the providers that are associated with it."""
    default_strategy: Strategy = ()
    """Where tasks go that ask for neither a launch type nor a strategy."""
    placing_at: int | None = None
    """When its waiting tasks are placed next, if that is planned."""
    busy_until: int = 0
    """Until when ECS is making or taking away what its providers need of Auto Scaling."""
    created_at: int
