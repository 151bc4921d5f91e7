"""Messages in AWS's shapes: their attributes, and the digests by which a sender sees that all arrived.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
"""

import hashlib
import re
import struct
from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.engine import arn
from ecslab.engine.errors import ApiError
from ecslab.engine.platform.sqs import Attribute, Message
from ecslab.engine.sqs.receipts import handle_of
from ecslab.engine.state import State

_KINDS = ("String", "Number", "Binary")
_NAME = re.compile(r"(?!\.|AWS\.|Amazon\.)[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*", re.IGNORECASE)
_MOST = 10
_FIRST_NUMBER = 18_849_496_460_467_696_128
"""Sequence numbers have twenty digits and are not consecutive."""


def read_attributes(given: Mapping[str, Mapping[str, Any]] | None) -> tuple[Attribute, ...]:
    """The attributes of a message, by name. Raises InvalidParameterValue for any that SQS refuses."""
    if given is None:
        return ()
    if len(given) > _MOST:
        raise _invalid(f"Number of message attributes [{len(given)}] exceeds the allowed maximum [{_MOST}].")
    return tuple(_read_attribute(name, given[name]) for name in sorted(given))


def _read_attribute(name: str, value: Mapping[str, Any]) -> Attribute:
    if not _NAME.fullmatch(name) or len(name) > 256:
        raise _invalid(
            "Message attribute name can contain A-Z, a-z, 0-9, underscore(_), hyphen(-), and period (.) "
            "characters. Name must not start or end with a period, have successive periods, or start with "
            f"AWS. or Amazon.: {name}"
        )
    kind = value["DataType"]
    plain = kind.split(".", 1)[0]
    if plain not in _KINDS:
        raise _invalid(
            f"The type of message (user) attribute '{name}' is invalid. You must use only the following "
            "supported type prefixes: Binary, Number, String."
        )
    if plain == "Binary":
        content = value.get("BinaryValue")
        if not content:
            raise _empty(name)
        return Attribute(
            name=name, kind=kind, content=content if isinstance(content, bytes) else content.encode()
        )
    text = value.get("StringValue")
    if not text:
        raise _empty(name)
    if plain == "Number" and not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", text, re.ASCII):
        raise _invalid(f"Can't cast the value of message (user) attribute '{name}' to a number.")
    return Attribute(name=name, kind=kind, text=text)


def sent(message_id: str, number: str | None, body: str, attributes: Sequence[Attribute]) -> dict[str, Any]:
    """What a sender is answered."""
    shown = {"MD5OfMessageBody": _md5(body.encode())}
    if attributes:
        shown["MD5OfMessageAttributes"] = _digest(attributes)
    shown["MessageId"] = message_id
    return shown | ({"SequenceNumber": number} if number is not None else {})


def sequence_number(number: int) -> str:
    """The number of a message as FIFO queues show it."""
    return str(_FIRST_NUMBER + 256 * number)


def show(state: State, message: Message, system: Sequence[str], names: Sequence[str]) -> dict[str, Any]:
    """A message as whoever receives it sees it, with the attributes that were asked for."""
    shown: dict[str, Any] = {
        "MessageId": message.id,
        "ReceiptHandle": handle_of(message),
        "MD5OfBody": _md5(message.body.encode()),
        "Body": message.body,
    }
    about = _system(state, message)
    if chosen := {name: value for name, value in about.items() if name in system or "All" in system}:
        shown["Attributes"] = chosen
    if wanted := [each for each in message.attributes if _is_asked(each.name, names)]:
        shown["MD5OfMessageAttributes"] = _digest(wanted)
        shown["MessageAttributes"] = {each.name: _show_attribute(each) for each in wanted}
    return shown


def _system(state: State, message: Message) -> dict[str, str]:
    about = {
        "SenderId": message.sender,
        "ApproximateFirstReceiveTimestamp": str(message.first_received_at),
        "ApproximateReceiveCount": str(message.received + message.received_elsewhere),
        "SentTimestamp": str(message.sent_at),
    }
    if message.queue.endswith(".fifo"):
        about["SequenceNumber"] = sequence_number(message.number)
    if message.deduplication is not None:
        about["MessageDeduplicationId"] = message.deduplication
    if message.group is not None:
        about["MessageGroupId"] = message.group
    if message.trace is not None:
        about["AWSTraceHeader"] = message.trace
    if message.source is not None:
        about["DeadLetterQueueSourceArn"] = arn.sqs(state.settings, message.source)
    return about


def _is_asked(name: str, asked: Sequence[str]) -> bool:
    """Names may be asked for whole, by how they begin (`order.*`), or all."""
    return any(
        each in ("All", ".*", name) or (each.endswith(".*") and name.startswith(each[:-1])) for each in asked
    )


def _show_attribute(attribute: Attribute) -> dict[str, Any]:
    if attribute.content is not None:
        return {"BinaryValue": attribute.content, "DataType": attribute.kind}
    return {"StringValue": attribute.text, "DataType": attribute.kind}


def _digest(attributes: Sequence[Attribute]) -> str:
    """The MD5 of attributes in the order of their names, each with lengths before its parts."""
    told = bytearray()
    for each in sorted(attributes, key=lambda attribute: attribute.name):
        content = each.content if each.content is not None else (each.text or "").encode()
        for part in (each.name.encode(), each.kind.encode()):
            told += struct.pack("!I", len(part)) + part
        told += bytes([2 if each.content is not None else 1]) + struct.pack("!I", len(content)) + content
    return _md5(bytes(told))


def _md5(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def _empty(name: str) -> ApiError:
    return _invalid(
        f"Message (user) attribute '{name}' must contain a non-empty value of the type that it names."
    )


def _invalid(message: str) -> ApiError:
    return ApiError("InvalidParameterValue", message)


def check_characters(body: str) -> None:
    """Raise InvalidMessageContents for what no message may hold: most control characters."""
    if body.isprintable():
        return
    for character in body:
        if (
            (character < " " and character not in "\t\n\r")
            or "\ud800" <= character <= "\udfff"
            or character in "\ufffe\uffff"
        ):
            raise ApiError(
                "InvalidMessageContents",
                f"Invalid binary character '#x{ord(character):X}' was found in the message body, the set of "
                "allowed characters is #x9 | #xA | #xD | [#x20-#xD7FF] | [#xE000-#xFFFD] | "
                "[#x10000-#x10FFFF]",
            )
