"""Event buses.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-event-bus.html
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.events.pages import pages
from ecslab.aws.operations.events.tagging import too_many_tags
from ecslab.aws.operations.tag_lists import add_tags, forget_tags, read_tags
from ecslab.engine import arn
from ecslab.engine.clock import to_datetime
from ecslab.engine.errors import ApiError
from ecslab.engine.eventbridge.bus import find_bus
from ecslab.engine.platform.eventbridge import DEFAULT, EventBus
from ecslab.engine.state import State

_MOST = 100


def create_event_bus(
    call: Call,
    *,
    name: str,
    description: str | None = None,
    tags: Sequence[Mapping[str, str]] = (),
) -> dict[str, Any]:
    """Make an event bus of one's own."""
    state = call.state
    if name in state.world.event_buses:
        raise ApiError("ResourceAlreadyExistsException", f"Event bus {name} already exists.")
    if "/" in name:
        raise ApiError("ValidationException", "Event bus name must not contain '/'.")
    if len(state.world.event_buses) > _MOST:
        raise ApiError("LimitExceededException", "The requested resource exceeds the maximum number allowed.")
    bus = EventBus(name=name, created_at=state.now, changed_at=state.now, description=description)
    state.world.event_buses.put(bus)
    add_tags(state, arn_of(state, bus), read_tags(tags), too_many_tags())
    return {"EventBusArn": arn_of(state, bus)} | _described(bus)


def describe_event_bus(call: Call, *, name: str | None = None) -> dict[str, Any]:
    """One event bus, the default one without a name."""
    return _show(call.state, find_bus(call.state, name))


def list_event_buses(
    call: Call,
    *,
    name_prefix: str = "",
    next_token: str | None = None,
    limit: int | None = None,
) -> dict[str, Any]:
    """The event buses, by name."""
    buses = sorted(call.state.world.event_buses.values(), key=lambda bus: bus.name)
    shown = [_show(call.state, bus) for bus in buses if bus.name.startswith(name_prefix)]
    return pages("EventBuses", shown, ("event buses", name_prefix), limit, next_token)


def update_event_bus(
    call: Call, *, name: str | None = None, description: str | None = None
) -> dict[str, Any]:
    """Change the description of an event bus."""
    before = find_bus(call.state, name)
    told = before.description if description is None else description
    bus = before.replace(description=told, changed_at=call.state.now)
    call.state.world.event_buses.put(bus)
    return {"Arn": arn_of(call.state, bus), "Name": bus.name} | _described(bus)


def delete_event_bus(call: Call, *, name: str) -> dict[str, Any]:
    """Delete an event bus that has no rules; one that does not exist is no error."""
    if name == DEFAULT:
        raise ApiError("ValidationException", f"Cannot delete event bus {name}.")
    state = call.state
    bus = state.world.event_buses.get(name)
    if bus is not None:
        if state.world.event_rules.count("bus", name):
            raise ApiError("ValidationException", "Event bus can't be deleted since it has rules.")
        state.world.event_buses.remove(name)
        forget_tags(state, arn_of(state, bus))
    return {}


def arn_of(state: State, bus: EventBus) -> str:
    """The ARN of a bus."""
    return arn.events(state.settings, f"event-bus/{bus.name}")


def _show(state: State, bus: EventBus) -> dict[str, Any]:
    shown = {
        "Name": bus.name,
        "Arn": arn_of(state, bus),
        "CreationTime": to_datetime(bus.created_at),
        "LastModifiedTime": to_datetime(bus.changed_at),
    }
    return shown | _described(bus) | ({"Policy": bus.policy} if bus.policy is not None else {})


def _described(bus: EventBus) -> dict[str, str]:
    return {"Description": bus.description} if bus.description is not None else {}
