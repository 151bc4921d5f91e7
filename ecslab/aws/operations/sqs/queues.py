"""Queues themselves.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.paging import page
from ecslab.aws.operations.sqs import attributes as reading
from ecslab.aws.operations.sqs.refusals import invalid
from ecslab.aws.operations.sqs.tags import put_tags
from ecslab.engine import arn
from ecslab.engine.errors import ApiError
from ecslab.engine.platform.sqs import Queue
from ecslab.engine.sqs import queues
from ecslab.engine.sqs.queues import find, url_of

_NAME = re.compile(r"[A-Za-z0-9_-]{1,80}")
_FIFO = ".fifo"
_MOST = 1_000
_ATTRIBUTES = (
    *("All", "ApproximateNumberOfMessages", "ApproximateNumberOfMessagesDelayed"),
    *("ApproximateNumberOfMessagesNotVisible", "ContentBasedDeduplication", "CreatedTimestamp"),
    *("DeduplicationScope", "DelaySeconds", "FifoQueue", "FifoThroughputLimit"),
    *("KmsDataKeyReusePeriodSeconds", "KmsMasterKeyId", "LastModifiedTimestamp", "MaximumMessageSize"),
    *("MessageRetentionPeriod", "Policy", "QueueArn", "ReceiveMessageWaitTimeSeconds"),
    *("RedriveAllowPolicy", "RedrivePolicy", "SqsManagedSseEnabled", "VisibilityTimeout"),
)


def create_queue(
    call: Call,
    *,
    queue_name: str,
    attributes: Mapping[str, str] | None = None,
    tags: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Make a queue; one that is there with the same attributes is answered again."""
    state, asked = call.state, attributes or {}
    fifo = asked.get("FifoQueue", "false").lower() == "true"
    _check_name(queue_name, fifo=fifo)
    made = Queue(name=queue_name, created_at=state.now, changed_at=state.now, fifo=fifo)
    made = reading.read(state, made, asked)
    reading.check_fits(made)
    there = state.world.sqs_queues.get(queue_name)
    if there is not None:
        _check_same(reading.show(state, there), reading.show(state, made), asked)
    else:
        queues.check_reusable(state, queue_name)
        if tags:
            put_tags(state, arn.sqs(state.settings, queue_name), tags)
        state.world.sqs_queues.put(made)
    return {"QueueUrl": url_of(state, queue_name)}


def delete_queue(call: Call, *, queue_url: str) -> dict[str, Any]:
    """Delete a queue with everything in it; its name cannot be used again for 60 seconds."""
    queue = find(call.state, queue_url)
    queues.delete(call.state, queue)
    put_tags(call.state, arn.sqs(call.state.settings, queue.name), None)
    return {}


def get_queue_url(
    call: Call, *, queue_name: str, queue_owner_aws_account_id: str | None = None
) -> dict[str, Any]:
    """The URL of the queue of that name."""
    state = call.state
    owner = queue_owner_aws_account_id or state.settings.account
    if owner != state.settings.account or queue_name not in state.world.sqs_queues:
        raise ApiError(queues.MISSING, "The specified queue does not exist.")
    return {"QueueUrl": url_of(state, queue_name)}


def list_queues(
    call: Call, *, queue_name_prefix: str = "", next_token: str | None = None, max_results: int | None = None
) -> dict[str, Any]:
    """The URLs of the queues whose names begin so, by name; pages only where `MaxResults` asks for them."""
    state = call.state
    names = sorted(
        each.name for each in state.world.sqs_queues.values() if each.name.startswith(queue_name_prefix)
    )
    return _urls(call, "QueueUrls", names, ("queues", queue_name_prefix), next_token, max_results)


def list_dead_letter_source_queues(
    call: Call, *, queue_url: str, next_token: str | None = None, max_results: int | None = None
) -> dict[str, Any]:
    """The queues that set messages aside in this one."""
    target = find(call.state, queue_url)
    names = sorted(
        each.name
        for each in call.state.world.sqs_queues.values()
        if each.redrive is not None and each.redrive.target == target.name
    )
    return _urls(call, "queueUrls", names, ("sources", target.name), next_token, max_results)


def get_queue_attributes(
    call: Call, *, queue_url: str, attribute_names: Sequence[str] = ()
) -> dict[str, Any]:
    """The attributes that are asked for; none when none is named."""
    for name in attribute_names:
        if name not in _ATTRIBUTES:
            raise ApiError("InvalidAttributeName", f"Unknown Attribute {name}.")
    queue = find(call.state, queue_url)
    queues.expire(call.state, queue)
    shown = reading.show(call.state, queue)
    if "All" not in attribute_names:
        shown = {name: value for name, value in shown.items() if name in attribute_names}
    return {"Attributes": shown} if shown else {}


def set_queue_attributes(call: Call, *, queue_url: str, attributes: Mapping[str, str]) -> dict[str, Any]:
    """Change a queue's attributes; they hold at once, for messages that wait too."""
    queue = find(call.state, queue_url)
    changed = reading.read(call.state, queue, attributes)
    reading.check_fits(changed)
    call.state.world.sqs_queues.put(changed.replace(changed_at=call.state.now))
    return {}


def purge_queue(call: Call, *, queue_url: str) -> dict[str, Any]:
    """Delete all messages of a queue, at once; again only after 60 seconds."""
    queues.purge(call.state, find(call.state, queue_url))
    return {}


def _urls(
    call: Call, name: str, names: list[str], filters: tuple[str, ...], token: str | None, size: int | None
) -> dict[str, Any]:
    if size is not None and not 1 <= size <= _MOST:
        raise invalid("MaxResults", size, f"Must be between 1 and {_MOST}, if provided.")
    try:
        found = page(names, filters, None, token, size or _MOST)
    except ApiError:
        raise invalid("NextToken", token, "Invalid or expired next token.") from None
    answer: dict[str, Any] = {name: [url_of(call.state, each) for each in found.items]}
    if name == "QueueUrls" and not found.items:
        answer = {}
    # Without MaxResults, SQS cuts the list and gives no token.
    return answer | ({"NextToken": found.token} if found.token and size is not None else {})


def _check_name(name: str, *, fifo: bool) -> None:
    if fifo:
        if not name.endswith(_FIFO) or not _NAME.fullmatch(name.removesuffix(_FIFO)) or len(name) > 80:
            raise ApiError(
                "InvalidParameterValue",
                "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, "
                "must end with .fifo suffix and be 1 to 80 in length.",
            )
    elif not _NAME.fullmatch(name):
        raise ApiError(
            "InvalidParameterValue",
            "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length",
        )


def _check_same(there: Mapping[str, str], made: Mapping[str, str], asked: Mapping[str, str]) -> None:
    for name in asked:
        if there.get(name) != made.get(name):
            raise ApiError(
                "QueueAlreadyExists",
                f"A queue already exists with the same name and a different value for attribute {name}",
            )
