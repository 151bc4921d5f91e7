"""How far to scale, as pure functions.

https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html
https://docs.aws.amazon.com/autoscaling/application/userguide/step-scaling-policy-overview.html
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

from ecslab.engine.records.scaling import StepAdjustment, StepScaling, TargetTracking

HIGH_MINUTES = 3
"""For how many minutes in a row a metric must be above its target before a service is scaled out."""
LOW_MINUTES = 15
"""For how many minutes in a row it must be below the low threshold before a service is scaled in."""
LOW_SHARE = 0.9
"""The low threshold as a share of the target: in between nothing happens, so that scaling does not flap."""
COOLDOWN = 300
"""The cooldown in seconds of a policy for services that does not say otherwise."""


class Streaks(NamedTuple):
    """For how many minutes in a row a metric has been too high, and too low."""

    high: int
    low: int


def observe(before: Streaks, value: float | None, target: float) -> Streaks:
    """The streaks after another minute; a minute without a value ends neither."""
    if value is None:
        return before
    return Streaks(
        before.high + 1 if value > target else 0,
        before.low + 1 if value < target * LOW_SHARE else 0,
    )


class Tracked(NamedTuple):
    """What one target tracking policy has to say at the end of a minute."""

    policy: TargetTracking
    streaks: Streaks
    value: float | None

    @property
    def wants_out(self) -> bool:
        """Whether its high alarm rings."""
        return self.streaks.high >= HIGH_MINUTES

    @property
    def wants_in(self) -> bool:
        """Whether its low alarm rings."""
        return self.streaks.low >= LOW_MINUTES

    def capacity(self, running: int) -> int:
        """How many tasks would bring the metric to its target, if `running` tasks give its present value."""
        return math.ceil(running * (self.value or 0.0) / self.policy.target_value - 1e-9)


def tracking(policies: Sequence[Tracked], running: int, desired: int) -> int:
    """The desired count that the target tracking policies come to.

    Any of them may scale out, and the largest count wins. They scale in only when all of them that may
    scale in want to, and to the largest count that any of them has.
    """
    wanted = [policy.capacity(running) for policy in policies if policy.wants_out]
    if wanted and max(wanted) > desired:
        return max(wanted)
    if wanted:
        return desired
    shrinking = [policy for policy in policies if not policy.policy.disable_scale_in]
    if shrinking and all(policy.wants_in for policy in shrinking):
        return min(desired, max(1, *(policy.capacity(running) for policy in shrinking)))
    return desired


def step(policy: StepScaling, capacity: int, breach: float) -> int:
    """The capacity that a step scaling policy comes to when a metric is `breach` beyond its threshold."""
    adjustment = next((each for each in policy.step_adjustments if _covers(each, breach)), None)
    if adjustment is None:
        return capacity
    amount = adjustment.scaling_adjustment
    match policy.adjustment_type:
        case "ExactCapacity":
            return amount
        case "PercentChangeInCapacity":
            return capacity + _percentage(capacity, amount, policy.min_adjustment_magnitude or 0)
        case _:
            return capacity + amount


def _covers(adjustment: StepAdjustment, breach: float) -> bool:
    """Whether the breach lies within a step: the bound nearer to the threshold belongs to it."""
    low = (
        -math.inf
        if adjustment.metric_interval_lower_bound is None
        else adjustment.metric_interval_lower_bound
    )
    high = (
        math.inf if adjustment.metric_interval_upper_bound is None else adjustment.metric_interval_upper_bound
    )
    return low <= breach < high if breach >= 0 else low < breach <= high


def _percentage(capacity: int, percent: int, least: int) -> int:
    """The change in tasks: above 1 rounded down, between 0 and 1 up to 1; below zero the same way."""
    exact = abs(capacity * percent) / 100
    change = math.floor(exact) if exact >= 1 else math.ceil(exact)
    change = max(change, least) if percent else 0
    return change if percent >= 0 else -change
