"""Metric filters: made, changed and deleted. What they have counted stays in CloudWatch.

https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html
"""

from collections.abc import Iterable

from ecslab.engine.cloudwatch import log_metrics, store
from ecslab.engine.logs import streams
from ecslab.engine.platform.logs import LogStream, MetricFilter, Output
from ecslab.engine.platform.metrics import Metric
from ecslab.engine.state import State


def put(state: State, each: MetricFilter) -> None:
    """Make a filter, or give the one of its name another definition: it counts lines from now on."""
    before = state.world.metric_filters.get(each.key)
    if before is not None:
        _forget(state, before)
        each = each.replace(created_at=before.created_at, since=state.now + 1)
    state.world.metric_filters.put(each)


def delete(state: State, each: MetricFilter) -> None:
    """Delete a filter."""
    _forget(state, each)


def forget_group(state: State, group: str) -> None:
    """Delete the filters of a group, before what is in it goes."""
    for each in list(state.world.metric_filters.where("group", group)):
        _forget(state, each)


def forget_stream(state: State, stream: LogStream) -> None:
    """Keep what filters have counted of a stream, before it goes."""
    for each in state.world.metric_filters.where("group", stream.group):
        # That nothing fitted in a minute is for the streams that stay to say.
        _keep(state, each.replace(default=None), streams.outputs_in(state, stream))


def _forget(state: State, each: MetricFilter) -> None:
    _keep(state, each, streams.outputs_of(state, each.group, each.since, state.now + 1))
    state.world.metric_filters.remove(each.key)


def _keep(state: State, each: MetricFilter, outputs: Iterable[Output]) -> None:
    """Put into the metric's own data points what follows from the lines now."""
    for dimensions, point in log_metrics.counted(each, outputs, each.since, state.now + 1):
        store.put(state, Metric(each.namespace, each.metric, dimensions), point)
