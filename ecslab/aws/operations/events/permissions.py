"""Who else may send events to a bus: its resource-based policy.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-perms.html
"""

import json
from collections.abc import Mapping
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.events.buses import arn_of
from ecslab.engine.errors import ApiError
from ecslab.engine.eventbridge.bus import find_bus
from ecslab.engine.platform.eventbridge import EventBus

_LONGEST = 10_240


def put_permission(
    call: Call,
    *,
    event_bus_name: str | None = None,
    action: str | None = None,
    principal: str | None = None,
    statement_id: str | None = None,
    condition: Mapping[str, str] | None = None,
    policy: str | None = None,
) -> dict[str, Any]:
    """Allow others to send events to a bus: by a statement of its own, or by the whole policy."""
    bus = find_bus(call.state, event_bus_name)
    if policy is not None:
        _keep(call, bus, _read(policy))
        return {}
    given = {"Action": action, "Principal": principal, "StatementId": statement_id}
    for name, value in given.items():
        if value is None:
            raise ApiError("ValidationException", f"Parameter {name} must be specified.")
    if action != "events:PutEvents":
        raise ApiError("ValidationException", "Provided value in parameter 'action' is not supported.")
    everybody = principal == "*"
    statement: dict[str, Any] = {
        "Sid": statement_id,
        "Effect": "Allow",
        "Principal": "*" if everybody else {"AWS": f"arn:aws:iam::{principal}:root"},
        "Action": action,
        "Resource": arn_of(call.state, bus),
    }
    if condition is not None:
        statement["Condition"] = {condition["Type"]: {condition["Key"]: condition["Value"]}}
    others = [each for each in _statements(bus) if each.get("Sid") != statement_id]
    _keep(call, bus, [*others, statement])
    return {}


def remove_permission(
    call: Call,
    *,
    event_bus_name: str | None = None,
    statement_id: str | None = None,
    remove_all_permissions: bool = False,
) -> dict[str, Any]:
    """Take back what one statement allows, or all of it."""
    bus = find_bus(call.state, event_bus_name)
    if remove_all_permissions:
        _keep(call, bus, [])
        return {}
    if statement_id is None:
        raise ApiError("ValidationException", "Parameter StatementId must be specified.")
    statements = _statements(bus)
    others = [each for each in statements if each.get("Sid") != statement_id]
    if len(others) == len(statements):
        raise ApiError("ResourceNotFoundException", "Statement with the provided id does not exist.")
    _keep(call, bus, others)
    return {}


def _read(policy: str) -> list[Mapping[str, Any]]:
    """The statements of a policy. Raises ValidationException for what is none."""
    try:
        document = json.loads(policy)
        statements = document["Statement"]
    except (ValueError, RecursionError, KeyError, TypeError):
        raise ApiError("ValidationException", "This policy contains invalid Json") from None
    return statements if isinstance(statements, list) else [statements]


def _statements(bus: EventBus) -> list[Mapping[str, Any]]:
    return _read(bus.policy) if bus.policy is not None else []


def _keep(call: Call, bus: EventBus, statements: list[Mapping[str, Any]]) -> None:
    policy = json.dumps({"Version": "2012-10-17", "Statement": statements}) if statements else None
    if policy is not None and len(policy) > _LONGEST:
        raise ApiError("PolicyLengthExceededException", f"The policy is longer than {_LONGEST} characters.")
    call.state.world.event_buses.put(bus.replace(policy=policy, changed_at=call.state.now))
