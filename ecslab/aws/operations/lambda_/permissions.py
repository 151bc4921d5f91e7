"""Who else may invoke a function: its resource-based policy.

https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
"""

import json
import re
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.lambda_.common import find, invalid
from ecslab.engine import arn
from ecslab.engine.errors import ApiError
from ecslab.engine.platform.functions import Function

_ACTION = re.compile(r"lambda:[*]|lambda:[a-zA-Z]+|[*]")
_NONE = ApiError("ResourceNotFoundException", "The resource you requested does not exist.", status=404)


def add_permission(
    call: Call,
    *,
    function_name: str,
    statement_id: str,
    action: str,
    principal: str,
    source_arn: str | None = None,
    source_account: str | None = None,
) -> dict[str, Any]:
    """Let a service, an account or a principal do something with a function."""
    state = call.state
    function = find(state, function_name)
    if _ACTION.fullmatch(action) is None:
        raise invalid(f"Action {action} is not supported")
    statements = _statements(function)
    if any(each["Sid"] == statement_id for each in statements):
        raise ApiError(
            "ResourceConflictException",
            f"The statement id ({statement_id}) provided already exists. Please provide a new statement id, "
            "or remove the existing statement.",
            status=409,
        )
    statement: dict[str, Any] = {
        "Sid": statement_id,
        "Effect": "Allow",
        "Principal": _principal(principal),
        "Action": action,
        "Resource": arn.function(state.settings, function.name),
    }
    conditions: dict[str, Any] = {}
    if source_account is not None:
        conditions["StringEquals"] = {"AWS:SourceAccount": source_account}
    if source_arn is not None:
        conditions["ArnLike"] = {"AWS:SourceArn": source_arn}
    if conditions:
        statement["Condition"] = conditions
    _keep(call, function, [*statements, statement])
    return {"Statement": json.dumps(statement, separators=(",", ":"))}


def remove_permission(call: Call, *, function_name: str, statement_id: str) -> dict[str, Any]:
    """Take a permission back."""
    function = find(call.state, function_name)
    statements = _statements(function)
    left = [each for each in statements if each["Sid"] != statement_id]
    if len(left) == len(statements):
        raise ApiError(
            "ResourceNotFoundException",
            f"Statement {statement_id} is not found in resource policy.",
            status=404,
        )
    _keep(call, function, left)
    return {}


def get_policy(call: Call, *, function_name: str) -> dict[str, Any]:
    """A function's resource-based policy."""
    function = find(call.state, function_name)
    if function.policy is None:
        raise _NONE
    return {"Policy": function.policy, "RevisionId": function.revision}


def _principal(principal: str) -> Any:
    if principal == "*":
        return principal
    if principal.endswith(".amazonaws.com"):
        return {"Service": principal}
    return {"AWS": f"arn:aws:iam::{principal}:root" if principal.isdecimal() else principal}


def _statements(function: Function) -> list[dict[str, Any]]:
    if function.policy is None:
        return []
    statements: list[dict[str, Any]] = json.loads(function.policy)["Statement"]
    return statements


def _keep(call: Call, function: Function, statements: list[dict[str, Any]]) -> None:
    document = {"Version": "2012-10-17", "Id": "default", "Statement": statements}
    policy = json.dumps(document, separators=(",", ":")) if statements else None
    call.state.world.functions.put(function.replace(policy=policy, revision=call.state.chance.uuid()))
