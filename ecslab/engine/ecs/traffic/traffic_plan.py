"""Shifting traffic as pure functions: the steps of a strategy, and the stage that follows another.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-linear.html
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/canary-deployment.html
"""

from typing import NamedTuple

from ecslab.engine.clock import HOUR, MINUTE
from ecslab.engine.records.deployment import DeploymentConfiguration
from ecslab.engine.records.traffic_shift import Shift, Stage

LONGEST_STAGE = 24 * HOUR
"""A stage that lasts longer fails the deployment; a pause has a time-out of its own."""


class Step(NamedTuple):
    """A share of production traffic for the new revision, and how long it stays at that share."""

    percent: float
    bake_ms: int


class View(NamedTuple):
    """A deployment under way, as far as its stages depend on it."""

    shift: Shift
    steps: tuple[Step, ...]
    now: int
    moving_ms: int
    """How long a listener takes to shift traffic."""
    settling_ms: int
    """The least that any stage lasts."""
    bake_ms: int
    """The bake time after all traffic has shifted."""
    green_ready: bool
    """Whether every task of the new revision is healthy."""
    others_gone: bool
    """Whether no task of a third revision is left."""


def steps(configuration: DeploymentConfiguration, *, alone: bool) -> tuple[Step, ...]:
    """The shares of production traffic that a deployment goes through, the last one 100 percent.

    A service's first deployment has nobody to take traffic over from: it gets all of it at once.
    """
    if not alone and configuration.strategy == "LINEAR":
        linear = configuration.linear
        count = int(100 / linear.step_percent + 1e-9)
        shares = [round(linear.step_percent * (number + 1), 1) for number in range(count)]
        bake = linear.step_bake_time_in_minutes * MINUTE
        return (*(Step(share, bake) for share in shares if share < 100), Step(100.0, 0))
    if not alone and configuration.strategy == "CANARY" and configuration.canary.canary_percent < 100:
        canary = configuration.canary
        return (Step(canary.canary_percent, canary.canary_bake_time_in_minutes * MINUTE), Step(100.0, 0))
    return (Step(100.0, 0),)


def following(view: View) -> Shift | None:
    """The shift one stage on; None while the present stage is not over."""
    shift = view.shift
    over = over_at(view)
    if shift.waits or shift.stage is Stage.CLEAN_UP or view.now < shift.entered_at + view.settling_ms:
        return None
    if not _ready(view) or (over is not None and view.now < over):
        return None
    moved = shift.replace(stage=_next_stage(shift), entered_at=view.now)
    if moved.stage is Stage.TEST_TRAFFIC_SHIFT:
        return moved.replace(test=100.0)
    if moved.stage is Stage.PRODUCTION_TRAFFIC_SHIFT:
        share = next(step.percent for step in view.steps if step.percent > shift.production)
        return moved.replace(production=share)
    return moved


def over_at(view: View) -> int | None:
    """When time alone ends the present stage; None where it waits for something else, or is the last."""
    shift = view.shift
    if shift.waits or shift.stage in (Stage.CLEAN_UP, Stage.RECONCILE_SERVICE, Stage.SCALE_UP):
        return None
    lasts = view.settling_ms
    if shift.stage is Stage.TEST_TRAFFIC_SHIFT:
        lasts = view.moving_ms
    elif shift.stage is Stage.PRODUCTION_TRAFFIC_SHIFT:
        bake = next(step.bake_ms for step in view.steps if step.percent == shift.production)
        lasts = view.moving_ms + bake
    elif shift.stage is Stage.BAKE_TIME:
        lasts = view.bake_ms
    return shift.entered_at + max(view.settling_ms, lasts)


def weights(percent: float) -> tuple[int, int]:
    """The weights of the old and the new target group; ELB's weights are whole and at most 999."""
    if percent == int(percent):
        return 100 - int(percent), int(percent)
    green = round(percent * 10)
    return 1000 - green, green


def _ready(view: View) -> bool:
    """Whether the tasks are as the present stage wants them."""
    if view.shift.stage is Stage.RECONCILE_SERVICE:
        return view.others_gone
    return view.green_ready or view.shift.stage is not Stage.SCALE_UP


def _next_stage(shift: Shift) -> Stage:
    """Stages follow each other in their order; production traffic shifts as often as there are steps."""
    if shift.stage is Stage.PRODUCTION_TRAFFIC_SHIFT and shift.production < 100:
        return Stage.PRE_PRODUCTION_TRAFFIC_SHIFT
    order = list(Stage)
    return order[order.index(shift.stage) + 1]
