"""Capacity providers and strategies: where tasks may run, and in what proportion, as records.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/clusters.html#capacity-providers
"""

from typing import Literal

from ecslab.engine.record import Record, Shape
from ecslab.engine.records.managed_instances import ManagedInstances
from ecslab.engine.records.placement import PlacementConstraint, PlacementStrategy

FARGATE = "FARGATE"
FARGATE_SPOT = "FARGATE_SPOT"
PREDEFINED = (FARGATE, FARGATE_SPOT)
"""The capacity providers that every account has."""

Switch = Literal["ENABLED", "DISABLED"]


class StrategyItem(Shape, frozen=True, kw_only=True):
    """One capacity provider of a strategy, how many tasks it gets first, and its share of the rest."""

    capacity_provider: str
    weight: int = 0
    base: int = 0


Strategy = tuple[StrategyItem, ...]


class ManagedScaling(Shape, frozen=True, kw_only=True):
    """Whether ECS sets the size of an Auto Scaling group, and how. Percent, instances and seconds."""

    status: Switch = "DISABLED"
    target_capacity: int = 100
    minimum_scaling_step_size: int = 1
    maximum_scaling_step_size: int = 10_000
    instance_warmup_period: int = 300


class GroupSettings(Shape, frozen=True, kw_only=True):
    """What ECS does with the Auto Scaling group of a provider."""

    managed_scaling: ManagedScaling = ManagedScaling()
    managed_termination_protection: Switch = "DISABLED"
    managed_draining: Switch = "ENABLED"


class CapacityProvider(Record, frozen=True, kw_only=True):
    """A capacity provider of the account's own: of an Auto Scaling group, or of managed instances."""

    name: str
    group: str | None = None
    """The name of its Auto Scaling group."""
    group_arn: str | None = None
    settings: GroupSettings = GroupSettings()
    managed: ManagedInstances | None = None
    """How ECS launches its instances itself, in place of a group."""
    cluster: str | None = None
    """The one cluster that may use it, if it is of managed instances."""
    status: str = "ACTIVE"
    update_status: str | None = None
    changes_at: int | None = None
    """When the update that was asked for last takes effect."""
    pending: GroupSettings | None = None
    """What an update that is under way will set."""
    pending_managed: ManagedInstances | None = None
    created_at: int
    policy: str = ""
    """The id in the name of the scaling policy that ECS makes."""
    attachments: tuple[str, str] = ("", "")
    """The ids under which a cluster shows its scaling policy and its draining hook."""
    tick_at: int | None = None
    """When managed scaling looks at it next, as far as is planned."""
    reservation: float | None = None
    """The metric CapacityProviderReservation when it was looked at last, in percent."""
    low_minutes: int = 0
    """How many minutes in a row the metric has been below its target."""

    @property
    def scaling(self) -> ManagedScaling:
        """How ECS sets the size of the group."""
        return self.settings.managed_scaling

    @property
    def scales(self) -> bool:
        """Whether ECS sets how many instances there are: its tasks then wait for room."""
        return self.managed is not None or self.scaling.status == "ENABLED"


class Queued(Record, frozen=True, kw_only=True):
    """What placement has to know of a task that waits for its capacity provider to grow."""

    task: str
    constraints: tuple[PlacementConstraint, ...] = ()
    strategies: tuple[PlacementStrategy, ...] = ()
    zone: str | None = None
    """Where alone it may go."""


class Shortage(Record, frozen=True, kw_only=True):
    """That FARGATE or FARGATE_SPOT has no capacity for new tasks until `ends_at`, or for good."""

    provider: str
    ends_at: int | None = None
