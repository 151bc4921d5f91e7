"""Changes of alarms' states as EventBridge delivers them.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
"""

import hashlib
from typing import Any

from ecslab.engine import arn
from ecslab.engine.clock import to_datetime
from ecslab.engine.cloudwatch.history import stamp
from ecslab.engine.platform.alarms import Alarm, Watched
from ecslab.engine.state import State


def envelope(state: State, alarm: Alarm, before: Alarm) -> dict[str, Any]:
    """The event of an alarm that has a new state, in plain JSON values."""
    return {
        "version": "0",
        "id": _uuid(state, f"event {_number(state)}"),
        "detail-type": "CloudWatch Alarm State Change",
        "source": "aws.cloudwatch",
        "account": state.settings.account,
        "time": f"{to_datetime(state.now):%Y-%m-%dT%H:%M:%SZ}",
        "region": state.settings.region,
        "resources": [arn.alarm(state.settings, alarm.name)],
        "detail": detail(state, alarm, before),
    }


def detail(state: State, alarm: Alarm, before: Alarm) -> dict[str, Any]:
    """An alarm with its new state and the one before."""
    configuration: dict[str, Any] = {}
    if alarm.watched is not None:
        configuration["metrics"] = [_metric(state, alarm.name, alarm.watched)]
    if alarm.description is not None:
        configuration["description"] = alarm.description
    return {
        "alarmName": alarm.name,
        "state": _state(alarm),
        "previousState": _state(before),
        "configuration": configuration,
    }


def _state(alarm: Alarm) -> dict[str, str]:
    data = {} if alarm.reason_data is None else {"reasonData": alarm.reason_data}
    return {"value": alarm.state, "reason": alarm.reason, **data, "timestamp": stamp(alarm.changed_at)}


def _metric(state: State, name: str, watched: Watched) -> dict[str, Any]:
    metric = watched.metric
    stat: dict[str, Any] = {
        "metric": {
            "namespace": metric.namespace,
            "name": metric.name,
            "dimensions": dict(metric.dimensions),
        },
        "period": watched.period_s,
        "stat": watched.statistic,
    }
    if watched.unit is not None:
        stat["unit"] = watched.unit
    return {"id": _uuid(state, f"metric of {name}"), "metricStat": stat, "returnData": True}


def _number(state: State) -> int:
    """The number of the newest entry of the history: there is one for each change of a state."""
    last = state.world.alarm_history.last()
    return last.number if last is not None else 0


def _uuid(state: State, what: str) -> str:
    """A UUID that follows from the lab, so that telling an event draws no chance."""
    digits = hashlib.sha256(f"{state.settings.seed} alarm {what}".encode()).hexdigest()
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:32]}"
