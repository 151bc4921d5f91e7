"""CloudWatch alarms as records, and their history.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
"""

from typing import Literal

from ecslab.engine.clock import DAY, HOUR, MINUTE, SECOND
from ecslab.engine.platform.metrics import Metric
from ecslab.engine.record import Record

AlarmState = Literal["OK", "ALARM", "INSUFFICIENT_DATA"]
Missing = Literal["missing", "ignore", "breaching", "notBreaching"]

MOST_ENTRIES = 2_000
"""How many entries of the history of all alarms are kept."""


class Watched(Record, frozen=True, kw_only=True):
    """What an alarm looks at, and when it goes off."""

    metric: Metric
    statistic: str
    """`Average`, `p99` …"""
    unit: str | None = None
    period_s: int
    periods: int
    """How many of the latest periods count: N."""
    enough: int | None = None
    """In how many of them the threshold must be crossed, where that was said: M; otherwise in all."""
    comparison: str
    threshold: float
    missing: Missing | None = None
    """How periods without data count, where that was said."""

    @property
    def most(self) -> int:
        """M."""
        return self.periods if self.enough is None else self.enough

    @property
    def range(self) -> int:
        """How many periods are looked at, in case some are without data."""
        return self.periods + 2

    @property
    def every_ms(self) -> int:
        """How often it is evaluated: by how far it looks back."""
        period = self.period_s * SECOND
        back = period * self.periods
        if back > DAY:
            return HOUR
        return MINUTE if back <= 15 * MINUTE else min(HOUR, max(5 * MINUTE, period))


class Actions(Record, frozen=True, kw_only=True):
    """The ARNs of what happens when an alarm comes into a state."""

    enabled: bool = True
    ok: tuple[str, ...] = ()
    alarm: tuple[str, ...] = ()
    insufficient: tuple[str, ...] = ()

    def of(self, state: AlarmState) -> tuple[str, ...]:
        """Those of a state."""
        return {"OK": self.ok, "ALARM": self.alarm, "INSUFFICIENT_DATA": self.insufficient}[state]

    @property
    def all(self) -> tuple[str, ...]:
        """Those of all states."""
        return (*self.ok, *self.alarm, *self.insufficient)


class Alarm(Record, frozen=True, kw_only=True):
    """An alarm and its state."""

    name: str
    description: str | None = None
    watched: Watched | None = None
    """None for one that only a fault has spoken of: it stays as the fault left it."""
    actions: Actions = Actions()
    configured_at: int
    state: AlarmState = "INSUFFICIENT_DATA"
    reason: str = "Unchecked: Initial alarm creation"
    reason_data: str | None = None
    """What the state follows from, as JSON."""
    changed_at: int
    """When its state, or the reason of it, changed last."""
    moved_at: int
    """When its state changed last."""
    due_at: int | None = None
    """When it is evaluated next."""


class AlarmEntry(Record, frozen=True, kw_only=True):
    """Something in the history of an alarm."""

    number: int
    alarm: str
    at: int
    kind: Literal["ConfigurationUpdate", "StateUpdate", "Action"]
    summary: str
    data: str
    """More about it, as JSON."""

    @property
    def key(self) -> str:
        """Its number."""
        return str(self.number)
