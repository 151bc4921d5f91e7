"""What makes services scale from outside: an alarm triggers a step scaling policy."""

from ecslab.engine.faults.fault import CLUSTER, SERVICE, Fault, Field, Given, Kind
from ecslab.engine.faults.reading import known_name, service_key
from ecslab.engine.scaling import steps
from ecslab.engine.state import State

ALARM = Field("alarm", Kind.ALARM)
POLICY = Field("policy", Kind.POLICY)
ABOVE = Field("above", Kind.WHOLE)
BELOW = Field("below", Kind.WHOLE)


def _trigger(state: State, given: Given) -> None:
    """An alarm's metric is so far above or below its threshold, and the alarm triggers a step policy."""
    key = service_key(state, given)
    known = [policy.name for policy in state.world.scaling_policies.where("service", key) if policy.step]
    name = known_name("no-step-policy", str(given["policy"]), known)
    policy = state.world.scaling_policies[f"{key} {name}"]
    breach = float(given["above"]) if "above" in given else -float(given["below"])
    steps.trigger(state, policy, str(given.get("alarm", name)), breach)


FAULTS = (
    Fault(
        "trigger-policy",
        _trigger,
        (SERVICE, CLUSTER, POLICY, ALARM, ABOVE, BELOW),
        one_of=("above", "below"),
        required=("service", "policy"),
    ),
)
