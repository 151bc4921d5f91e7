"""A queue's policy, a statement at a time.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_AddPermission.html
"""

import json
from collections.abc import Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.sqs.refusals import invalid
from ecslab.engine import arn
from ecslab.engine.platform.sqs import Queue
from ecslab.engine.sqs.queues import find


def add_permission(
    call: Call, *, queue_url: str, label: str, aws_account_ids: Sequence[str], actions: Sequence[str]
) -> dict[str, Any]:
    """Let accounts do some things with a queue, under a label."""
    queue = find(call.state, queue_url)
    resource = arn.sqs(call.state.settings, queue.name)
    policy = _policy(queue, resource)
    if any(statement.get("Sid") == label for statement in policy["Statement"]):
        raise invalid("Label", label, "Already exists.")
    principals = [f"arn:aws:iam::{account}:root" for account in aws_account_ids]
    allowed = [f"SQS:{action}" for action in actions]
    statement = {
        "Sid": label,
        "Effect": "Allow",
        "Principal": {"AWS": principals[0] if len(principals) == 1 else principals},
        "Action": allowed[0] if len(allowed) == 1 else allowed,
        "Resource": resource,
    }
    _put(call, queue, policy | {"Statement": [*policy["Statement"], statement]})
    return {}


def remove_permission(call: Call, *, queue_url: str, label: str) -> dict[str, Any]:
    """Take the statement with that label out of a queue's policy."""
    queue = find(call.state, queue_url)
    policy = _policy(queue, arn.sqs(call.state.settings, queue.name))
    kept = [statement for statement in policy["Statement"] if statement.get("Sid") != label]
    if len(kept) == len(policy["Statement"]):
        raise invalid("Label", label, "can't find label on existing policy.")
    _put(call, queue, policy | {"Statement": kept} if kept else None)
    return {}


def _policy(queue: Queue, resource: str) -> dict[str, Any]:
    if queue.policy is None:
        return {"Version": "2012-10-17", "Id": f"{resource}/SQSDefaultPolicy", "Statement": []}
    policy: dict[str, Any] = json.loads(queue.policy)
    statements = policy.get("Statement", [])
    return policy | {"Statement": statements if isinstance(statements, list) else [statements]}


def _put(call: Call, queue: Queue, policy: dict[str, Any] | None) -> None:
    text = json.dumps(policy, separators=(",", ":")) if policy is not None else None
    call.state.world.sqs_queues.put(queue.replace(policy=text, changed_at=call.state.now))
