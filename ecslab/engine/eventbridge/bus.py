"""Event buses: an event comes in, and goes to the targets of every rule that it fits.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus.html
"""

from collections.abc import Iterator, Mapping
from typing import Any

from ecslab.engine.errors import ApiError
from ecslab.engine.eventbridge import delivery, inputs, pattern
from ecslab.engine.platform.eventbridge import DEFAULT, EventBus, EventRule
from ecslab.engine.records.event import DETAIL_TYPES, SOURCE, Event
from ecslab.engine.state import State


def find_bus(state: State, reference: str | None) -> EventBus:
    """The bus that a name or an ARN means, the default one for None.

    Raises ResourceNotFoundException.
    """
    name = (reference or DEFAULT).rsplit(":event-bus/", 1)[-1]
    bus = state.world.event_buses.get(name)
    if bus is None:
        raise ApiError("ResourceNotFoundException", f"Event bus {name} does not exist.")
    return bus


def find_rule(state: State, bus: EventBus, name: str) -> EventRule:
    """The rule of that name on a bus. Raises ResourceNotFoundException."""
    rule = state.world.event_rules.get(f"{bus.name}/{name}")
    if rule is None:
        raise ApiError("ResourceNotFoundException", f"Rule {name} does not exist on EventBus {bus.name}.")
    return rule


def hear(state: State, event: Event) -> None:
    """ECS tells the default bus of `event`; it costs next to nothing where no rule listens for its kind."""
    if not len(state.world.event_rules):
        return
    detail_type = DETAIL_TYPES[event.kind]
    for rule in _listening(state, DEFAULT):
        if pattern.may_fit(rule.pattern or "", SOURCE, detail_type):
            publish(state, DEFAULT, state.api.envelope(state, event))
            return


def publish(state: State, bus: str, event: Mapping[str, Any], *, relayed: bool = False) -> None:
    """Send `event`, in plain JSON values, to the targets of every enabled rule of `bus` that it fits."""
    fields = pattern.fields(event)
    fitting = [rule for rule in _listening(state, bus) if pattern.read(rule.pattern or "").fits(fields)]
    text = inputs.write(event) if fitting else ""
    for rule in fitting:
        delivery.queue(state, rule, event, text, relayed=relayed)


def _listening(state: State, bus: str) -> Iterator[EventRule]:
    return (
        rule
        for rule in state.world.event_rules.where("bus", bus)
        if rule.enabled and rule.pattern is not None
    )
