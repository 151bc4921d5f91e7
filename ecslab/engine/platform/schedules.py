"""EventBridge Scheduler as records: groups, schedules with their target, and what became of each run.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/what-is-scheduler.html
"""

from typing import Final

from ecslab.engine.platform.eventbridge import EcsRun, Missed, Outcome
from ecslab.engine.record import Record

DEFAULT: Final = "default"
"""The group that every account has."""


BYTES: Final = "bytes:"
"""The one member of an object that stands for bytes in a request, whose text they are."""


class ScheduleGroup(Record, frozen=True, kw_only=True):
    """A group of schedules: what tags are on, and what is deleted together."""

    name: str
    created_at: int
    changed_at: int
    deleting: bool = False
    """Whether it is on its way out, with its schedules."""


class ApiTarget(Record, frozen=True, kw_only=True):
    """Any operation of AWS's API as a target, and its request."""

    service: str
    """As the AWS CLI names it."""
    operation: str
    request: str
    """The parameters in the operation's own shape, as JSON; bytes as objects with the member `BYTES`."""


class ScheduleTarget(Record, frozen=True, kw_only=True):
    """What a schedule calls, under which role, with what, and how often it tries."""

    arn: str
    role: str
    input: str | None = None
    ecs: EcsRun | None = None
    message_group: str | None = None
    event_source: str | None = None
    event_type: str | None = None
    api: ApiTarget | None = None
    dead_letter: str | None = None
    most_attempts: int | None = None
    longest_age_s: int | None = None


class Schedule(Record, frozen=True, kw_only=True):
    """A schedule: when it is due, and what it calls then."""

    group: str
    name: str
    expression: str
    zone: str = "UTC"
    """The IANA time zone by whose clocks it goes."""
    start_at: int | None = None
    end_at: int | None = None
    enabled: bool = True
    description: str | None = None
    window_minutes: int | None = None
    """How long after it is due it may call its target; None for at once."""
    target: ScheduleTarget
    deleted_when_done: bool = False
    created_at: int
    changed_at: int
    counts_from: int
    """The first firing of a rate: the start, or else when the schedule was given its expression."""
    disabled_at: int | None = None
    epoch: int = 0
    """Counts changes of when it is due; what the agenda holds of an older epoch is void."""
    due_count: int = 0
    """How often it was due so far."""
    last_due: int | None = None
    """When it was last due, since it last changed when it is due."""
    missed: Missed | None = None
    """What it last missed while it was disabled; None when it missed nothing yet."""

    @property
    def key(self) -> str:
        """`group/name`."""
        return f"{self.group}/{self.name}"


class ScheduleRun(Record, frozen=True, kw_only=True):
    """One run of a schedule: when it was due, its attempts, and what became of it."""

    id: str
    """Its execution id."""
    schedule: str
    """The key of the schedule."""
    due_at: int
    called_at: int | None = None
    """The first attempt."""
    attempts: int = 0
    outcome: Outcome = "pending"
    ended_at: int | None = None
    code: str | None = None
    """AWS's error code of the last attempt that failed."""
    message: str | None = None
    tasks: tuple[str, ...] = ()
    """The ids of the tasks that it started."""
    failures: tuple[str, ...] = ()
    """RunTask's reasons for tasks that it could not start."""
    overlaps: int = 0
    """How many tasks of earlier runs were still there when it began."""
