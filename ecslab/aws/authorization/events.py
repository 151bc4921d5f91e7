"""What calls of EventBridge need.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html
"""

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ecslab.aws.authorization.acting import Params, Resources, given, making, on
from ecslab.aws.authorization.needs import Need, NeedsOf, Values
from ecslab.aws.authorization.passing import pass_roles
from ecslab.aws.authorization.tagging import kept, of_request
from ecslab.engine import arn

if TYPE_CHECKING:
    from ecslab.aws.operations import Call

_DEFAULT = "default"


def _put_rule(call: "Call", params: Params) -> Iterable[Need]:
    resource = (_rule(call, params, "Name"),)
    context = _creator(call, params, resource[0])
    asked = _asked(params.get("EventPattern"))
    context |= {f"events:{name}": value for name, value in asked.items()}
    yield Need("events:PutRule", resource, context | kept(call.state, resource[0]) | of_request(params))
    if params.get("Tags"):
        yield Need("events:TagResource", resource, of_request(params))


def _put_targets(call: "Call", params: Params) -> Iterable[Need]:
    targets = params["Targets"]
    context: dict[str, Values] = {
        "events:creatorAccount": call.state.settings.account,
        "events:TargetArn": tuple(target["Arn"] for target in targets),
    }
    yield Need("events:PutTargets", (_rule(call, params, "Rule"),), context)
    yield from pass_roles("events.amazonaws.com", (target.get("RoleArn") for target in targets))


def _put_events(call: "Call", params: Params) -> Iterable[Need]:
    for entry in params["Entries"]:
        context = {
            "events:source": entry.get("Source", ""),
            "events:detail-type": entry.get("DetailType", ""),
            "events:eventBusInvocation": "false",
        }
        resource = _bus(call, entry.get("EventBusName"))
        bus = call.state.world.event_buses.get(resource.rsplit("/", 1)[-1])
        yield Need("events:PutEvents", (resource,), context, bus.policy if bus is not None else None)


def _create_bus(call: "Call", params: Params) -> Iterable[Need]:
    made = _bus(call, params["Name"])
    return making("events:CreateEventBus", "events:TagResource", made, params.get("Tags") or ())


def _creator(call: "Call", _params: Params, _arn: str) -> dict[str, Values]:
    return {"events:creatorAccount": call.state.settings.account}


def _bus(call: "Call", reference: str | None) -> str:
    name = (reference or _DEFAULT).rsplit(":event-bus/", 1)[-1]
    return arn.events(call.state.settings, f"event-bus/{name}")


def _bus_in(name: str) -> Resources:
    """The bus that the request's parameter `name` means."""
    return lambda call, params: _bus(call, params.get(name))


def _rule(call: "Call", params: Params, name: str) -> str:
    bus = params.get("EventBusName", _DEFAULT).rsplit(":event-bus/", 1)[-1]
    return arn.event_rule(call.state.settings, bus, params[name])


def _rule_in(name: str) -> Resources:
    """The rule that the request's parameter `name` means."""
    return lambda call, params: _rule(call, params, name)


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
    "PutEvents": _put_events,
    "PutRule": _put_rule,
    "PutTargets": _put_targets,
    **on("events", ("DeleteEventBus", "DescribeEventBus", "UpdateEventBus"), _bus_in("Name")),
    **on("events", ("PutPermission", "RemovePermission"), _bus_in("EventBusName")),
    **on("events", ("DeleteRule", "DescribeRule", "DisableRule", "EnableRule"), _rule_in("Name"), _creator),
    **on("events", ("ListTargetsByRule", "RemoveTargets"), _rule_in("Rule"), _creator),
    **on("events", ("ListTagsForResource", "TagResource", "UntagResource"), given("ResourceARN")),
}
