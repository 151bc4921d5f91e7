"""EventBridge as records: event buses, rules with their targets, and what became of each delivery.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-what-is.html
"""

from typing import Final, Literal

from ecslab.engine.record import Record
from ecslab.engine.records.capacity import StrategyItem
from ecslab.engine.records.placement import PlacementConstraint, PlacementStrategy
from ecslab.engine.records.tags import Tag

DEFAULT: Final = "default"
"""The bus that every account has, and that AWS's services tell their events."""

MOST_ATTEMPTS: Final = 185
"""How often a delivery is tried again unless its target says less."""
LONGEST_AGE_S: Final = 86_400
"""How old an event may get (seconds) unless a target says less."""

Outcome = Literal["pending", "retrying", "delivered", "not-launched", "failed", "dead-lettered", "lost"]
"""What became of a delivery.

`not-launched`: RunTask answered, and started fewer tasks than asked. `failed`: given up, without a queue for
such events. `dead-lettered`: given up and sent to that queue. `lost`: given up, and the queue refused it too.
"""


class EventBus(Record, frozen=True, kw_only=True):
    """An event bus."""

    name: str
    created_at: int
    changed_at: int
    description: str | None = None
    policy: str | None = None
    """Its resource-based policy, as JSON."""


class EcsRun(Record, frozen=True, kw_only=True):
    """How a target on a cluster runs tasks: EcsParameters."""

    definition: str
    count: int = 1
    launch_type: str | None = None
    platform_version: str | None = None
    group: str | None = None
    subnets: tuple[str, ...] = ()
    security_groups: tuple[str, ...] = ()
    public_address: str | None = None
    strategy: tuple[StrategyItem, ...] = ()
    constraints: tuple[PlacementConstraint, ...] = ()
    strategies: tuple[PlacementStrategy, ...] = ()
    managed_tags: bool = False
    command_execution: bool = False
    propagate_tags: str | None = None
    tags: tuple[Tag, ...] = ()


class Transformer(Record, frozen=True, kw_only=True):
    """What a target gets made of an event."""

    template: str
    paths: tuple[tuple[str, str], ...] = ()
    """Names with the JSON path of what each stands for."""


class RuleTarget(Record, frozen=True, kw_only=True):
    """Where a rule sends what it matched, and in which form."""

    id: str
    arn: str
    role: str | None = None
    input: str | None = None
    path: str | None = None
    transformer: Transformer | None = None
    ecs: EcsRun | None = None
    message_group: str | None = None
    dead_letter: str | None = None
    most_attempts: int | None = None
    longest_age_s: int | None = None


class Missed(Record, frozen=True, kw_only=True):
    """Times at which a scheduled rule would have run and was disabled."""

    count: int
    first_at: int
    last_at: int


class EventRule(Record, frozen=True, kw_only=True):
    """A rule of a bus: a pattern that events are held against, or a schedule, or both."""

    bus: str
    name: str
    pattern: str | None = None
    expression: str | None = None
    enabled: bool = True
    description: str | None = None
    created_at: int
    enabled_at: int
    """When it was last enabled: a rate counts from there."""
    disabled_at: int | None = None
    epoch: int = 0
    """Counts changes of when it is due; what the agenda holds of an older epoch is void."""
    targets: tuple[RuleTarget, ...] = ()
    matched: int = 0
    """How many events or times of its schedule there were so far."""
    missed: Missed | None = None
    """What it last missed; None when it missed nothing yet."""

    @property
    def key(self) -> str:
        """`bus/name`."""
        return f"{self.bus}/{self.name}"

    def target(self, target_id: str) -> RuleTarget | None:
        """The target of that id."""
        return next((target for target in self.targets if target.id == target_id), None)


class Delivery(Record, frozen=True, kw_only=True):
    """One event on its way from a rule to one of its targets, and what became of it."""

    key: str
    rule: str
    """The key of the rule."""
    target: str
    """The id of the target."""
    at: int
    """When the event happened or the schedule was due."""
    event: str = ""
    """The event as JSON, as long as it is under way."""
    relayed: bool = False
    """Whether it came from another bus."""
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
    """How many tasks of earlier runs were still there when it was due."""
    own: bool = False
    """Whether its event came from a task that the rule itself had started."""
