"""What happens when an alarm comes into a state.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-actions.html
"""

import json
from typing import Any

from ecslab.engine import arn
from ecslab.engine.cloudwatch import history
from ecslab.engine.errors import ApiError
from ecslab.engine.platform.alarms import Alarm
from ecslab.engine.scaling import policies, steps
from ecslab.engine.state import State

_PRINCIPAL = "lambda.alarms.cloudwatch.amazonaws.com"


def run(state: State, alarm: Alarm, before: Alarm) -> None:
    """Do what the alarm's new state asks for, unless that is disabled, and write down what came of it."""
    if not alarm.actions.enabled:
        return
    for action in alarm.actions.of(alarm.state):
        problem = _act(state, alarm, before, action)
        done = "Successfully executed action" if problem is None else "Failed to execute action"
        data = {
            "actionState": "Succeeded" if problem is None else "Failed",
            "stateUpdateTimestamp": alarm.moved_at,
            "notificationResource": action,
            **({"error": problem} if problem is not None else {}),
        }
        summary = f"{done} {action}" + (f'. Received error: "{problem}"' if problem is not None else "")
        history.write(state, alarm.name, "Action", summary, data)


def again(state: State, alarm: Alarm) -> None:
    """The alarm stays in its state for another minute: scaling policies are triggered again, nothing else."""
    if not alarm.actions.enabled:
        return
    for action in alarm.actions.of(alarm.state):
        policy, breach = policies.by_arn(state, action), _breach(alarm)
        if policy is not None and breach is not None:
            steps.trigger(state, policy, alarm.name, breach)


def _act(state: State, alarm: Alarm, before: Alarm, action: str) -> str | None:
    """Carry out an action; gives what went wrong."""
    if ":scalingPolicy:" in action and ":resource/ecs/" in action:
        return _scale(state, alarm, action)
    if action.startswith("arn:aws:lambda:"):
        return _invoke(state, alarm, before, action)
    return "ecslab does not simulate this kind of action"


def _scale(state: State, alarm: Alarm, action: str) -> str | None:
    policy = policies.by_arn(state, action)
    if policy is None:
        return "The scaling policy does not exist"
    breach = _breach(alarm)
    if breach is None:
        return "The alarm's state holds no datapoint that a step could follow from"
    steps.trigger(state, policy, alarm.name, breach)
    return None


def _breach(alarm: Alarm) -> float | None:
    """How far the newest data point of an alarm's state is above its threshold, negative for below."""
    data = json.loads(alarm.reason_data or "{}")
    recent = data.get("recentDatapoints") if isinstance(data, dict) else None
    newest = recent[-1] if isinstance(recent, list) and recent else None
    if alarm.watched is None or not isinstance(newest, int | float):
        return None
    return newest - alarm.watched.threshold


def _invoke(state: State, alarm: Alarm, before: Alarm, function: str) -> str | None:
    source = arn.alarm(state.settings, alarm.name)
    params = {
        "FunctionName": function,
        "InvocationType": "Event",
        "Payload": json.dumps(_payload(state, alarm, before, source)).encode(),
    }
    try:
        state.call("lambda", "Invoke", params, _PRINCIPAL, source=source)
    except ApiError as refused:
        return refused.message
    return None


def _payload(state: State, alarm: Alarm, before: Alarm, source: str) -> dict[str, Any]:
    """The event that a function gets.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html
    """
    return {
        "source": "aws.cloudwatch",
        "alarmArn": source,
        "accountId": state.settings.account,
        "time": history.stamp(state.now),
        "region": state.settings.region,
        "alarmData": state.api.alarm_detail(state, alarm, before),
    }
