"""Listener rule operations.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.elbv2.shapes import (
    pages,
    read_actions,
    read_conditions,
    show_default_rule,
    show_rule,
)
from ecslab.aws.operations.elbv2.tagging import check_tags, keep_tags
from ecslab.engine.elb import routing, routing_rules
from ecslab.engine.errors import ApiError


def create_rule(
    call: Call,
    *,
    listener_arn: str,
    conditions: Sequence[Mapping[str, Any]],
    priority: int,
    actions: Sequence[Mapping[str, Any]],
    tags: Sequence[Mapping[str, str]] = (),
) -> dict[str, Any]:
    """Add a rule to a listener."""
    listener = routing.find_listener(call.state, listener_arn)
    check_tags(call.state, tags)
    rule = routing.create_rule(
        call.state, listener, priority, read_conditions(conditions), read_actions(actions, "Actions")
    )
    keep_tags(call.state, rule.arn, tags)
    return {"Rules": [show_rule(rule)]}


def describe_rules(
    call: Call,
    *,
    listener_arn: str | None = None,
    rule_arns: Sequence[str] = (),
    marker: str | None = None,
    page_size: int | None = None,
) -> dict[str, Any]:
    """The rules of a listener in their order, the default one last; or those with the given ARNs."""
    if rule_arns:
        shown = [_shown(call, wanted) for wanted in rule_arns]
    elif listener_arn is not None:
        listener = routing.find_listener(call.state, listener_arn)
        rules = sorted(call.state.world.rules.where("listener", listener.arn), key=lambda rule: rule.priority)
        shown = [*map(show_rule, rules), show_default_rule(listener)]
    else:
        raise ApiError("ValidationError", "You must specify either listener rule ARNs or a listener ARN")
    return pages("Rules", shown, (listener_arn, rule_arns), page_size, marker)


def _shown(call: Call, rule_arn: str) -> dict[str, Any]:
    for listener in call.state.world.listeners.values():
        if routing.default_rule(listener) == rule_arn:
            return show_default_rule(listener)
    return show_rule(routing.find_rule(call.state, rule_arn))


def modify_rule(
    call: Call,
    *,
    rule_arn: str,
    conditions: Sequence[Mapping[str, Any]] = (),
    actions: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """Change a rule's conditions or actions."""
    rule = routing.find_rule(call.state, rule_arn)
    if not conditions and not actions:
        raise ApiError("ValidationError", "Either conditions or actions must be specified")
    changed = rule.replace(
        conditions=read_conditions(conditions) or rule.conditions,
        actions=read_actions(actions, "Actions") or rule.actions,
    )
    listener = call.state.world.listeners[rule.listener]
    routing_rules.check_conditions(changed.conditions)
    routing_rules.check_actions(call.state, call.state.world.balancers[listener.balancer], changed.actions)
    routing.put_rule(call.state, changed)
    return {"Rules": [show_rule(changed)]}


def set_rule_priorities(call: Call, *, rule_priorities: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Give rules of one listener other priorities, all at once."""
    wanted = {each.get("RuleArn", ""): each.get("Priority", 0) for each in rule_priorities}
    if not wanted:
        raise ApiError("ValidationError", "At least one rule priority must be specified")
    found = [routing.find_rule(call.state, rule_arn) for rule_arn in wanted]
    if len({rule.listener for rule in found}) > 1:
        raise ApiError("ValidationError", "All rules must belong to the same listener")
    routing.check_priorities(call.state, found[0].listener, wanted)
    changed = [rule.replace(priority=wanted[rule.arn]) for rule in found]
    for rule in changed:
        routing.put_rule(call.state, rule)
    return {"Rules": [show_rule(rule) for rule in changed]}


def delete_rule(call: Call, *, rule_arn: str) -> dict[str, Any]:
    """Delete a rule."""
    routing.delete_rule(call.state, routing.find_rule(call.state, rule_arn))
    return {}
