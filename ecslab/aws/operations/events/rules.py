"""Rules.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rules.html
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.events.pages import pages
from ecslab.aws.operations.events.tagging import too_many_tags
from ecslab.aws.operations.tag_lists import add_tags, forget_tags, read_tags
from ecslab.engine.errors import ApiError, NotSimulated
from ecslab.engine.eventbridge import delivery, pattern, targets
from ecslab.engine.eventbridge.bus import find_bus, find_rule
from ecslab.engine.platform.eventbridge import DEFAULT, EventRule
from ecslab.engine.schedule import rules as scheduled
from ecslab.engine.state import State

_MOST = 300


def put_rule(
    call: Call,
    *,
    name: str,
    event_pattern: str | None = None,
    schedule_expression: str | None = None,
    state: str = "ENABLED",
    description: str | None = None,
    event_bus_name: str | None = None,
    tags: Sequence[Mapping[str, str]] = (),
) -> dict[str, Any]:
    """Make a rule, or give one new values: what is left out is gone, but for its targets and tags."""
    lab = call.state
    bus = find_bus(lab, event_bus_name)
    if not event_pattern and not schedule_expression:
        raise ApiError(
            "ValidationException", "Parameter(s) EventPattern or ScheduleExpression must be specified."
        )
    if state not in ("ENABLED", "DISABLED"):
        raise NotSimulated("ecslab does not simulate rules for CloudTrail management events.")
    if event_pattern:
        pattern.read(event_pattern)
    if schedule_expression:
        if bus.name != DEFAULT:
            raise ApiError(
                "ValidationException", "ScheduleExpression is supported only on the default event bus."
            )
        scheduled.check(schedule_expression)
    before = lab.world.event_rules.get(f"{bus.name}/{name}")
    if before is None and lab.world.event_rules.count("bus", bus.name) >= _MOST:
        raise ApiError("LimitExceededException", "The requested resource exceeds the maximum number allowed.")
    after = (before or EventRule(bus=bus.name, name=name, created_at=lab.now, enabled_at=lab.now)).replace(
        pattern=event_pattern or None,
        expression=schedule_expression or None,
        description=description,
        enabled=state == "ENABLED",
    )
    rule_arn = targets.rule_arn(lab, after)
    if before is None:
        add_tags(lab, rule_arn, read_tags(tags), too_many_tags())
    scheduled.keep(lab, before, after)
    return {"RuleArn": rule_arn}


def describe_rule(call: Call, *, name: str, event_bus_name: str | None = None) -> dict[str, Any]:
    """One rule."""
    rule = find_rule(call.state, find_bus(call.state, event_bus_name), name)
    return _show(call.state, rule) | {"CreatedBy": call.state.settings.account}


def list_rules(
    call: Call,
    *,
    name_prefix: str = "",
    event_bus_name: str | None = None,
    next_token: str | None = None,
    limit: int | None = None,
) -> dict[str, Any]:
    """The rules of a bus, by name."""
    bus = find_bus(call.state, event_bus_name)
    rules = sorted(call.state.world.event_rules.where("bus", bus.name), key=lambda rule: rule.name)
    shown = [_show(call.state, rule) for rule in rules if rule.name.startswith(name_prefix)]
    return pages("Rules", shown, ("rules", bus.name, name_prefix), limit, next_token)


def enable_rule(call: Call, *, name: str, event_bus_name: str | None = None) -> dict[str, Any]:
    """Let a rule match again."""
    rule = find_rule(call.state, find_bus(call.state, event_bus_name), name)
    scheduled.keep(call.state, rule, rule.replace(enabled=True))
    return {}


def disable_rule(call: Call, *, name: str, event_bus_name: str | None = None) -> dict[str, Any]:
    """Keep a rule from matching; what it misses is not made up for."""
    rule = find_rule(call.state, find_bus(call.state, event_bus_name), name)
    scheduled.keep(call.state, rule, rule.replace(enabled=False))
    return {}


def delete_rule(
    call: Call,
    *,
    name: str,
    event_bus_name: str | None = None,
    force: bool = False,  # noqa: ARG001  # for rules that services manage, which a lab does not have
) -> dict[str, Any]:
    """Delete a rule without targets; one that does not exist is no error."""
    state = call.state
    bus = find_bus(state, event_bus_name)
    rule = state.world.event_rules.get(f"{bus.name}/{name}")
    if rule is not None:
        if rule.targets:
            raise ApiError("ValidationException", "Rule can't be deleted since it has targets.")
        delivery.forget(state, rule.key)
        forget_tags(state, targets.rule_arn(state, rule))
        state.world.event_rules.remove(rule.key)
    return {}


def _show(state: State, rule: EventRule) -> dict[str, Any]:
    optional = {
        "EventPattern": rule.pattern,
        "ScheduleExpression": rule.expression,
        "Description": rule.description,
    }
    return {
        "Name": rule.name,
        "Arn": targets.rule_arn(state, rule),
        "State": "ENABLED" if rule.enabled else "DISABLED",
        "EventBusName": rule.bus,
    } | {name: value for name, value in optional.items() if value}
