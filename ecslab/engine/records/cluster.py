"""Clusters, as records."""

from ecslab.engine.record import Record


class Cluster(Record, frozen=True, kw_only=True):
    """A cluster; a deleted one stays visible as INACTIVE."""

    name: str
    status: str = "ACTIVE"
    container_insights: str = "disabled"
    created_at: int
