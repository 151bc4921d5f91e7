"""CloudWatch metrics as records: what was put in, and what the measures of ECS follow from.

Data points that people put in are kept as they are, an hour in a record. Those of ECS are not kept: a gauge
says what holds now, and its courses, an hour in a record, what held when; the points follow from that.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html
"""

import msgspec

from ecslab.engine.clock import HOUR
from ecslab.engine.record import Record

Dimensions = tuple[tuple[str, str], ...]
"""Names and values, sorted by name: two metrics that differ in them are two metrics."""


class Metric(msgspec.Struct, frozen=True, order=True):
    """Which metric is meant."""

    namespace: str
    name: str
    dimensions: Dimensions = ()

    @property
    def key(self) -> str:
        """Namespace, name and dimensions in one."""
        return msgspec.json.encode((self.namespace, self.name, self.dimensions)).decode()


class Point(msgspec.Struct, frozen=True, array_like=True):
    """What was measured in a minute, or in several together."""

    at: int
    """When it begins."""
    unit: str
    count: float
    total: float
    low: float
    high: float
    values: tuple[tuple[float, float], ...] = ()
    """Values and how often each came, ascending; nothing where only the statistics are known."""


class Series(Record, frozen=True, kw_only=True):
    """A metric that somebody has put data into."""

    metric: Metric
    first_at: int
    last_at: int
    """The time of its newest data point."""

    @property
    def key(self) -> str:
        """The key of its metric."""
        return self.metric.key


class Chunk(Record, frozen=True, kw_only=True):
    """The data points of a series in an hour, one for each minute and unit, in the order of time."""

    series: str
    hour: int
    points: tuple[Point, ...]

    @property
    def key(self) -> str:
        """`series hour`."""
        return f"{self.series} {self.hour}"


class Gauge(Record, frozen=True, kw_only=True):
    """Amounts that hold until they change."""

    subject: str
    """What they are of: `service lab/web`, `cluster lab`, `provider lab/ec2`."""
    values: tuple[float, ...]
    since: int
    """The minute in which they came to be so."""


class Step(msgspec.Struct, frozen=True, array_like=True):
    """From when on a gauge had which values; of several in a minute, the last."""

    at: int
    values: tuple[float, ...]


class Course(Record, frozen=True, kw_only=True):
    """How a gauge changed in an hour in which it did."""

    subject: str
    hour: int
    steps: tuple[Step, ...]

    @property
    def key(self) -> str:
        """`subject hour`."""
        return f"{self.subject} {self.hour}"


def hour_of(at_ms: int) -> int:
    """The number of the hour since the epoch."""
    return at_ms // HOUR
