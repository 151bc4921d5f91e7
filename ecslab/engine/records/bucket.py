"""Token buckets, as records: how API calls are throttled."""

from ecslab.engine.record import Record


class Bucket(Record, frozen=True, kw_only=True):
    """How many calls of an operation may still be made, in thousandths, as of `at`."""

    operation: str
    tokens: int
    at: int
