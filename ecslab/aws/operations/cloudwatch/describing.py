"""Which alarms there are.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.cloudwatch.alarm_shape import show
from ecslab.aws.operations.cloudwatch.common import pages, read_dimensions
from ecslab.engine.errors import ApiError
from ecslab.engine.platform.alarms import Alarm
from ecslab.engine.platform.metrics import Metric

_PAGE = 50


def describe_alarms(
    call: Call,
    *,
    alarm_names: Sequence[str] = (),
    alarm_name_prefix: str | None = None,
    alarm_types: Sequence[str] = (),
    state_value: str | None = None,
    action_prefix: str | None = None,
    max_records: int | None = None,
    next_token: str | None = None,
) -> dict[str, Any]:
    """Alarms by name. Of composite alarms and alarms on logs there are none."""
    if alarm_names and alarm_name_prefix is not None:
        raise ApiError("ValidationError", "AlarmNames and AlarmNamePrefix cannot be used together")
    found = [
        alarm
        for alarm in call.state.world.alarms.values()
        if (not alarm_names or alarm.name in alarm_names)
        and alarm.name.startswith(alarm_name_prefix or "")
        and state_value in (None, alarm.state)
        and (action_prefix is None or _acts(alarm, action_prefix))
        and (not alarm_types or "MetricAlarm" in alarm_types)
    ]
    found.sort(key=lambda alarm: alarm.name)
    filters = (
        "alarms",
        list(alarm_names),
        alarm_name_prefix,
        list(alarm_types),
        state_value,
        action_prefix,
    )
    items, more = pages(found, filters, max_records, next_token, _PAGE)
    return {"CompositeAlarms": [], "MetricAlarms": [show(call.state, alarm) for alarm in items], **more}


def describe_alarms_for_metric(
    call: Call,
    *,
    metric_name: str,
    namespace: str,
    statistic: str | None = None,
    extended_statistic: str | None = None,
    dimensions: Sequence[Mapping[str, str]] = (),
    period: int | None = None,
    unit: str | None = None,
) -> dict[str, Any]:
    """The alarms on a metric: one with exactly these dimensions."""
    metric = Metric(namespace, metric_name, read_dimensions(dimensions))
    shown = [
        show(call.state, alarm)
        for alarm in sorted(call.state.world.alarms.values(), key=lambda alarm: alarm.name)
        if (watched := alarm.watched) is not None
        and watched.metric == metric
        and (statistic or extended_statistic) in (None, watched.statistic)
        and period in (None, watched.period_s)
        and unit in (None, watched.unit)
    ]
    return {"MetricAlarms": shown}


def _acts(alarm: Alarm, prefix: str) -> bool:
    return any(action.startswith(prefix) for action in alarm.actions.all)
