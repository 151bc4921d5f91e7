"""What happens to deployments from outside: a tag is moved to another build, an alarm goes off."""

from typing import Literal

from ecslab.engine.cloudwatch import alarms
from ecslab.engine.ecs.tasks import images
from ecslab.engine.faults.fault import IMAGE, Fault, Field, Given, Kind
from ecslab.engine.state import State

LIKE = Field("like", Kind.IMAGE)
ALARM = Field("alarm", Kind.ALARM)


def _push(state: State, given: Given) -> None:
    """Somebody pushes a new build under a tag."""
    images.push(state, given["image"], given.get("like", given["image"]))


def _alarm(state: State, given: Given) -> None:
    _set(state, given, "ALARM")


def _alarm_over(state: State, given: Given) -> None:
    _set(state, given, "OK")


def _set(state: State, given: Given, to: Literal["OK", "ALARM"]) -> None:
    alarms.ring(state, given["alarm"], to, f"Set to {to} by a fault of the lab.")


FAULTS = (
    Fault("push-image", _push, (IMAGE, LIKE), required=("image",)),
    Fault("alarm", _alarm, (ALARM,), required=("alarm",)),
    Fault("alarm-over", _alarm_over, (ALARM,), required=("alarm",)),
)
