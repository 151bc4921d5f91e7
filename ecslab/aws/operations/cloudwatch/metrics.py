"""Data points put in, and which metrics there are.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.cloudwatch.common import (
    combination,
    instant,
    invalid,
    pages,
    read_dimensions,
    refuse_seconds,
    show_dimensions,
)
from ecslab.aws.operations.paging import Refusals
from ecslab.engine.clock import DAY, HOUR
from ecslab.engine.cloudwatch import store
from ecslab.engine.errors import ApiError
from ecslab.engine.platform.metrics import Metric, Point

_MOST_DATA = 1_000
_MOST_VALUES = 150
_LARGEST = 2.0**360
_PAGE = 500
_CODES = Refusals(size="InvalidParameterValue", continuation="InvalidParameterValue")
_STATISTICS = ("SampleCount", "Sum", "Minimum", "Maximum")


def put_metric_data(
    call: Call, *, namespace: str, metric_data: Sequence[Mapping[str, Any]] = ()
) -> dict[str, Any]:
    """Put data points into metrics, which are there from their first on."""
    if namespace.startswith("AWS/"):
        raise invalid(f"The value {namespace} for parameter Namespace is invalid.")
    if not metric_data:
        raise ApiError("MissingParameter", "The parameter MetricData is required.")
    if len(metric_data) > _MOST_DATA:
        raise invalid(f"The collection MetricData must not have a size greater than {_MOST_DATA}.")
    read = [
        _read(call, namespace, datum, f"MetricData.member.{number}")
        for number, datum in enumerate(metric_data, start=1)
    ]
    for metric, point in read:
        store.put(call.state, metric, point)
    return {}


def list_metrics(
    call: Call,
    *,
    namespace: str | None = None,
    metric_name: str | None = None,
    dimensions: Sequence[Mapping[str, str]] = (),
    recently_active: str | None = None,
    next_token: str | None = None,
) -> dict[str, Any]:
    """The metrics that had data in the last two weeks, or (PT3H) in the last three hours."""
    since = call.state.now - (3 * HOUR if recently_active is not None else store.LISTED_FOR)
    found = [
        listed.metric
        for listed in store.listed(call.state)
        if listed.last_at > since
        and namespace in (None, listed.metric.namespace)
        and metric_name in (None, listed.metric.name)
        and all(_has(listed.metric, wanted) for wanted in dimensions)
    ]
    shown = [
        {
            "Namespace": metric.namespace,
            "MetricName": metric.name,
            "Dimensions": show_dimensions(metric.dimensions),
        }
        for metric in sorted(found)
    ]
    filters = ("metrics", namespace, metric_name, list(dimensions), recently_active)
    items, more = pages(shown, filters, None, next_token, _PAGE, _CODES)
    return {"Metrics": items, **more}


def _has(metric: Metric, wanted: Mapping[str, str]) -> bool:
    """Whether a metric has a dimension, with the value that is asked for if one is."""
    return any(
        name == wanted["Name"] and value == wanted.get("Value", value) for name, value in metric.dimensions
    )


def _read(call: Call, namespace: str, datum: Mapping[str, Any], place: str) -> tuple[Metric, Point]:
    """A datum as a request gives it; `place` is where it stands."""
    resolution = datum.get("StorageResolution", 60)
    if resolution not in (1, 60):
        raise invalid(f"The parameter {place}.StorageResolution must be 1 or 60.")
    if resolution == 1:
        refuse_seconds("StorageResolution", resolution)
    dimensions = read_dimensions(datum.get("Dimensions", ()), f"{place}.Dimensions")
    metric = Metric(namespace, datum["MetricName"], dimensions)
    return metric, _point(_time(call, datum, place), datum, place)


def _time(call: Call, datum: Mapping[str, Any], place: str) -> int:
    if "Timestamp" not in datum:
        return call.state.now
    at = instant(datum["Timestamp"], f"{place}.Timestamp")
    if at < call.state.now - 14 * DAY:
        raise invalid(
            f"The parameter {place}.Timestamp must specify a time no more than two weeks in the past."
        )
    if at > call.state.now + 2 * HOUR:
        raise invalid(f"The parameter {place}.Timestamp must specify a time within two hours of the present.")
    return at


def _point(at: int, datum: Mapping[str, Any], place: str) -> Point:
    unit = datum.get("Unit", "None")
    given = [name for name in ("Value", "Values", "StatisticValues") if name in datum]
    if not given:
        raise ApiError("MissingParameter", f"The parameter {place}.Value is required.")
    if len(given) > 1:
        raise combination(
            f"The parameters {place}.{given[0]} and {place}.{given[1]} are mutually exclusive and you have "
            "specified both."
        )
    if "StatisticValues" in datum:
        numbers = [
            _number(datum["StatisticValues"][name], f"{place}.StatisticValues.{name}") for name in _STATISTICS
        ]
        count, total, low, high = numbers
        if count <= 0 or low > high:
            raise invalid(f"The parameter {place}.StatisticValues is not a set of statistics.")
        return Point(at, unit, count, total, low, high)
    if "Counts" in datum and "Values" not in datum:
        raise combination(f"The parameter {place}.Counts requires {place}.Values.")
    values = datum["Values"] if "Values" in datum else [datum["Value"]]
    counts = datum.get("Counts") or [1.0] * len(values)
    return _distribution(at, unit, values, counts, place)


def _distribution(at: int, unit: str, values: Sequence[float], counts: Sequence[float], place: str) -> Point:
    """A point of single values, each with how often it came."""
    if len(values) != len(counts):
        raise invalid(f"The parameters {place}.Values and {place}.Counts must be of the same size.")
    if not 1 <= len(values) <= _MOST_VALUES:
        raise invalid(f"The collection {place}.Values must have a size between 1 and {_MOST_VALUES}.")
    by_value: dict[float, float] = {}
    for value, count in zip(values, counts, strict=True):
        number, often = _number(value, f"{place}.Value"), _number(count, f"{place}.Counts")
        if often <= 0:
            raise invalid(f"The parameter {place}.Counts must be greater than 0.")
        by_value[number] = by_value.get(number, 0.0) + often
    total = math.fsum(value * count for value, count in by_value.items())
    kept = tuple(sorted(by_value.items()))
    return Point(at, unit, sum(by_value.values()), total, kept[0][0], kept[-1][0], kept)


def _number(value: float, place: str) -> float:
    """A number that CloudWatch takes: finite, and not too large."""
    number = float(value)
    if not math.isfinite(number) or abs(number) > _LARGEST:
        raise invalid(f"The value {value} for parameter {place} is invalid.")
    return number
