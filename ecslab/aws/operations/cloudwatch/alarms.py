"""Alarms: made, changed, deleted, and put into a state.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.cloudwatch.alarm_shape import configuration
from ecslab.aws.operations.cloudwatch.common import (
    check_extended,
    read_dimensions,
    refuse_seconds,
    tags_in,
)
from ecslab.aws.operations.tag_lists import add_tags, forget_tags
from ecslab.engine import arn
from ecslab.engine.clock import DAY, HOUR, SECOND
from ecslab.engine.cloudwatch import alarms
from ecslab.engine.cloudwatch.evaluate import COMPARISONS
from ecslab.engine.errors import ApiError, NotSimulated
from ecslab.engine.platform.alarms import Actions, Watched
from ecslab.engine.platform.metrics import Metric

_MISSING = ("breaching", "notBreaching", "ignore", "missing")
_MOST_NAMES = 100


def put_metric_alarm(
    call: Call,
    *,
    alarm_name: str,
    evaluation_periods: int | None = None,
    comparison_operator: str | None = None,
    threshold: float | None = None,
    metric_name: str | None = None,
    namespace: str | None = None,
    dimensions: Sequence[Mapping[str, str]] = (),
    statistic: str | None = None,
    extended_statistic: str | None = None,
    period: int | None = None,
    unit: str | None = None,
    datapoints_to_alarm: int | None = None,
    treat_missing_data: str | None = None,
    alarm_description: str | None = None,
    actions_enabled: bool = True,
    ok_actions: Sequence[str] = (),
    alarm_actions: Sequence[str] = (),
    insufficient_data_actions: Sequence[str] = (),
    tags: Sequence[Mapping[str, str]] = (),
) -> dict[str, Any]:
    """Make an alarm on a metric with a static threshold, or configure it anew."""
    _check_needed(
        EvaluationPeriods=evaluation_periods,
        ComparisonOperator=comparison_operator,
        Threshold=threshold,
        MetricName=metric_name,
        Namespace=namespace,
        Period=period,
    )
    if (statistic is None) == (extended_statistic is None):
        raise _wrong("Exactly one of Statistic and ExtendedStatistic must be specified")
    if extended_statistic is not None:
        check_extended(extended_statistic)
    if comparison_operator not in COMPARISONS:
        raise NotSimulated(
            f"ecslab does not simulate {comparison_operator}, which goes with anomaly detection; use one of "
            f"{', '.join(COMPARISONS)}."
        )
    if treat_missing_data is not None and treat_missing_data not in _MISSING:
        raise _wrong(
            f"Option {treat_missing_data} is not supported for TreatMissingData; valid values are "
            f"{', '.join(_MISSING)}"
        )
    watched = Watched(
        metric=Metric(namespace or "", metric_name or "", read_dimensions(dimensions)),
        statistic=statistic or extended_statistic or "",
        unit=unit,
        period_s=period or 0,
        periods=evaluation_periods or 0,
        enough=datapoints_to_alarm,
        comparison=comparison_operator or "",
        threshold=float(threshold or 0.0),
        missing=treat_missing_data,  # type: ignore[arg-type]  # one of _MISSING
    )
    _check_range(watched)
    for action in (*ok_actions, *alarm_actions, *insufficient_data_actions):
        if not action.startswith("arn:"):
            raise _wrong(f"Invalid arn syntax: {action}")
    doing = Actions(
        enabled=actions_enabled,
        ok=tuple(ok_actions),
        alarm=tuple(alarm_actions),
        insufficient=tuple(insufficient_data_actions),
    )
    new = alarm_name not in call.state.world.alarms
    if new:
        _tag(call, alarm_name, tags)
    alarms.put(
        call.state,
        alarm_name,
        watched,
        alarm_description,
        doing,
        configuration(call.state, alarm_name, alarm_description, watched, doing),
    )
    return {}


def delete_alarms(call: Call, *, alarm_names: Sequence[str]) -> dict[str, Any]:
    """Delete alarms."""
    _check_count(alarm_names)
    alarms.delete(call.state, alarm_names)
    for name in alarm_names:
        forget_tags(call.state, arn.alarm(call.state.settings, name))
    return {}


def enable_alarm_actions(call: Call, *, alarm_names: Sequence[str]) -> dict[str, Any]:
    """Let the actions of alarms happen."""
    _check_count(alarm_names)
    alarms.enable(call.state, alarm_names, enabled=True)
    return {}


def disable_alarm_actions(call: Call, *, alarm_names: Sequence[str]) -> dict[str, Any]:
    """Let the actions of alarms not happen any more."""
    _check_count(alarm_names)
    alarms.enable(call.state, alarm_names, enabled=False)
    return {}


def set_alarm_state(
    call: Call,
    *,
    alarm_name: str,
    state_value: str,
    state_reason: str,
    state_reason_data: str | None = None,
) -> dict[str, Any]:
    """Put an alarm into a state, until it is evaluated next."""
    if state_reason_data is not None:
        try:
            json.loads(state_reason_data)
        except ValueError:
            raise ApiError("InvalidFormat", "StateReasonData is not valid JSON") from None
    alarms.set_state(
        call.state,
        alarm_name,
        state_value,  # type: ignore[arg-type]  # checked by the model's enumeration
        state_reason,
        state_reason_data,
    )
    return {}


def _check_needed(**given: object) -> None:
    for name, value in given.items():
        if value is None:
            raise _wrong(f"The parameter {name} must be specified")


def _check_range(watched: Watched) -> None:
    """Refuse periods and numbers of them that no alarm can have."""
    period, back = watched.period_s, watched.period_s * watched.periods * SECOND
    if period in (10, 20, 30):
        refuse_seconds("Period", period)
    if period % 60:
        raise _wrong("Period must be 10, 20, 30 or a multiple of 60")
    if watched.most > watched.periods:
        raise _wrong("DatapointsToAlarm must be less than or equal to EvaluationPeriods")
    if period * SECOND < HOUR and back > DAY:
        raise _wrong(
            "Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400) "
            "for alarms using period < 3600"
        )
    if back > 7 * DAY:
        raise _wrong(
            "Metrics cannot be checked across more than seven days (EvaluationPeriods * Period must be <= "
            "604800)"
        )


def _check_count(names: Sequence[str]) -> None:
    if len(names) > _MOST_NAMES:
        raise _wrong(f"At most {_MOST_NAMES} alarms can be named")


def _tag(call: Call, name: str, tags: Sequence[Mapping[str, str]]) -> None:
    too_many = ApiError("InvalidParameterValue", "A resource can have at most 50 tags.")
    add_tags(call.state, arn.alarm(call.state.settings, name), tags_in(tags), too_many)


def _wrong(message: str) -> ApiError:
    return ApiError("ValidationError", message)
