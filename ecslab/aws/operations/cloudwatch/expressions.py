"""The queries of a request for metric data: metrics, and expressions over them.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.cloudwatch.common import read_dimensions
from ecslab.engine.clock import SECOND
from ecslab.engine.cloudwatch import store
from ecslab.engine.cloudwatch.metric_math import FUNCTIONS, Metrics, Unknown, evaluate
from ecslab.engine.cloudwatch.statistics import statistic
from ecslab.engine.cloudwatch.time_series import MathError, Series, Value
from ecslab.engine.errors import ApiError, NotSimulated
from ecslab.engine.platform.metrics import Metric

Query = Mapping[str, Any]


def label_of(query: Query) -> str:
    """What a query's values are called: as it says, else as its metric is, or by its id."""
    named = query.get("MetricStat", {}).get("Metric", {}).get("MetricName")
    return str(query.get("Label") or named or query["Id"])


class Request:
    """The queries of a request, each computed once, when it or an expression over it is asked for."""

    def __init__(self, call: Call, queries: Sequence[Query], since: int, until: int) -> None:
        self._call, self._since, self._until = call, since, until
        self._queries = {query["Id"]: query for query in queries}
        self._known: dict[str, Value] = {}
        self._open: list[str] = []

    def answers(self, query_id: str) -> Sequence[Series]:
        """The series of a query, of which an expression may have several. Raises ApiError."""
        found = self._value(query_id)
        if isinstance(found, float):
            raise _wrong(query_id, "it must come to a time series, and comes to a number")
        return (found,) if isinstance(found, Mapping) else found

    def _value(self, query_id: str) -> Value:
        query = self._queries[query_id]
        if query_id not in self._known:
            if query_id in self._open:
                raise _wrong(query_id, "it is over itself")
            self._open.append(query_id)
            self._known[query_id] = self._series(query) if "MetricStat" in query else self._computed(query)
            self._open.pop()
        return self._known[query_id]

    def _series(self, query: Query) -> Series:
        stat, given = query["MetricStat"], query["MetricStat"]["Metric"]
        named = given.get("Namespace", ""), given.get("MetricName", "")
        metric = Metric(*named, read_dimensions(given.get("Dimensions", ())))
        state, period = self._call.state, stat["Period"]
        oldest = store.readable_from(state, period)
        points = store.periods(state, metric, self._since, self._until, period, stat.get("Unit"))
        found = ((point.at, statistic(stat["Stat"], point)) for point in points if point.at >= oldest)
        return {at: value for at, value in found if value is not None}

    def _computed(self, query: Query) -> Value:
        period = self._period(query)
        given = Metrics(
            named=self._value,
            metrics=self._metrics,
            periods=range(self._since, self._until, period * SECOND),
            period_s=period,
        )
        try:
            return evaluate(query["Expression"], given)
        except MathError as error:
            raise _wrong(query["Id"], str(error)) from None
        except Unknown as error:
            raise NotSimulated(
                f"ecslab does not simulate {error} in metric math; of its functions there are "
                f"{', '.join(FUNCTIONS)}."
            ) from None

    def _metrics(self, text: str) -> Sequence[Series]:
        metrics = (query for query in self._queries.values() if "MetricStat" in query)
        wanted = [query for query in metrics if text in label_of(query) or text in query["Id"]]
        return [self._series(query) for query in wanted]

    def _period(self, query: Query) -> int:
        """The one period of the metrics of a request, in which its expressions are computed."""
        metrics = [each["MetricStat"]["Period"] for each in self._queries.values() if "MetricStat" in each]
        periods = set(metrics) or {query.get("Period", 60)}
        if len(periods) > 1 or query.get("Period", min(periods)) not in periods:
            raise NotSimulated(
                "ecslab computes expressions over metrics of one period; give every query of the request the "
                "same Period."
            )
        return int(periods.pop())


def _wrong(query_id: str, why: str) -> ApiError:
    return ApiError("ValidationError", f"Error in expression '{query_id}': {why}.")
