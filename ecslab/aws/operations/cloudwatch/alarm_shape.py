"""Alarms in AWS's shape."""

from typing import Any

from ecslab.aws.operations.cloudwatch.common import show_dimensions
from ecslab.engine import arn
from ecslab.engine.clock import to_datetime
from ecslab.engine.cloudwatch.history import stamp
from ecslab.engine.cloudwatch.statistics import PLAIN
from ecslab.engine.platform.alarms import Actions, Alarm, Watched
from ecslab.engine.state import State


def show(state: State, alarm: Alarm) -> dict[str, Any]:
    """An alarm as DescribeAlarms answers it."""
    shown = {
        "AlarmName": alarm.name,
        "AlarmArn": arn.alarm(state.settings, alarm.name),
        "AlarmDescription": alarm.description,
        "AlarmConfigurationUpdatedTimestamp": to_datetime(alarm.configured_at),
        "ActionsEnabled": alarm.actions.enabled,
        "OKActions": list(alarm.actions.ok),
        "AlarmActions": list(alarm.actions.alarm),
        "InsufficientDataActions": list(alarm.actions.insufficient),
        "StateValue": alarm.state,
        "StateReason": alarm.reason,
        "StateReasonData": alarm.reason_data,
        "StateUpdatedTimestamp": to_datetime(alarm.changed_at),
        "StateTransitionedTimestamp": to_datetime(alarm.moved_at),
    }
    if alarm.watched is not None:
        shown |= _watched(alarm.watched)
    return {name: value for name, value in shown.items() if value is not None}


def configuration(
    state: State, name: str, description: str | None, watched: Watched, doing: Actions
) -> dict[str, Any]:
    """An alarm's configuration as its history has it."""
    shown = _watched(watched)
    kept = {
        f"{key[:1].lower()}{key[1:]}": value
        for key, value in shown.items()
        if value is not None and key != "Dimensions"
    }
    return {
        "updatedAlarm" if name in state.world.alarms else "createdAlarm": {
            **kept,
            "dimensions": [{"name": each["Name"], "value": each["Value"]} for each in shown["Dimensions"]],
            "alarmName": name,
            "alarmArn": arn.alarm(state.settings, name),
            **({"alarmDescription": description} if description is not None else {}),
            "actionsEnabled": doing.enabled,
            "okActions": list(doing.ok),
            "alarmActions": list(doing.alarm),
            "insufficientDataActions": list(doing.insufficient),
            "configurationUpdatedTimestamp": stamp(state.now),
        }
    }


def _watched(watched: Watched) -> dict[str, Any]:
    kind = "Statistic" if watched.statistic in PLAIN else "ExtendedStatistic"
    return {
        "MetricName": watched.metric.name,
        "Namespace": watched.metric.namespace,
        kind: watched.statistic,
        "Dimensions": show_dimensions(watched.metric.dimensions),
        "Period": watched.period_s,
        "Unit": watched.unit,
        "EvaluationPeriods": watched.periods,
        "DatapointsToAlarm": watched.enough,
        "Threshold": watched.threshold,
        "ComparisonOperator": watched.comparison,
        "TreatMissingData": watched.missing,
    }
