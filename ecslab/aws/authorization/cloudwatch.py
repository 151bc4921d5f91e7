"""What CloudWatch's operations need of IAM.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html
"""

from collections.abc import Iterable, Mapping

from ecslab.aws.authorization.acting import Params, given, making, on
from ecslab.aws.authorization.needs import Need, NeedsOf
from ecslab.aws.authorization.tagging import kept
from ecslab.aws.operations import Call
from ecslab.engine import arn


def _put_alarm(call: Call, params: Params) -> Iterable[Need]:
    """An alarm, with tags if it gets any; policies may ask where its actions go."""
    made = arn.alarm(call.state.settings, params["AlarmName"])
    context = kept(call.state, made)
    named = ("AlarmActions", "OKActions", "InsufficientDataActions")
    actions = tuple(action for name in named for action in params.get(name, ()))
    if actions:
        context["cloudwatch:AlarmActions"] = actions
    tags = params.get("Tags") or ()
    return making("cloudwatch:PutMetricAlarm", "cloudwatch:TagResource", made, tags, context)


def _put_data(call: Call, params: Params) -> Iterable[Need]:  # noqa: ARG001  # the request says it all
    yield Need("cloudwatch:PutMetricData", ("*",), {"cloudwatch:namespace": params["Namespace"]})


def _alarms(call: Call, params: Params) -> Iterable[str]:
    """The alarms that a request names, or all."""
    named = params.get("AlarmNames") or [params.get("AlarmName", "*")]
    return [arn.alarm(call.state.settings, name) for name in named]


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
    **on("cloudwatch", _ALARMS, _alarms),
    **on("cloudwatch", ("ListTagsForResource", "TagResource", "UntagResource"), given("ResourceARN")),
}
"""By operation; metrics are read, and alarms found by their metric, on `*`."""
