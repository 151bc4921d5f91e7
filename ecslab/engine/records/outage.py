"""Outages of availability zones, as records."""

from ecslab.engine.record import Record


class Outage(Record, frozen=True, kw_only=True):
    """That a zone is cut off from the rest until `ends_at`, or until it is mended."""

    zone: str
    ends_at: int | None = None
