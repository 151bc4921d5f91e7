"""A queue's attributes: from the texts that people give to what the record holds, and back.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ecslab.aws.operations.sqs.refusals import invalid
from ecslab.engine import arn
from ecslab.engine.clock import SECOND
from ecslab.engine.errors import ApiError, NotSimulated
from ecslab.engine.platform.sqs import Queue, Redrive
from ecslab.engine.sqs.queues import counts, name_in
from ecslab.engine.state import State


class _Number(NamedTuple):
    """An attribute that is a number: the record's field, its range, and what one is in the record."""

    field: str
    least: int
    most: int
    unit: int = SECOND


_NUMBERS = {
    "DelaySeconds": _Number("delay", 0, 900),
    "MaximumMessageSize": _Number("largest", 1_024, 1_048_576, unit=1),
    "MessageRetentionPeriod": _Number("retention", 60, 1_209_600),
    "ReceiveMessageWaitTimeSeconds": _Number("wait", 0, 20),
    "VisibilityTimeout": _Number("visibility", 0, 43_200),
}
_FIFO_ONLY = ("ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit")
_SCOPES = ("queue", "messageGroup")
_LIMITS = ("perQueue", "perMessageGroupId")


def read(state: State, queue: Queue, attributes: Mapping[str, str]) -> Queue:
    """`queue` with `attributes` set. Raises ApiError for any that SQS refuses."""
    changes: dict[str, Any] = {}
    for name, value in attributes.items():
        if name in _NUMBERS:
            changes[_NUMBERS[name].field] = _number(name, value)
        elif name == "FifoQueue":
            _fifo(queue, value)
        elif name in _FIFO_ONLY and not queue.fifo:
            raise ApiError("InvalidAttributeName", f"Unknown Attribute {name}.")
        elif name in _READERS:
            field, reads = _READERS[name]
            changes[field] = reads(state, queue, value)
        elif name in ("KmsMasterKeyId", "KmsDataKeyReusePeriodSeconds"):
            raise NotSimulated(f"ecslab does not simulate the queue attribute {name}; leave it out.")
        else:
            raise ApiError("InvalidAttributeName", f"Unknown Attribute {name}.")
    return queue.replace(**changes)


