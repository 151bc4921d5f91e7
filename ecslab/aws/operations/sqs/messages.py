"""Sending, receiving and deleting messages, one call each.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.sqs.message_shape import (
    check_characters,
    read_attributes,
    sent,
    sequence_number,
    show,
)
from ecslab.aws.operations.sqs.refusals import check_range, invalid, missing
from ecslab.aws.operations.sts.identity import get_caller_identity
from ecslab.engine.clock import SECOND
from ecslab.engine.errors import ApiError, NotSimulated
from ecslab.engine.platform.sqs import Queue, size
from ecslab.engine.sqs import messages
from ecslab.engine.sqs.queues import counts, find

_MOST_IN_FLIGHT = 120_000
_SYSTEM = (
    *("All", "SenderId", "SentTimestamp", "ApproximateReceiveCount", "ApproximateFirstReceiveTimestamp"),
    *("SequenceNumber", "MessageDeduplicationId", "MessageGroupId", "AWSTraceHeader"),
    "DeadLetterQueueSourceArn",
)


def send_message(
    call: Call,
    *,
    queue_url: str,
    message_body: str,
    delay_seconds: int | None = None,
    message_attributes: Mapping[str, Mapping[str, Any]] | None = None,
    message_system_attributes: Mapping[str, Mapping[str, Any]] | None = None,
    message_deduplication_id: str | None = None,
    message_group_id: str | None = None,
) -> dict[str, Any]:
    """Send a message; a FIFO queue answers a repetition within five minutes as it answered the first."""
    return send(
        call,
        find(call.state, queue_url),
        message_body,
        delay_seconds,
        message_attributes,
        message_system_attributes,
        message_deduplication_id,
        message_group_id,
    )


def send(
    call: Call,
    queue: Queue,
    body: str,
    delay_s: int | None,
    attributes: Mapping[str, Mapping[str, Any]] | None,
    system: Mapping[str, Mapping[str, Any]] | None,
    deduplication: str | None,
    group: str | None,
) -> dict[str, Any]:
    """Send one message to a queue that was found."""
    if not body:
        raise missing("MessageBody")
    check_characters(body)
    read = read_attributes(attributes)
    if size(body, read) > queue.largest:
        raise ApiError(
            "InvalidParameterValue",
            "One or more parameters are invalid. Reason: "
            f"Message must be shorter than {queue.largest} bytes.",
        )
    _check_order(queue, delay_s, deduplication, group)
    delay = queue.delay if delay_s is None else check_range("DelaySeconds", delay_s, 0, 900) * SECOND
    message_id, number = messages.send(
        call.state,
        queue,
        body,
        read,
        _sender(call),
        delay=delay,
        group=group,
        deduplication=deduplication,
        trace=_trace(system),
    )
    return sent(message_id, sequence_number(number) if queue.fifo else None, body, read)


def receive_message(
    call: Call,
    *,
    queue_url: str,
    attribute_names: Sequence[str] = (),
    message_system_attribute_names: Sequence[str] = (),
    message_attribute_names: Sequence[str] = (),
    max_number_of_messages: int = 1,
    visibility_timeout: int | None = None,
    wait_time_seconds: int | None = None,
) -> dict[str, Any]:
    """What can be received now, up to ten messages.

    A long poll answers at once as well: no time passes in a call, so nothing could arrive meanwhile.
    """
    queue = find(call.state, queue_url)
    if not 1 <= max_number_of_messages <= 10:
        raise invalid("MaxNumberOfMessages", max_number_of_messages, "Must be between 1 and 10, if provided.")
    if wait_time_seconds is not None:
        check_range("WaitTimeSeconds", wait_time_seconds, 0, 20)
    asked = (*attribute_names, *message_system_attribute_names)
    for name in asked:
        if name not in _SYSTEM:
            raise ApiError("InvalidAttributeName", f"Unknown Attribute {name}.")
    visibility = queue.visibility
    if visibility_timeout is not None:
        visibility = check_range("VisibilityTimeout", visibility_timeout, 0, 43_200) * SECOND
    if not queue.fifo and counts(call.state, queue).in_flight >= _MOST_IN_FLIGHT:
        raise ApiError("OverLimit", f"Too many messages in flight: {queue.name} has {_MOST_IN_FLIGHT}.")
    received = messages.receive(call.state, queue, max_number_of_messages, visibility)
    shown = [show(call.state, message, asked, message_attribute_names) for message in received]
    return {"Messages": shown} if shown else {}


def delete_message(call: Call, *, queue_url: str, receipt_handle: str) -> dict[str, Any]:
    """Delete a message by the handle of its last receipt."""
    messages.delete(call.state, find(call.state, queue_url), receipt_handle)
    return {}


def change_message_visibility(
    call: Call, *, queue_url: str, receipt_handle: str, visibility_timeout: int
) -> dict[str, Any]:
    """Hide a message in flight for longer, or, with 0, no longer."""
    queue = find(call.state, queue_url)
    hidden = check_range("VisibilityTimeout", visibility_timeout, 0, 43_200) * SECOND
    messages.change_visibility(call.state, queue, receipt_handle, hidden)
    return {}


def _check_order(queue: Queue, delay_s: int | None, deduplication: str | None, group: str | None) -> None:
    """Raise for what only FIFO queues know, or only they want."""
    other = "The request include parameter that is not valid for this queue type."
    if not queue.fifo:
        if deduplication is not None:
            raise invalid("MessageDeduplicationId", deduplication, other)
        return
    if group is None:
        raise missing("MessageGroupId")
    if delay_s:
        raise invalid("DelaySeconds", delay_s, other)
    if deduplication is None and not queue.by_content:
        raise ApiError(
            "InvalidParameterValue",
            "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId "
            "provided explicitly",
        )


def _trace(system: Mapping[str, Mapping[str, Any]] | None) -> str | None:
    for name, value in (system or {}).items():
        if name != "AWSTraceHeader" or value.get("DataType") != "String":
            raise NotSimulated(f"ecslab does not simulate the message system attribute {name}; leave it out.")
        return value.get("StringValue")
    return None


def _sender(call: Call) -> str:
    """The id of whoever sends: a user's, a session's, or the name of a service."""
    if not call.caller.startswith("arn:"):
        return call.caller
    return str(get_caller_identity(call)["UserId"])
