"""Invoking functions.

https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
"""

import base64
import binascii
import json
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.lambda_.common import LATEST, find
from ecslab.engine.errors import ApiError
from ecslab.engine.functions import invoke as invocations
from ecslab.engine.functions import output
from ecslab.engine.platform.functions import Function, Invocation

_MOST_BYTES = {"RequestResponse": 6 * 1024 * 1024, "Event": 1024 * 1024, "DryRun": 6 * 1024 * 1024}
_TAIL_BYTES = 4_096


def invoke(
    call: Call,
    *,
    function_name: str,
    invocation_type: str = "RequestResponse",
    log_type: str = "None",
    payload: bytes | str = b"{}",
    qualifier: str | None = None,
) -> dict[str, Any]:
    """Run a function: at once, or of an event that waits its turn, or only see whether one may.

    The answer is there at once; how long the run takes is in its log, and the `aws` command waits so long.
    """
    state = call.state
    function = find(state, function_name, qualifier)
    _check_payload(payload, _MOST_BYTES[invocation_type])
    if state.now < function.active_at:
        raise ApiError(
            "ResourceConflictException",
            "The operation cannot be performed at this time. The function is currently in the following "
            "state: Pending",
            status=409,
        )
    if invocation_type == "DryRun":
        return {"StatusCode": 204}
    if invocation_type == "Event":
        invocations.send(state, function)
        return {"StatusCode": 202, "Payload": b""}
    return _answer(function, invocations.invoke(state, function), tail=log_type == "Tail")


def _answer(function: Function, ran: Invocation, *, tail: bool) -> dict[str, Any]:
    answer: dict[str, Any] = {"StatusCode": 200, "ExecutedVersion": LATEST, "Payload": b"null"}
    if ran.error is not None:
        said = {"errorType": ran.error, "errorMessage": ran.message}
        answer |= {"FunctionError": "Unhandled", "Payload": json.dumps(said).encode()}
    if tail:
        written = [line for _, line in output.lines(function, ran)]
        answer["LogResult"] = base64.b64encode("\n".join(written).encode()[-_TAIL_BYTES:]).decode()
    return answer


def _check_payload(payload: bytes | str, most: int) -> None:
    """Refuse what is no JSON. A journal has bytes as base64."""
    try:
        content = base64.b64decode(payload, validate=True) if isinstance(payload, str) else bytes(payload)
        json.loads(content or b"null")
    except (ValueError, RecursionError, binascii.Error) as error:
        raise ApiError(
            "InvalidRequestContentException", f"Could not parse request body into json: {error}"
        ) from None
    if len(content) > most:
        raise ApiError(
            "RequestTooLargeException",
            f"{len(content)} byte payload is too large for the RequestResponse invocation type (limit {most} "
            "bytes)",
            status=413,
        )