def show(state: State, queue: Queue) -> dict[str, str]:
    """All attributes of a queue, as SQS answers them."""
    visible, in_flight, delayed = counts(state, queue)
    shown = {
        "QueueArn": arn.sqs(state.settings, queue.name),
        "ApproximateNumberOfMessages": str(visible),
        "ApproximateNumberOfMessagesNotVisible": str(in_flight),
        "ApproximateNumberOfMessagesDelayed": str(delayed),
        "CreatedTimestamp": str(queue.created_at // SECOND),
        "LastModifiedTimestamp": str(queue.changed_at // SECOND),
    }
    for name, number in _NUMBERS.items():
        shown[name] = str(getattr(queue, number.field) // number.unit)
    if queue.policy is not None:
        shown["Policy"] = queue.policy
    if queue.redrive is not None:
        target = arn.sqs(state.settings, queue.redrive.target)
        shown["RedrivePolicy"] = json.dumps(
            {"deadLetterTargetArn": target, "maxReceiveCount": queue.redrive.most}, separators=(",", ":")
        )
    if queue.allow is not None:
        shown["RedriveAllowPolicy"] = queue.allow
    if queue.fifo:
        shown["FifoQueue"] = "true"
        shown["DeduplicationScope"] = _SCOPES[queue.per_group]
        shown["FifoThroughputLimit"] = _LIMITS[queue.throughput_per_group]
        shown["ContentBasedDeduplication"] = str(queue.by_content).lower()
    shown["SqsManagedSseEnabled"] = str(queue.encrypted).lower()
    return shown


def check_fits(queue: Queue) -> None:
    """Raise InvalidAttributeValue for attributes that do not go together."""
    if queue.throughput_per_group and not queue.per_group:
        raise ApiError(
            "InvalidAttributeValue",
            "Invalid value for the parameter FifoThroughputLimit. Reason: The perMessageGroupId value is "
            "allowed only when the value for DeduplicationScope is messageGroup.",
        )


def _number(name: str, value: str) -> int:
    number = _NUMBERS[name]
    if not (value.isascii() and value.isdecimal() and number.least <= int(value) <= number.most):
        raise ApiError("InvalidAttributeValue", f"Invalid value for the parameter {name}.")
    return int(value) * number.unit


def _fifo(queue: Queue, value: str) -> None:
    if value.lower() != str(queue.fifo).lower():
        raise ApiError("InvalidAttributeName", "Unknown Attribute FifoQueue.")


def _boolean(name: str) -> Callable[[State, Queue, str], bool]:
    def read_it(_state: State, _queue: Queue, value: str) -> bool:
        if value.lower() not in ("true", "false"):
            raise ApiError("InvalidAttributeValue", f"Invalid value for the parameter {name}.")
        return value.lower() == "true"

    return read_it


def _second(name: str, choices: tuple[str, str]) -> Callable[[State, Queue, str], bool]:
    """Whether it is the second of two values."""

    def read_it(_state: State, _queue: Queue, value: str) -> bool:
        if value not in choices:
            raise ApiError("InvalidAttributeValue", f"Invalid value for the parameter {name}.")
        return value == choices[1]

    return read_it


def _policy(_state: State, _queue: Queue, value: str) -> str | None:
    if not value:
        return None
    if not isinstance(_json(value), dict):
        raise ApiError("InvalidAttributeValue", "Invalid value for the parameter Policy.")
    return value


def _allow(_state: State, _queue: Queue, value: str) -> str | None:
    if not value:
        return None
    document = _json(value)
    allowed = ("allowAll", "denyAll", "byQueue")
    if not isinstance(document, dict) or document.get("redrivePermission") not in allowed:
        raise invalid("RedriveAllowPolicy", value, "Amazon SQS can't create the redrive allow policy.")
    named = document.get("sourceQueueArns")
    if (document["redrivePermission"] == "byQueue") != isinstance(named, list):
        raise invalid("RedriveAllowPolicy", value, "sourceQueueArns goes with byQueue, and only with it.")
    return value


def _redrive(state: State, queue: Queue, value: str) -> Redrive | None:
    if not value:
        return None
    document = _json(value)
    if not isinstance(document, dict):
        raise invalid("RedrivePolicy", value, "Redrive policy is not a valid JSON map.")
    for name in ("maxReceiveCount", "deadLetterTargetArn"):
        if name not in document:
            raise invalid(
                "RedrivePolicy", value, f"Redrive policy does not contain mandatory attribute: {name}."
            )
    most, target_arn = str(document["maxReceiveCount"]), str(document["deadLetterTargetArn"])
    if not (most.isascii() and most.isdecimal() and 1 <= int(most) <= 1_000):
        raise invalid(
            "RedrivePolicy",
            value,
            f"Invalid value for maxReceiveCount: {most}, valid values are from 1 to 1000 both inclusive.",
        )
    name_of_target = name_in(state, target_arn) if target_arn.startswith("arn:") else None
    target = state.world.sqs_queues.get(name_of_target or "")
    if target is None:
        raise invalid("RedrivePolicy", value, "Dead letter target does not exist.")
    if target.fifo != queue.fifo:
        raise invalid("RedrivePolicy", value, "Dead-letter queue must be same type of queue as the source.")
    if not _allows(target, arn.sqs(state.settings, queue.name)):
        raise invalid("RedrivePolicy", value, "Queue does not have permission to set the dead-letter queue.")
    return Redrive(target=target.name, most=int(most))


def _allows(target: Queue, source: str) -> bool:
    """Whether a queue may be the dead-letter queue of `source`."""
    allow = json.loads(target.allow) if target.allow is not None else {"redrivePermission": "allowAll"}
    match allow["redrivePermission"]:
        case "byQueue":
            return source in allow["sourceQueueArns"]
        case permission:
            return bool(permission == "allowAll")


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


_READERS: Mapping[str, tuple[str, Callable[[State, Queue, str], Any]]] = {
    "Policy": ("policy", _policy),
    "RedrivePolicy": ("redrive", _redrive),
    "RedriveAllowPolicy": ("allow", _allow),
    "SqsManagedSseEnabled": ("encrypted", _boolean("SqsManagedSseEnabled")),
    "ContentBasedDeduplication": ("by_content", _boolean("ContentBasedDeduplication")),
    "DeduplicationScope": ("per_group", _second("DeduplicationScope", _SCOPES)),
    "FifoThroughputLimit": ("throughput_per_group", _second("FifoThroughputLimit", _LIMITS)),
}
"""How the other attributes are read, and which field of the record each is."""
