"""Step scaling: what happens when an alarm triggers its policy.

The alarms themselves are CloudWatch's; here one is said to be so far beyond its threshold.
https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-step-scaling-policies.html
"""

from ecslab.engine.records.scaling import ScalingPolicy
from ecslab.engine.scaling import change, decide
from ecslab.engine.state import State


def trigger(state: State, policy: ScalingPolicy, alarm: str, breach: float) -> None:
    """Have `alarm` trigger a step scaling policy, its metric `breach` beyond the threshold."""
    service = state.world.services.get(policy.service)
    if policy.step is None or service is None or service.status != "ACTIVE":
        return
    wanted = decide.step(policy.step, service.desired, breach)
    cause = f"monitor alarm {alarm} in state ALARM triggered policy {policy.name}"
    cooldowns = change.Cooldowns(policy.step.cooldown, policy.step.cooldown)
    change.carry_out(state, service, max(0, wanted), cause, cooldowns)
