"""What CloudWatch's operations need of IAM.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html
"""

from collections.abc import Iterable, Mapping
from typing import Any

from ecslab.aws.authorization.needs import Need, NeedsOf, Values
from ecslab.aws.authorization.tagging import of_resource, requested
from ecslab.aws.operations import Call
from ecslab.engine import arn


def _put_alarm(call: Call, params: Mapping[str, Any]) -> Iterable[Need]:
    """An alarm, with tags if it gets any; policies may ask where its actions go."""
    resource = arn.alarm(call.state.settings, params["AlarmName"])
    context: dict[str, Values] = dict(requested(params.get("Tags") or ()))
    context |= _tags_of(call, resource)
    named = ("AlarmActions", "OKActions", "InsufficientDataActions")
    actions = tuple(action for name in named for action in params.get(name, ()))
    if actions:
        context["cloudwatch:AlarmActions"] = actions
    yield Need("cloudwatch:PutMetricAlarm", (resource,), context)
    if params.get("Tags"):
        yield Need("cloudwatch:TagResource", (resource,), context)


def _put_data(call: Call, params: Mapping[str, Any]) -> Iterable[Need]:  # noqa: ARG001  # the request says it all
    yield Need("cloudwatch:PutMetricData", ("*",), {"cloudwatch:namespace": params["Namespace"]})


def _on_alarms(operation: str) -> NeedsOf:
    """An operation on the alarms that it names, or on all."""

    def needs(call: Call, params: Mapping[str, Any]) -> Iterable[Need]:
        named = params.get("AlarmNames") or [params.get("AlarmName", "*")]
        for name in named:
            resource = arn.alarm(call.state.settings, name)
            yield Need(f"cloudwatch:{operation}", (resource,), _tags_of(call, resource))

    return needs


def _on_resource(operation: str) -> NeedsOf:
    def needs(call: Call, params: Mapping[str, Any]) -> Iterable[Need]:
        resource = params["ResourceARN"]
        context = requested(params.get("Tags") or ()) | _tags_of(call, resource)
        if "TagKeys" in params:
            context["aws:TagKeys"] = tuple(params["TagKeys"])
        yield Need(f"cloudwatch:{operation}", (resource,), context)

    return needs


def _tags_of(call: Call, resource: str) -> dict[str, Values]:
    kept = call.state.world.tags.get(resource)
    return of_resource((tag.key, tag.value) for tag in (kept.tags if kept is not None else ()))


_ALARMS = (
    "DeleteAlarms",
    "DescribeAlarmHistory",
    "DescribeAlarms",
    "DisableAlarmActions",
    "EnableAlarmActions",
    "SetAlarmState",
)

NEEDS: Mapping[str, NeedsOf] = {
    "PutMetricAlarm": _put_alarm,
    "PutMetricData": _put_data,
    **{name: _on_alarms(name) for name in _ALARMS},
    **{name: _on_resource(name) for name in ("ListTagsForResource", "TagResource", "UntagResource")},
}
"""By operation; metrics are read, and alarms found by their metric, on `*`."""
