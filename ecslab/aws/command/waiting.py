"""`wait`: ask again after the waiter's delay, in virtual time, until its acceptors decide.

See https://docs.aws.amazon.com/cli/latest/reference/ecs/wait/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecslab.aws.command.errors import WaiterFailed
from ecslab.aws.command.query import compile_query
from ecslab.aws.command.response import as_json
from ecslab.aws.models import service_model, waiters
from ecslab.engine.errors import ApiError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ecslab.aws.command.target import Target

_FOR_PEOPLE = ("NotSimulated", "ParamValidation")
"""Refusals that are ecslab's own: no waiter knows them, so they go straight to the person."""


def wait(target: Target, service: str, waiter: str, params: Mapping[str, Any]) -> None:
    """Return once the waiter's success is met; raises WaiterFailed, or ApiError where no call can help."""
    config = waiters(service)[waiter]
    operation: str = config["operation"]
    shape = service_model(service).operation_model(operation).output_shape
    accepted: Mapping[str, Any] | None = None
    for attempt in range(config["maxAttempts"]):
        if attempt:
            target.advance(int(config["delay"]) * 1000)
        error: ApiError | None = None
        response: dict[str, Any] = {}
        try:
            response = as_json(target.call(service, operation, dict(params)), shape)
        except ApiError as refusal:
            if refusal.code in _FOR_PEOPLE:
                raise
            error = refusal
        matched = next((each for each in config["acceptors"] if _matches(each, response, error)), None)
        if matched is None and error is not None:
            raise WaiterFailed(waiter, f"An error occurred ({error.code}): {error.message}")
        accepted = matched or accepted
        if matched is not None and matched["state"] == "success":
            return
        if matched is not None and matched["state"] == "failure":
            raise WaiterFailed(waiter, f"Waiter encountered a terminal failure state: {_explain(matched)}")
    reason = "Max attempts exceeded"
    if accepted is not None:
        reason += f". Previously accepted state: {_explain(accepted)}"
    raise WaiterFailed(waiter, reason)


def _matches(acceptor: Mapping[str, Any], response: Mapping[str, Any], error: ApiError | None) -> bool:
    expected = acceptor["expected"]
    if acceptor["matcher"] == "error":
        return bool(expected == (error is not None if isinstance(expected, bool) else _code(error)))
    if acceptor["matcher"] == "status":
        return bool(expected == (200 if error is None else error.status))
    if error is not None:
        return False
    found: Any = compile_query(acceptor["argument"]).search(response)
    match acceptor["matcher"]:
        case "path":
            return bool(found == expected)
        case "pathAll":
            return isinstance(found, list) and bool(found) and all(item == expected for item in found)
        case _:  # pathAny
            return isinstance(found, list) and any(item == expected for item in found)


def _code(error: ApiError | None) -> str:
    return "" if error is None else error.code


def _explain(acceptor: Mapping[str, Any]) -> str:
    """What the acceptor saw, in botocore's words, which the AWS CLI shows."""
    expected, argument = acceptor["expected"], acceptor.get("argument")
    match acceptor["matcher"]:
        case "path":
            return f'For expression "{argument}" we matched expected path: "{expected}"'
        case "pathAll":
            return f'For expression "{argument}" all members matched expected path: "{expected}"'
        case "pathAny":
            return f'For expression "{argument}" we matched expected path: "{expected}" at least once'
        case "status":
            return f"Matched expected HTTP status code: {expected}"
        case _:  # error
            return f"Matched expected service error code: {expected}"
