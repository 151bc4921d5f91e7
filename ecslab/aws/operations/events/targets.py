"""Targets of rules.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.events.pages import pages
from ecslab.aws.operations.events.target_shape import read_target, show_target
from ecslab.engine.errors import ApiError
from ecslab.engine.eventbridge.bus import find_bus, find_rule

_MOST = 5


def put_targets(
    call: Call, *, rule: str, targets: Sequence[Mapping[str, Any]], event_bus_name: str | None = None
) -> dict[str, Any]:
    """Add targets to a rule; one whose id is there already takes its place."""
    found = find_rule(call.state, find_bus(call.state, event_bus_name), rule)
    merged = {target.id: target for target in found.targets}
    for given in targets:
        merged[given["Id"]] = read_target(call.state, found, given)
    if len(merged) > _MOST:
        raise ApiError("LimitExceededException", "The requested resource exceeds the maximum number allowed.")
    call.state.world.event_rules.put(found.replace(targets=tuple(merged.values())))
    return {"FailedEntryCount": 0, "FailedEntries": []}


def remove_targets(
    call: Call,
    *,
    rule: str,
    ids: Sequence[str],
    event_bus_name: str | None = None,
    force: bool = False,  # noqa: ARG001  # for rules that services manage, which a lab does not have
) -> dict[str, Any]:
    """Take targets off a rule."""
    found = find_rule(call.state, find_bus(call.state, event_bus_name), rule)
    kept = tuple(target for target in found.targets if target.id not in ids)
    missing = [target_id for target_id in ids if found.target(target_id) is None]
    call.state.world.event_rules.put(found.replace(targets=kept))
    failed = [
        {
            "TargetId": target_id,
            "ErrorCode": "ResourceNotFoundException",
            "ErrorMessage": f"Rule {found.name} does not have a target with the Id {target_id}.",
        }
        for target_id in missing
    ]
    return {"FailedEntryCount": len(failed), "FailedEntries": failed}


def list_targets_by_rule(
    call: Call,
    *,
    rule: str,
    event_bus_name: str | None = None,
    next_token: str | None = None,
    limit: int | None = None,
) -> dict[str, Any]:
    """The targets of a rule."""
    found = find_rule(call.state, find_bus(call.state, event_bus_name), rule)
    shown = [show_target(target) for target in found.targets]
    return pages("Targets", shown, ("targets", found.key), limit, next_token)


def list_rule_names_by_target(
    call: Call,
    *,
    target_arn: str,
    event_bus_name: str | None = None,
    next_token: str | None = None,
    limit: int | None = None,
) -> dict[str, Any]:
    """The names of a bus's rules that have a certain target."""
    bus = find_bus(call.state, event_bus_name)
    names = sorted(
        rule.name
        for rule in call.state.world.event_rules.where("bus", bus.name)
        if any(target.arn == target_arn for target in rule.targets)
    )
    return pages("RuleNames", names, ("rule names", bus.name, target_arn), limit, next_token)
