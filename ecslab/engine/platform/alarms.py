"""CloudWatch alarms, as far as deployments look at them: a name and a state.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html
"""

from typing import Literal

from ecslab.engine.record import Record


class Alarm(Record, frozen=True, kw_only=True):
    """An alarm whose state was set."""

    name: str
    state: Literal["OK", "ALARM", "INSUFFICIENT_DATA"] = "INSUFFICIENT_DATA"
    changed_at: int
