"""Application Auto Scaling of services, as records.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html
"""

from typing import Literal

from ecslab.engine.record import Record, Shape

MOST_ACTIVITIES = 200
"""How many activities of a scalable target are kept."""


class Suspended(Shape, frozen=True, kw_only=True, rename="pascal"):
    """Which kinds of scaling are suspended."""

    dynamic_scaling_in_suspended: bool = False
    dynamic_scaling_out_suspended: bool = False
    scheduled_scaling_suspended: bool = False


class NotScaled(Record, frozen=True, kw_only=True):
    """Why a policy that was triggered changed nothing."""

    code: str
    current: int


class Activity(Record, frozen=True, kw_only=True):
    """A scaling activity, or (with a reason) one that did not come about."""

    id: str
    at: int
    description: str
    cause: str
    status: str = "Successful"
    message: str | None = None
    not_scaled: NotScaled | None = None


class ScalableTarget(Record, frozen=True, kw_only=True):
    """A service whose desired count may be scaled between two bounds."""

    service: str
    """Its key, `cluster/name`."""
    minimum: int
    maximum: int
    role_arn: str
    suspended: Suspended = Suspended()
    created_at: int
    number: str
    """The part of its ARN that tells it from others."""
    scaled_out_at: int | None = None
    scaled_in_at: int | None = None
    minute_at: int | None = None
    """When its metrics are looked at next."""
    activities: tuple[Activity, ...] = ()
    """Newest first."""

    @property
    def resource(self) -> str:
        """Its resource id, `service/cluster/name`."""
        return f"service/{self.service}"


class PredefinedMetric(Shape, frozen=True, kw_only=True, rename="pascal"):
    """A metric by the name that Application Auto Scaling has for it."""

    predefined_metric_type: str = ""
    resource_label: str | None = None


class TargetTracking(Shape, frozen=True, kw_only=True, rename="pascal"):
    """Keep a metric at a value."""

    target_value: float = 0.0
    predefined_metric_specification: PredefinedMetric | None = None
    scale_out_cooldown: int | None = None
    scale_in_cooldown: int | None = None
    disable_scale_in: bool = False


class StepAdjustment(Shape, frozen=True, kw_only=True, rename="pascal"):
    """How far to go when a metric is so far beyond its alarm's threshold."""

    metric_interval_lower_bound: float | None = None
    metric_interval_upper_bound: float | None = None
    scaling_adjustment: int = 0


class StepScaling(Shape, frozen=True, kw_only=True, rename="pascal"):
    """Go further the further a metric is beyond its alarm's threshold."""

    adjustment_type: Literal["ChangeInCapacity", "PercentChangeInCapacity", "ExactCapacity"] | None = None
    step_adjustments: tuple[StepAdjustment, ...] = ()
    min_adjustment_magnitude: int | None = None
    cooldown: int | None = None
    metric_aggregation_type: str | None = None


class ScalingPolicy(Record, frozen=True, kw_only=True):
    """A rule by which a scalable target is scaled."""

    name: str
    service: str
    tracking: TargetTracking | None = None
    step: StepScaling | None = None
    number: str
    """The part of its ARN that tells it from others."""
    alarms: tuple[str, ...] = ()
    """The names of the alarms that watch its metric: the high one, then the low one."""
    high: int = 0
    """For how many minutes in a row its metric has been above the target."""
    low: int = 0
    """For how many minutes in a row it has been clearly below."""
    created_at: int

    @property
    def key(self) -> str:
        """Service and name."""
        return f"{self.service} {self.name}"


class ScheduledAction(Record, frozen=True, kw_only=True):
    """New bounds for a scalable target, at a moment or again and again."""

    name: str
    service: str
    schedule: str
    timezone: str | None = None
    starts_at: int | None = None
    ends_at: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    number: str
    created_at: int
    next_at: int | None = None
    """When it is due next."""

    @property
    def key(self) -> str:
        """Service and name."""
        return f"{self.service} {self.name}"
