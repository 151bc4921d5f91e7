"""GetMetricStatistics: statistics of one metric.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.cloudwatch.common import (
    check_extended,
    combination,
    instant,
    invalid,
    read_dimensions,
    refuse_seconds,
)
from ecslab.engine.clock import SECOND, to_datetime
from ecslab.engine.cloudwatch import store
from ecslab.engine.cloudwatch.statistics import statistic
from ecslab.engine.platform.metrics import Metric, Point

_MOST = 1_440


def get_metric_statistics(
    call: Call,
    *,
    namespace: str,
    metric_name: str,
    start_time: Any,
    end_time: Any,
    period: int,
    dimensions: Sequence[Mapping[str, str]] = (),
    statistics: Sequence[str] = (),
    extended_statistics: Sequence[str] = (),
    unit: str | None = None,
) -> dict[str, Any]:
    """Statistics of a metric by periods."""
    if not statistics and not extended_statistics:
        raise combination("Must specify either Statistics or ExtendedStatistics")
    for name in extended_statistics:
        check_extended(name)
    since, until = span(call, start_time, end_time)
    check_period(period)
    asked = -(-(until - since) // (period * SECOND))
    if asked > _MOST:
        raise combination(
            f"You have requested up to {asked:,} datapoints, which exceeds the limit of {_MOST:,}. You may "
            "reduce the datapoints requested by increasing Period, or decreasing the time range."
        )
    metric = Metric(namespace, metric_name, read_dimensions(dimensions))
    oldest = store.readable_from(call.state, period)
    points = store.periods(call.state, metric, since, until, period, unit)
    shown = [_show(point, statistics, extended_statistics) for point in points if point.at >= oldest]
    return {"Label": metric_name, "Datapoints": shown}


def span(call: Call, start_time: Any, end_time: Any) -> tuple[int, int]:
    """From when (rounded as AWS does) to before when data are asked for. Raises InvalidParameterValue."""
    since, until = instant(start_time, "StartTime"), instant(end_time, "EndTime")
    if since >= until:
        raise invalid("The parameter StartTime must be less than the parameter EndTime.")
    return store.rounded(call.state, since), until


def check_period(period: int) -> None:
    """Refuse a period that AWS, or the lab, does not have."""
    if period in (1, 5, 10, 20, 30):
        refuse_seconds("Period", period)
    if period % 60:
        raise invalid("The parameter Period must be a multiple of 60.")


def _show(point: Point, plain: Sequence[str], extended: Sequence[str]) -> dict[str, Any]:
    shown: dict[str, Any] = {"Timestamp": to_datetime(point.at), "Unit": point.unit}
    shown |= {name: statistic(name, point) for name in plain}
    known = {name: statistic(name, point) for name in extended}
    if extended:
        shown["ExtendedStatistics"] = {name: value for name, value in known.items() if value is not None}
    return shown
