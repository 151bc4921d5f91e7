"""What CloudWatch Logs' operations need of IAM.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
"""

import json
from collections.abc import Iterable, Mapping

from ecslab.aws.authorization.acting import Params, on
from ecslab.aws.authorization.needs import Need, NeedsOf
from ecslab.aws.authorization.tagging import pairs, requested
from ecslab.aws.operations import Call


def _on_group(operation: str) -> NeedsOf:
    def needs(call: Call, params: Params) -> Iterable[Need]:
        context = requested(pairs(params.get("tags")))
        # Only for tags is a group named by itself: all else is about what is in it, `…:log-group:NAME:*`.
        yield Need(f"logs:{operation}", (f"{_group(call, params)}:log-stream:",), context)
        if context and operation == "CreateLogGroup":
            yield Need("logs:TagResource", (_group(call, params),), context)

    return needs


def _stream(call: Call, params: Params) -> str:
    return f"{_group(call, params)}:log-stream:{params.get('logStreamName', '')}"


def _policy(call: Call, _arn: str) -> str | None:
    """All resource policies of the account's logs as one: any of their statements may speak."""
    policies = list(call.state.world.log_policies.values())
    if not policies or call.caller.startswith("arn:"):
        return None
    statements = []
    for policy in policies:
        found = json.loads(policy.document)["Statement"]
        statements += found if isinstance(found, list) else [found]
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def _group(call: Call, params: Params) -> str:
    """The ARN of the group that a call means."""
    given = params.get("logGroupIdentifier") or params.get("logGroupName") or "*"
    if given.startswith("arn:"):
        return str(given).removesuffix(":*")
    settings = call.state.settings
    return f"arn:aws:logs:{settings.region}:{settings.account}:log-group:{given}"


_GROUP = (
    "CreateLogGroup",
    "DeleteLogGroup",
    "DeleteMetricFilter",
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
    **on("logs", _STREAM, _stream, policy=_policy),
}
