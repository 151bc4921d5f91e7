"""What CloudWatch Logs' operations need of IAM.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from ecslab.aws.authorization.needs import Need, NeedsOf
from ecslab.aws.authorization.tagging import requested
from ecslab.aws.operations import Call

_WRITERS = ("delivery.logs.amazonaws.com", "events.amazonaws.com")
_POLICY = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": {
            "Sid": "TrustEventsToStoreLogEvents",
            "Effect": "Allow",
            "Principal": {"Service": list(_WRITERS)},
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": "arn:aws:logs:*:*:log-group:*:*",
        },
    }
)
"""The resource policy of an account in whose console a rule with a log group was once made."""


def _on_group(operation: str) -> NeedsOf:
    def needs(call: Call, params: Mapping[str, Any]) -> Iterable[Need]:
        tags = params.get("tags") or {}
        context = requested({"key": key, "value": value} for key, value in tags.items())
        # Only for tags is a group named by itself: all else is about what is in it, `…:log-group:NAME:*`.
        yield Need(f"logs:{operation}", (f"{_group(call, params)}:log-stream:",), context)
        if tags and operation == "CreateLogGroup":
            yield Need("logs:TagResource", (_group(call, params),), context)

    return needs


def _on_stream(operation: str) -> NeedsOf:
    def needs(call: Call, params: Mapping[str, Any]) -> Iterable[Need]:
        arn = f"{_group(call, params)}:log-stream:{params.get('logStreamName', '')}"
        policy = _POLICY if call.caller in _WRITERS else None
        yield Need(f"logs:{operation}", (arn,), policy=policy)

    return needs


def _group(call: Call, params: Mapping[str, Any]) -> str:
    """The ARN of the group that a call means."""
    given = params.get("logGroupIdentifier") or params.get("logGroupName") or "*"
    if given.startswith("arn:"):
        return str(given).removesuffix(":*")
    settings = call.state.settings
    return f"arn:aws:logs:{settings.region}:{settings.account}:log-group:{given}"


_GROUP = (
    "CreateLogGroup",
    "DeleteLogGroup",
    "DeleteRetentionPolicy",
    "DescribeLogStreams",
    "DescribeMetricFilters",
    "DescribeSubscriptionFilters",
    "FilterLogEvents",
    "GetLogGroupFields",
    "PutMetricFilter",
    "PutRetentionPolicy",
    "PutSubscriptionFilter",
    "StartLiveTail",
    "StartQuery",
)
_STREAM = ("CreateLogStream", "DeleteLogStream", "GetLogEvents", "PutLogEvents")

NEEDS: Mapping[str, NeedsOf] = {
    **{name: _on_group(name) for name in _GROUP},
    **{name: _on_stream(name) for name in _STREAM},
}
