"""GetMetricData: values of several metrics.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.cloudwatch.common import check_extended
from ecslab.aws.operations.cloudwatch.expressions import Request, label_of
from ecslab.aws.operations.cloudwatch.statistics import check_period, span
from ecslab.engine.clock import SECOND, to_datetime
from ecslab.engine.cloudwatch.statistics import PLAIN
from ecslab.engine.cloudwatch.time_series import Series
from ecslab.engine.errors import ApiError, NotSimulated

_MOST_QUERIES = 500
_MOST_VALUES = 100_800
_ID = re.compile(r"[a-z][a-zA-Z0-9_]*")


def get_metric_data(
    call: Call,
    *,
    metric_data_queries: Sequence[Mapping[str, Any]],
    start_time: Any,
    end_time: Any,
    scan_by: str = "TimestampDescending",
) -> dict[str, Any]:
    """The values that queries ask for, newest first unless asked otherwise."""
    since, until = span(call, start_time, end_time)
    _check(metric_data_queries)
    asked = 0
    for query in metric_data_queries:
        if "MetricStat" in query:
            check_period(query["MetricStat"]["Period"])
            asked += -(-(until - since) // (query["MetricStat"]["Period"] * SECOND))
    if asked > _MOST_VALUES:
        raise NotSimulated(
            f"ecslab answers GetMetricData in one page of at most {_MOST_VALUES:,} values; ask for less time "
            "or longer periods."
        )
    request = Request(call, metric_data_queries, since, until)
    results = [
        _show(query, series, descending=scan_by != "TimestampAscending")
        for query in metric_data_queries
        if query.get("ReturnData", True)
        for series in request.answers(query["Id"])
    ]
    return {"MetricDataResults": results, "Messages": []}


def _check(queries: Sequence[Mapping[str, Any]]) -> None:
    """Refuse queries that AWS, or the lab, does not answer."""
    if not queries:
        raise _wrong("The collection MetricDataQueries must not be empty.")
    if len(queries) > _MOST_QUERIES:
        raise _wrong(f"The collection MetricDataQueries must not have a size greater than {_MOST_QUERIES}.")
    if len({query["Id"] for query in queries}) < len(queries):
        raise _wrong("The values for parameter id in MetricDataQueries are not unique.")
    for query in queries:
        _check_query(query)
    if not any(query.get("ReturnData", True) for query in queries):
        raise _wrong("At least one of the MetricDataQueries must have ReturnData set to true.")


def _check_query(query: Mapping[str, Any]) -> None:
    """Refuse one query."""
    if not _ID.fullmatch(query["Id"]):
        raise _wrong(
            f"The value {query['Id']} for parameter MetricDataQueries.Id is not matching the expected "
            f"pattern ^{_ID.pattern}$."
        )
    if query.get("AccountId"):
        raise NotSimulated("ecslab does not simulate AccountId of MetricDataQueries; a lab has one account.")
    if ("MetricStat" in query) == ("Expression" in query):
        raise _wrong(f"Either MetricStat or Expression must be given for the query {query['Id']}.")
    if "MetricStat" not in query:
        if "Period" in query:
            check_period(query["Period"])
        return
    if "Period" in query:
        raise _wrong("Period must not be specified together with MetricStat.")
    statistic_name = query["MetricStat"]["Stat"]
    if statistic_name not in PLAIN:
        check_extended(statistic_name)


def _show(query: Mapping[str, Any], series: Series, *, descending: bool) -> dict[str, Any]:
    found = sorted(series.items(), reverse=descending)
    return {
        "Id": query["Id"],
        "Label": label_of(query),
        "Timestamps": [to_datetime(at) for at, _ in found],
        "Values": [value for _, value in found],
        "StatusCode": "Complete",
    }


def _wrong(message: str) -> ApiError:
    return ApiError("ValidationError", message)
