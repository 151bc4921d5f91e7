"""Receipt handles: opaque, one for each time that a message is received.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-queue-message-identifiers.html
"""

import hashlib
from base64 import b64decode, b64encode

from ecslab.engine.errors import ApiError
from ecslab.engine.platform.sqs import Message, Queue
from ecslab.engine.state import State

_PREFIX = "AQEB"
_MARK = 16


def handle_of(message: Message) -> str:
    """The handle of the receipt that was the last of `message`."""
    told = f"{message.queue} {message.id} {message.received}".encode()
    return _PREFIX + b64encode(_mark(told) + told).decode()


def message_of(state: State, queue: Queue, handle: str) -> Message | None:
    """The message whose last receipt `handle` is; None when it is gone or was received since.

    Raises ApiError for what is no handle of a message of this queue.
    """
    try:
        content = b64decode(handle.removeprefix(_PREFIX), validate=True)
        mark, told = content[:_MARK], content[_MARK:]
        name, message_id, received = told.decode().split(" ")
    except ValueError:
        mark, told, name, message_id, received = b"", b"", "", "", ""
    if mark != _mark(told) or name != queue.name:
        raise ApiError(
            "ReceiptHandleIsInvalid", f'The input receipt handle "{handle}" is not a valid receipt handle.'
        )
    message = state.world.sqs_messages.get(message_id)
    if message is None or message.queue != queue.name or str(message.received) != received:
        return None
    return message if message.kept_from + queue.retention > state.now else None


def refusal(handle: str, reason: str) -> ApiError:
    """AWS's refusal of a handle, for a reason."""
    return ApiError(
        "InvalidParameterValue", f"Value {handle} for parameter ReceiptHandle is invalid. Reason: {reason}"
    )


def _mark(told: bytes) -> bytes:
    return hashlib.blake2b(told, digest_size=_MARK).digest()
