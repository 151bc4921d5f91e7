"""Reserved concurrency, retries of events, and the account's limits.

https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
"""

from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.lambda_.common import LATEST, find, invalid
from ecslab.engine import arn
from ecslab.engine.clock import to_datetime
from ecslab.engine.errors import ApiError
from ecslab.engine.functions.invoke import CONCURRENCY
from ecslab.engine.platform.functions import Function, Retries
from ecslab.engine.state import State

_UNRESERVED_LEAST = 100


def put_function_concurrency(
    call: Call, *, function_name: str, reserved_concurrent_executions: int
) -> dict[str, Any]:
    """Reserve a part of the account's concurrency, which is the function's limit too; 0 stops it."""
    state = call.state
    function = find(state, function_name)
    others = _reserved(state) - (function.reserved or 0)
    if CONCURRENCY - others - reserved_concurrent_executions < _UNRESERVED_LEAST:
        raise invalid(
            "Specified ReservedConcurrentExecutions for function decreases account's "
            f"UnreservedConcurrentExecution below its minimum value of [{_UNRESERVED_LEAST}]."
        )
    state.world.functions.put(function.replace(reserved=reserved_concurrent_executions))
    return {"ReservedConcurrentExecutions": reserved_concurrent_executions}


def get_function_concurrency(call: Call, *, function_name: str) -> dict[str, Any]:
    """A function's reserved concurrency, if it has any."""
    function = find(call.state, function_name)
    return {} if function.reserved is None else {"ReservedConcurrentExecutions": function.reserved}


def delete_function_concurrency(call: Call, *, function_name: str) -> dict[str, Any]:
    """Give a function's reserved concurrency back."""
    function = find(call.state, function_name)
    call.state.world.functions.put(function.replace(reserved=None))
    return {}


def put_function_event_invoke_config(
    call: Call,
    *,
    function_name: str,
    maximum_retry_attempts: int = 2,
    maximum_event_age_in_seconds: int = 21_600,
) -> dict[str, Any]:
    """Say how often events that fail are tried again, and for how long."""
    state = call.state
    retries = Retries(
        attempts=maximum_retry_attempts, oldest=maximum_event_age_in_seconds, changed_at=state.now
    )
    function = find(state, function_name).replace(retries=retries)
    state.world.functions.put(function)
    return _retries(state, function, retries)


def get_function_event_invoke_config(call: Call, *, function_name: str) -> dict[str, Any]:
    """How often events that fail are tried again."""
    function, retries = _with_retries(call.state, function_name)
    return _retries(call.state, function, retries)


def delete_function_event_invoke_config(call: Call, *, function_name: str) -> dict[str, Any]:
    """Go back to two retries."""
    function, _ = _with_retries(call.state, function_name)
    call.state.world.functions.put(function.replace(retries=None))
    return {}


def get_account_settings(call: Call) -> dict[str, Any]:
    """The account's limits, and what of them is used."""
    functions = list(call.state.world.functions.values())
    return {
        "AccountLimit": {
            "TotalCodeSize": 80_530_636_800,
            "CodeSizeUnzipped": 262_144_000,
            "CodeSizeZipped": 52_428_800,
            "ConcurrentExecutions": CONCURRENCY,
            "UnreservedConcurrentExecutions": CONCURRENCY - _reserved(call.state),
        },
        "AccountUsage": {
            "TotalCodeSize": sum(function.size for function in functions),
            "FunctionCount": len(functions),
        },
    }


def _reserved(state: State) -> int:
    return sum(function.reserved or 0 for function in state.world.functions.values())


def _with_retries(state: State, reference: str) -> tuple[Function, Retries]:
    function = find(state, reference)
    if function.retries is None:
        name = f"{arn.function(state.settings, function.name)}:{LATEST}"
        raise ApiError(
            "ResourceNotFoundException",
            f"The function {name} doesn't have an EventInvokeConfig",
            status=404,
        )
    return function, function.retries


def _retries(state: State, function: Function, retries: Retries) -> dict[str, Any]:
    return {
        "LastModified": to_datetime(retries.changed_at),
        "FunctionArn": f"{arn.function(state.settings, function.name)}:{LATEST}",
        "MaximumRetryAttempts": retries.attempts,
        "MaximumEventAgeInSeconds": retries.oldest,
    }
