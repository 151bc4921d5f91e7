"""What the API history keeps of a call.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from ecslab.aws.operations import Call
from ecslab.engine import trail
from ecslab.engine.errors import ApiError

_READING = ("BatchGet", "Describe", "Filter", "Get", "Head", "List", "Lookup", "Query", "Scan", "Search")
_encode = msgspec.json.Encoder().encode


def reads_only(operation: str) -> bool:
    """Whether an operation changes nothing, by its name."""
    return operation.startswith(_READING)


def answered(
    call: Call, service: str, operation: str, params: Mapping[str, Any], answer: Mapping[str, Any]
) -> None:
    """Write down a call that AWS answered; of one that only reads, the answer is not kept."""
    response = None if reads_only(operation) else _encode(answer).decode()
    request = _encode(_kept(params)).decode()
    trail.write(call.state, service, operation, call.caller, call.via, request, response=response)


def refused(call: Call, service: str, operation: str, params: Mapping[str, Any], error: ApiError) -> None:
    """Write down a call that AWS refused."""
    trail.write(
        call.state,
        service,
        operation,
        call.caller,
        call.via,
        _encode(_kept(params)).decode(),
        error=error.code,
        message=error.message,
    )


def _kept(params: Mapping[str, Any]) -> Mapping[str, Any]:
    """The parameters without the content of a request: of what is stored, only where it was."""
    if "Body" not in params:
        return params
    return {name: value for name, value in params.items() if name != "Body"}
