"""Carrying out what a policy came to: within the bounds, and only when nothing forbids it.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html
"""

from typing import NamedTuple

from ecslab.engine.clock import SECOND
from ecslab.engine.ecs.services import rollout
from ecslab.engine.records.scaling import NotScaled, ScalableTarget
from ecslab.engine.records.service import Service
from ecslab.engine.scaling import decide, scalable
from ecslab.engine.state import State


class Cooldowns(NamedTuple):
    """How many seconds must have passed since the last scaling; None: what services have by default."""

    out: int | None
    back: int | None


def carry_out(state: State, service: Service, wanted: int, cause: str, cooldowns: Cooldowns) -> None:
    """Set the desired count that a policy wants, within its target's bounds."""
    target = state.world.scalable_targets[service.key]
    bounded = max(target.minimum, min(target.maximum, wanted))
    if bounded != service.desired:
        if _may(state, service, target, cooldowns, out=bounded > service.desired):
            scalable.set_desired(state, service.key, bounded, cause)
        return
    if wanted != service.desired:
        code = "AlreadyAtMaxCapacity" if wanted > service.desired else "AlreadyAtMinCapacity"
        not_scaled = NotScaled(code=code, current=service.desired)
        described = "Attempting to scale due to alarm triggered"
        scalable.record(state, service.key, described, cause, None, not_scaled)


def _may(state: State, service: Service, target: ScalableTarget, cooldowns: Cooldowns, *, out: bool) -> bool:
    """Whether nothing forbids scaling that way now. While a deployment is under way nothing is scaled in."""
    if out:
        suspended = target.suspended.dynamic_scaling_out_suspended
        return not suspended and _cooled(state, target.scaled_out_at, cooldowns.out)
    if target.suspended.dynamic_scaling_in_suspended:
        return False
    if rollout.is_under_way(state, service.key):
        return False
    # A scale-out that is still taking effect is not taken back.
    last = [at_ms for at_ms in (target.scaled_in_at, target.scaled_out_at) if at_ms is not None]
    return _cooled(state, max(last, default=None), cooldowns.back)


def _cooled(state: State, since: int | None, cooldown: int | None) -> bool:
    seconds = decide.COOLDOWN if cooldown is None else cooldown
    return since is None or state.now - since >= seconds * SECOND
