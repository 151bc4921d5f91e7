"""Deployments that shift traffic from one target group to another, as records.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-blue-green.html
"""

from enum import StrEnum
from typing import Literal

from ecslab.engine.record import Record, Shape


class Stage(StrEnum):
    """Where a blue/green, linear or canary deployment is."""

    RECONCILE_SERVICE = "RECONCILE_SERVICE"
    PRE_SCALE_UP = "PRE_SCALE_UP"
    SCALE_UP = "SCALE_UP"
    POST_SCALE_UP = "POST_SCALE_UP"
    TEST_TRAFFIC_SHIFT = "TEST_TRAFFIC_SHIFT"
    POST_TEST_TRAFFIC_SHIFT = "POST_TEST_TRAFFIC_SHIFT"
    PRE_PRODUCTION_TRAFFIC_SHIFT = "PRE_PRODUCTION_TRAFFIC_SHIFT"
    PRODUCTION_TRAFFIC_SHIFT = "PRODUCTION_TRAFFIC_SHIFT"
    POST_PRODUCTION_TRAFFIC_SHIFT = "POST_PRODUCTION_TRAFFIC_SHIFT"
    BAKE_TIME = "BAKE_TIME"
    CLEAN_UP = "CLEAN_UP"


class HookTimeout(Shape, frozen=True, kw_only=True):
    """How long a lifecycle hook is waited for, and what happens then."""

    timeout_in_minutes: int = 1440
    action: Literal["ROLLBACK", "CONTINUE"] = "ROLLBACK"


class LifecycleHook(Shape, frozen=True, kw_only=True):
    """Where a deployment pauses until somebody lets it go on."""

    target_type: Literal["AWS_LAMBDA", "PAUSE"] = "AWS_LAMBDA"
    lifecycle_stages: tuple[str, ...] = ()
    timeout_configuration: HookTimeout | None = None

    @property
    def timeout(self) -> HookTimeout:
        """The time-out, given or not."""
        return self.timeout_configuration or HookTimeout()


class LinearConfiguration(Shape, frozen=True, kw_only=True):
    """Equal steps of production traffic, in percent, and the minutes between them."""

    step_percent: float = 10.0
    step_bake_time_in_minutes: int = 6


class CanaryConfiguration(Shape, frozen=True, kw_only=True):
    """A small first share of production traffic, in percent, and the minutes before the rest follows."""

    canary_percent: float = 5.0
    canary_bake_time_in_minutes: int = 10


class PausedHook(Record, frozen=True, kw_only=True):
    """A pause that a deployment came to."""

    id: str
    stage: Stage
    status: str = "AWAITING_ACTION"
    expires_at: int
    action: str
    """What happens when it expires."""


class Shift(Record, frozen=True, kw_only=True):
    """How far a deployment has shifted traffic."""

    blue: str | None
    """The id of the deployment whose traffic it takes over; None for a service's first."""
    stage: Stage
    entered_at: int
    production: float = 0.0
    """The percentage of production traffic that goes to the new revision."""
    test: float = 0.0
    """The percentage of test traffic that does."""
    hooks: tuple[PausedHook, ...] = ()
    """The pauses that it came to, oldest first."""

    @property
    def waits(self) -> bool:
        """Whether somebody has to let it go on."""
        return any(hook.status == "AWAITING_ACTION" for hook in self.hooks)
