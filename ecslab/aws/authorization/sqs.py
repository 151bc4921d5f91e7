"""What calls of SQS need.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ecslab.aws.authorization.acting import Params, making
from ecslab.aws.authorization.needs import Need, NeedsOf
from ecslab.aws.authorization.tagging import pairs
from ecslab.engine import arn
from ecslab.engine.sqs.queues import name_in

if TYPE_CHECKING:
    from ecslab.aws.operations import Call


def _at_url(*actions: str) -> NeedsOf:
    """The actions, on the queue at `QueueUrl`, whose policy has a say."""

    def needs(call: "Call", params: Params) -> Iterable[Need]:
        url = str(params["QueueUrl"])
        name = name_in(call.state, url) or url.rpartition("/")[2]
        if name not in call.state.world.sqs_queues and not call.caller.startswith("arn:"):
            return ()  # a service is let in by a queue's policy: without a queue, that is what it is told
        return [_need(call, action, name) for action in actions]

    return needs


def _need(call: "Call", action: str, name: str) -> Need:
    queue = call.state.world.sqs_queues.get(name)
    policy = queue.policy if queue is not None else None
    return Need(f"sqs:{action}", (arn.sqs(call.state.settings, name),), policy=policy)


def _create(call: "Call", params: Params) -> Iterable[Need]:
    made = arn.sqs(call.state.settings, str(params["QueueName"]))
    return making("sqs:CreateQueue", "sqs:TagQueue", made, pairs(params.get("tags")))


def _by_name(call: "Call", params: Params) -> Iterable[Need]:
    return [_need(call, "GetQueueUrl", str(params["QueueName"]))]


def _move(call: "Call", params: Params) -> Iterable[Need]:
    """A redrive reads and deletes for its caller, and sends where it is told to."""
    source = str(params["SourceArn"]).rpartition(":")[2]
    needs = [
        _need(call, each, source) for each in ("StartMessageMoveTask", "ReceiveMessage", "DeleteMessage")
    ]
    if "DestinationArn" in params:
        needs.append(_need(call, "SendMessage", str(params["DestinationArn"]).rpartition(":")[2]))
    return needs


def _moves(call: "Call", params: Params) -> Iterable[Need]:
    return [_need(call, "ListMessageMoveTasks", str(params["SourceArn"]).rpartition(":")[2])]


NEEDS: Mapping[str, NeedsOf] = {
    "CreateQueue": _create,
    "GetQueueUrl": _by_name,
    "SendMessageBatch": _at_url("SendMessage"),
    "DeleteMessageBatch": _at_url("DeleteMessage"),
    "ChangeMessageVisibilityBatch": _at_url("ChangeMessageVisibility"),
    "StartMessageMoveTask": _move,
    "ListMessageMoveTasks": _moves,
    **{
        operation: _at_url(operation)
        for operation in (
            *("AddPermission", "ChangeMessageVisibility", "DeleteMessage", "DeleteQueue"),
            *("GetQueueAttributes", "ListDeadLetterSourceQueues", "ListQueueTags", "PurgeQueue"),
            *("ReceiveMessage", "RemovePermission", "SendMessage", "SetQueueAttributes", "TagQueue"),
            "UntagQueue",
        )
    },
}
"""By operation; `sqs:ListQueues` is on `*`."""
