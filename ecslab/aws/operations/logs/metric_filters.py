"""Metric filters: lines of a group as numbers in CloudWatch.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/MonitoringLogData.html
"""

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.logs.events import read_pattern
from ecslab.aws.operations.logs.groups import find_group
from ecslab.aws.operations.paging import page
from ecslab.engine.errors import ApiError
from ecslab.engine.logs import metric_filters
from ecslab.engine.logs.patterns import selects
from ecslab.engine.platform.logs import MetricFilter

_NAME = re.compile(r"[^:*]{1,512}")
_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?")
_PLACE = re.compile(r"\$\S+")
_MOST = 100
_MOST_DIMENSIONS = 3
_PAGE = 50


def put_metric_filter(
    call: Call,
    *,
    log_group_name: str,
    filter_name: str,
    filter_pattern: str,
    metric_transformations: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """Have the lines of a group that fit counted, or measured, from now on."""
    state = call.state
    group = find_group(state, log_group_name, None)
    if not _NAME.fullmatch(filter_name):
        raise _wrong(
            f"1 validation error detected: Value '{filter_name}' at 'filterName' failed to satisfy "
            "constraint: Member must satisfy regular expression pattern: [^:*]*"
        )
    read_pattern(filter_pattern, "Invalid metric filter pattern")
    if len(metric_transformations) != 1:
        raise _wrong(
            "1 validation error detected: Value at 'metricTransformations' failed to satisfy constraint: "
            "Member must have length less than or equal to 1"
        )
    (given,) = metric_transformations
    _check(filter_pattern, given)
    key = f"{group.name}:{filter_name}"
    if (
        key not in state.world.metric_filters
        and state.world.metric_filters.count("group", group.name) >= _MOST
    ):
        raise ApiError("LimitExceededException", "Resource limit exceeded.")
    made = MetricFilter(
        group=group.name,
        name=filter_name,
        pattern=filter_pattern,
        namespace=given["metricNamespace"],
        metric=given["metricName"],
        value=given["metricValue"],
        default=given.get("defaultValue"),
        unit=given.get("unit"),
        dimensions=tuple(given.get("dimensions", {}).items()),
        created_at=state.now,
        since=state.now,
    )
    metric_filters.put(state, made)
    return {}


def delete_metric_filter(call: Call, *, log_group_name: str, filter_name: str) -> dict[str, Any]:
    """Delete a filter; the metric keeps the data that it has."""
    group = find_group(call.state, log_group_name, None)
    found = call.state.world.metric_filters.get(f"{group.name}:{filter_name}")
    if found is None:
        raise ApiError("ResourceNotFoundException", "The specified metric filter does not exist.")
    metric_filters.delete(call.state, found)
    return {}


def describe_metric_filters(
    call: Call,
    *,
    log_group_name: str | None = None,
    filter_name_prefix: str = "",
    metric_name: str | None = None,
    metric_namespace: str | None = None,
    limit: int = _PAGE,
    next_token: str | None = None,
) -> dict[str, Any]:
    """Filters by name, of one group, or of one metric."""
    table = call.state.world.metric_filters
    if (metric_name is None) != (metric_namespace is None):
        raise _wrong("Specify both metricName and metricNamespace, or neither.")
    if not 1 <= limit <= _PAGE:
        raise _wrong(f"limit must be between 1 and {_PAGE}.")
    group = find_group(call.state, log_group_name, None).name if log_group_name is not None else None
    shown = [
        _show(each)
        for each in sorted(table.values(), key=lambda each: (each.name, each.group))
        if each.name.startswith(filter_name_prefix)
        and group in (None, each.group)
        and metric_name in (None, each.metric)
        and metric_namespace in (None, each.namespace)
    ]
    filters = ("metric filters", group, filter_name_prefix, metric_name, metric_namespace)
    return page(shown, filters, None, next_token, limit).answer("metricFilters")


def _check(pattern: str, given: Mapping[str, Any]) -> None:
    """Refuse a transformation that AWS does not take."""
    dimensions, value = given.get("dimensions", {}), given["metricValue"]
    if given["metricNamespace"].startswith("AWS/"):
        raise _invalid("metric namespace must not begin with AWS/")
    if dimensions and "defaultValue" in given:
        raise _invalid("dimensions and default value are mutually exclusive properties")
    if dimensions and not selects(pattern):
        raise _wrong("The specified filter pattern does not support dimensions")
    if len(dimensions) > _MOST_DIMENSIONS:
        raise _invalid(f"a metric filter can have at most {_MOST_DIMENSIONS} dimensions")
    for place in dimensions.values():
        if not _PLACE.fullmatch(place):
            raise _invalid(f"dimension value {place} must be a field of the log event, such as $.field")
    if value.startswith("$"):
        if not selects(pattern) or not _PLACE.fullmatch(value):
            raise _invalid(f"metric value {value} is no field of the filter pattern")
    elif not _NUMBER.fullmatch(value):
        raise _invalid(f"metric value {value} must be a number or a field of the log event")
    if not math.isfinite(given.get("defaultValue", 0.0)):
        raise _invalid("default value must be a number")


def _show(each: MetricFilter) -> dict[str, Any]:
    made: dict[str, Any] = {
        "metricName": each.metric,
        "metricNamespace": each.namespace,
        "metricValue": each.value,
    }
    made |= {"defaultValue": each.default} if each.default is not None else {}
    made |= {"dimensions": dict(each.dimensions)} if each.dimensions else {}
    made |= {"unit": each.unit} if each.unit is not None else {}
    return {
        "filterName": each.name,
        "filterPattern": each.pattern,
        "metricTransformations": [made],
        "creationTime": each.created_at,
        "logGroupName": each.group,
        "applyOnTransformedLogs": False,
    }


def _invalid(what: str) -> ApiError:
    return _wrong(f"Invalid metric transformation: {what}")


def _wrong(message: str) -> ApiError:
    return ApiError("InvalidParameterException", message)
