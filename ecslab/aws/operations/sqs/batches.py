"""Up to ten messages in one call: each is done or refused by itself.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-batch-api-actions.html
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.sqs.messages import send
from ecslab.aws.operations.sqs.refusals import PREFIX, check_range
from ecslab.engine.clock import SECOND
from ecslab.engine.errors import ApiError
from ecslab.engine.platform.sqs import Queue
from ecslab.engine.sqs import messages
from ecslab.engine.sqs.queues import find

Entry = Mapping[str, Any]

_MOST = 10
_LARGEST = 1_048_576
_ID = re.compile(r"[A-Za-z0-9_-]{1,80}")


def send_message_batch(call: Call, *, queue_url: str, entries: Sequence[Entry]) -> dict[str, Any]:
    """Send up to ten messages, which together are no larger than one may be."""
    queue = find(call.state, queue_url)
    size = sum(len(entry["MessageBody"].encode()) for entry in entries)
    if size > _LARGEST:
        raise ApiError(
            PREFIX + "BatchRequestTooLong",
            f"Batch requests cannot be longer than {_LARGEST} bytes. You have sent {size} bytes.",
        )

    def act(entry: Entry) -> dict[str, Any]:
        return send(
            call,
            queue,
            entry["MessageBody"],
            entry.get("DelaySeconds"),
            entry.get("MessageAttributes"),
            entry.get("MessageSystemAttributes"),
            entry.get("MessageDeduplicationId"),
            entry.get("MessageGroupId"),
        )

    return _each("SendMessageBatch", entries, act)


def delete_message_batch(call: Call, *, queue_url: str, entries: Sequence[Entry]) -> dict[str, Any]:
    """Delete up to ten messages by their receipt handles."""
    queue = find(call.state, queue_url)

    def act(entry: Entry) -> dict[str, Any]:
        messages.delete(call.state, queue, entry["ReceiptHandle"])
        return {}

    return _each("DeleteMessageBatch", entries, act)


def change_message_visibility_batch(
    call: Call, *, queue_url: str, entries: Sequence[Entry]
) -> dict[str, Any]:
    """Hide up to ten messages in flight for longer or no longer."""
    queue = find(call.state, queue_url)

    def act(entry: Entry) -> dict[str, Any]:
        hidden = _hidden(queue, entry)
        messages.change_visibility(call.state, queue, entry["ReceiptHandle"], hidden)
        return {}

    return _each("ChangeMessageVisibilityBatch", entries, act)


def _hidden(queue: Queue, entry: Entry) -> int:
    asked = entry.get("VisibilityTimeout")
    return queue.visibility if asked is None else check_range("VisibilityTimeout", asked, 0, 43_200) * SECOND


def _each(operation: str, entries: Sequence[Entry], act: Callable[[Entry], dict[str, Any]]) -> dict[str, Any]:
    """What became of every entry. Raises ApiError for a batch that SQS refuses as a whole."""
    _check(operation, entries)
    done, refused = [], []
    for entry in entries:
        try:
            done.append({"Id": entry["Id"]} | act(entry))
        except ApiError as error:
            told = {"Code": error.code, "Message": error.message}
            refused.append({"Id": entry["Id"], "SenderFault": True} | told)
    return {"Successful": done, "Failed": refused}


def _check(operation: str, entries: Sequence[Entry]) -> None:
    if not entries:
        raise ApiError(
            PREFIX + "EmptyBatchRequest",
            f"There should be at least one {operation}RequestEntry in the request.",
        )
    if len(entries) > _MOST:
        raise ApiError(
            PREFIX + "TooManyEntriesInBatchRequest",
            f"Maximum number of entries per request are {_MOST}. You have sent {len(entries)}.",
        )
    seen = set()
    for entry in entries:
        if not _ID.fullmatch(entry["Id"]):
            raise ApiError(
                PREFIX + "InvalidBatchEntryId",
                "A batch entry id can only contain alphanumeric characters, hyphens and underscores. "
                "It can be at most 80 letters long.",
            )
        if entry["Id"] in seen:
            raise ApiError(PREFIX + "BatchEntryIdsNotDistinct", f"Id {entry['Id']} repeated.")
        seen.add(entry["Id"])
