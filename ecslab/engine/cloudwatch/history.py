"""What CloudWatch writes down about alarms, and how it writes times.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmHistory.html
"""

import json
from collections.abc import Mapping
from typing import Any, Literal

from ecslab.engine.clock import to_datetime
from ecslab.engine.cloudwatch.evaluate import Verdict
from ecslab.engine.platform.alarms import MOST_ENTRIES, Alarm, AlarmEntry, Watched
from ecslab.engine.state import State


def write(
    state: State,
    alarm: str,
    kind: Literal["ConfigurationUpdate", "StateUpdate", "Action"],
    summary: str,
    data: Mapping[str, Any],
) -> None:
    """Put an entry into the history; the oldest make room for it."""
    last = state.world.alarm_history.last()
    number = last.number + 1 if last is not None else 1
    text = json.dumps({"version": "1.0", **data}, separators=(",", ":"))
    state.world.alarm_history.put(
        AlarmEntry(number=number, alarm=alarm, at=state.now, kind=kind, summary=summary, data=text)
    )
    outdated = str(number - MOST_ENTRIES)
    if outdated in state.world.alarm_history:
        state.world.alarm_history.remove(outdated)


def state_of(alarm: Alarm) -> dict[str, Any]:
    """A state as an entry of the history has it."""
    data = {"stateReasonData": json.loads(alarm.reason_data)} if alarm.reason_data is not None else {}
    return {"stateValue": alarm.state, "stateReason": alarm.reason, **data}


def reason_data(state: State, watched: Watched, verdict: Verdict) -> str:
    """What a state follows from, as JSON."""
    data = {
        "version": "1.0",
        "queryDate": stamp(state.now),
        **({"startDate": stamp(verdict.data[0].at)} if verdict.data else {}),
        **({"unit": watched.unit} if watched.unit is not None else {}),
        "statistic": watched.statistic,
        "period": watched.period_s,
        "recentDatapoints": [datum.value for datum in verdict.data],
        "threshold": watched.threshold,
        "evaluatedDatapoints": [
            {"timestamp": stamp(datum.at), "sampleCount": float(datum.samples), "value": datum.value}
            for datum in reversed(verdict.data)
        ],
    }
    return json.dumps(data, separators=(",", ":"))


def stamp(at_ms: int) -> str:
    """A time as CloudWatch writes it: `2026-01-05T09:00:00.000+0000`."""
    return f"{to_datetime(at_ms):%Y-%m-%dT%H:%M:%S}.{at_ms % 1000:03}+0000"
