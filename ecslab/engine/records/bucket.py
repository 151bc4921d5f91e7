"""Token buckets, as records: how API calls and launches are throttled."""

from ecslab.engine.record import Record


class Bucket(Record, frozen=True, kw_only=True):
    """How much of something may still happen, as of `at`."""

    name: str
    """An API operation, or whose launches these are."""
    tokens: int
    """In fractions: one call or launch costs as many as milliseconds pass in the unit of its rate."""
    at: int
