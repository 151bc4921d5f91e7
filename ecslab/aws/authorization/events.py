"""What calls of EventBridge need.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html
"""

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ecslab.aws.authorization.needs import Need, NeedsOf, Values
from ecslab.engine import arn

if TYPE_CHECKING:
    from ecslab.aws.operations import Call

_DEFAULT = "default"


def _on_rule(operation: str, name: str = "Name") -> NeedsOf:
    """The action on the rule that the request's parameter `name` means."""

    def needs(call: "Call", params: Mapping[str, Any]) -> Iterable[Need]:
        return (
            Need(
                f"events:{operation}", (_rule(call, params, name),), {"events:creatorAccount": _account(call)}
            ),
        )

    return needs


def _on_bus(operation: str, name: str) -> NeedsOf:
    """The action on the bus that the request's parameter `name` means."""

    def needs(call: "Call", params: Mapping[str, Any]) -> Iterable[Need]:
        return (Need(f"events:{operation}", (_bus(call, params.get(name)),)),)

    return needs


def _on_resource(operation: str) -> NeedsOf:
    def needs(call: "Call", params: Mapping[str, Any]) -> Iterable[Need]:  # noqa: ARG001  # the request says it all
        return (Need(f"events:{operation}", (params["ResourceARN"],)),)

    return needs


def _put_rule(call: "Call", params: Mapping[str, Any]) -> Iterable[Need]:
    resource = (_rule(call, params, "Name"),)
    context: dict[str, Values] = {"events:creatorAccount": _account(call)}
    asked = _asked(params.get("EventPattern"))
    context |= {f"events:{name}": value for name, value in asked.items()}
    yield Need("events:PutRule", resource, context)
    if params.get("Tags"):
        yield Need("events:TagResource", resource)


def _put_targets(call: "Call", params: Mapping[str, Any]) -> Iterable[Need]:
    targets = params["Targets"]
    context: dict[str, Values] = {
        "events:creatorAccount": _account(call),
        "events:TargetArn": tuple(target["Arn"] for target in targets),
    }
    yield Need("events:PutTargets", (_rule(call, params, "Rule"),), context)
    roles = dict.fromkeys(target["RoleArn"] for target in targets if "RoleArn" in target)
    for role in roles:
        yield Need("iam:PassRole", (role,), {"iam:PassedToService": "events.amazonaws.com"})


def _put_events(call: "Call", params: Mapping[str, Any]) -> Iterable[Need]:
    for entry in params["Entries"]:
        context = {
            "events:source": entry.get("Source", ""),
            "events:detail-type": entry.get("DetailType", ""),
            "events:eventBusInvocation": "false",
        }
        resource = _bus(call, entry.get("EventBusName"))
        bus = call.state.world.event_buses.get(resource.rsplit("/", 1)[-1])
        yield Need("events:PutEvents", (resource,), context, bus.policy if bus is not None else None)


def _create_bus(call: "Call", params: Mapping[str, Any]) -> Iterable[Need]:
    resource = (_bus(call, params["Name"]),)
    yield Need("events:CreateEventBus", resource)
    if params.get("Tags"):
        yield Need("events:TagResource", resource)


def _account(call: "Call") -> str:
    return call.state.settings.account


def _bus(call: "Call", reference: str | None) -> str:
    name = (reference or _DEFAULT).rsplit(":event-bus/", 1)[-1]
    return arn.events(call.state.settings, f"event-bus/{name}")


def _rule(call: "Call", params: Mapping[str, Any], name: str) -> str:
    bus = params.get("EventBusName", _DEFAULT).rsplit(":event-bus/", 1)[-1]
    return arn.event_rule(call.state.settings, bus, params[name])


def _asked(pattern: str | None) -> dict[str, tuple[str, ...]]:
    """The sources and detail types that a pattern names plainly: conditions may hold it to some."""
    try:
        fields = json.loads(pattern or "{}")
    except (ValueError, RecursionError):
        return {}
    found = {}
    for name in ("source", "detail-type"):
        values = fields.get(name) if isinstance(fields, dict) else None
        if isinstance(values, list):
            found[name] = tuple(value for value in values if isinstance(value, str))
    return found


NEEDS: Mapping[str, NeedsOf] = {
    "CreateEventBus": _create_bus,
    "DeleteEventBus": _on_bus("DeleteEventBus", "Name"),
    "DeleteRule": _on_rule("DeleteRule"),
    "DescribeEventBus": _on_bus("DescribeEventBus", "Name"),
    "DescribeRule": _on_rule("DescribeRule"),
    "DisableRule": _on_rule("DisableRule"),
    "EnableRule": _on_rule("EnableRule"),
    "ListTagsForResource": _on_resource("ListTagsForResource"),
    "ListTargetsByRule": _on_rule("ListTargetsByRule", "Rule"),
    "PutEvents": _put_events,
    "PutPermission": _on_bus("PutPermission", "EventBusName"),
    "PutRule": _put_rule,
    "PutTargets": _put_targets,
    "RemovePermission": _on_bus("RemovePermission", "EventBusName"),
    "RemoveTargets": _on_rule("RemoveTargets", "Rule"),
    "TagResource": _on_resource("TagResource"),
    "UntagResource": _on_resource("UntagResource"),
    "UpdateEventBus": _on_bus("UpdateEventBus", "Name"),
}
