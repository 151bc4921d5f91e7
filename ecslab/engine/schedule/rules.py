"""Scheduled rules of EventBridge: when they are due, in UTC, and what they missed while disabled.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html
"""

import hashlib
from collections.abc import Iterator
from datetime import UTC
from typing import Any, Final

from ecslab.engine.clock import format_duration
from ecslab.engine.errors import ApiError
from ecslab.engine.eventbridge import delivery, inputs, targets
from ecslab.engine.eventbridge.reasons import Because
from ecslab.engine.platform.eventbridge import EventRule, Missed
from ecslab.engine.schedule.expressions import (
    RULES,
    BadExpression,
    Expression,
    Rate,
    next_after,
    parse,
)
from ecslab.engine.schedule.missed import instant, missed
from ecslab.engine.state import State

DUE: Final = "eventbridge-rule-due"


def check(text: str) -> None:
    """Raise ValidationException, in AWS's words and with the place, for what is no expression of a rule."""
    try:
        parse(text, RULES)
    except BadExpression as wrong:
        message = "Parameter ScheduleExpression is not valid."
        raise ApiError("ValidationException", message, problem=wrong) from None


def keep(state: State, before: EventRule | None, after: EventRule) -> None:
    """Let `after` succeed `before`, and be due when its schedule says from now on.

    A rate counts from when the rule was made, enabled or given it.
    """
    moved = before is None or (before.enabled, before.expression) != (after.enabled, after.expression)
    if not moved:
        state.world.event_rules.put(after)
        return
    rule = after.replace(epoch=after.epoch + 1)
    if rule.enabled:
        late = missed_by(state, before) if before is not None else None
        rule = rule.replace(enabled_at=state.now, disabled_at=None, missed=late or rule.missed)
    elif before is None or before.enabled or before.expression != after.expression:
        rule = rule.replace(disabled_at=state.now)
    state.world.event_rules.put(rule)
    _arm(state, rule, state.now)


def due(state: State, ids: tuple[str, ...]) -> None:
    """Send the event of a rule that is due to its targets, and wait for the next time."""
    key, epoch, at = ids
    rule = state.world.event_rules.get(key)
    if rule is None or str(rule.epoch) != epoch:
        return
    event = _event(state, rule, int(at))
    delivery.queue(state, rule, event, inputs.write(event), relayed=False)
    _arm(state, rule, int(at))


def next_of(rule: EventRule, after_ms: int) -> int | None:
    """When a rule with a schedule is due next after a moment (ms), enabled or not; None when never again."""
    if rule.expression is None:
        return None
    expression = parse(rule.expression, RULES)
    return next_after(expression, UTC, after_ms, _start(rule, expression))


def missed_by(state: State, rule: EventRule) -> Missed | None:
    """The times at which a disabled rule would have been due until now; None when there was none."""
    if rule.expression is None or rule.disabled_at is None:
        return None
    expression = parse(rule.expression, RULES)
    start = _start(rule, expression)
    return missed(expression, UTC, rule.disabled_at, state.now, start)


def reasons(state: State, rule: EventRule) -> Iterator[Because]:
    """When a rule with a schedule is due next, and what it missed."""
    if rule.expression is None:
        return
    values: dict[str, str | int] = {"rule": rule.name, "expression": rule.expression}
    if rule.enabled:
        at_ms = next_of(rule, state.now)
        if at_ms is None:
            yield "rule-never-again", values
        else:
            yield "rule-next", values | {"at": instant(at_ms), "wait": format_duration(at_ms - state.now)}
    late = missed_by(state, rule) or rule.missed
    if late is not None:
        between: dict[str, str | int] = {"first": instant(late.first_at), "last": instant(late.last_at)}
        yield "rule-missed", values | {"count": late.count} | between


def _start(rule: EventRule, expression: Expression) -> int | None:
    """The first firing of a rate, one period after the rule was enabled."""
    return rule.enabled_at + expression.period if isinstance(expression, Rate) else None


def _arm(state: State, rule: EventRule, after_ms: int) -> None:
    at_ms = next_of(rule, after_ms) if rule.enabled else None
    if at_ms is not None:
        state.agenda.add(at_ms + state.delays.rule_due, DUE, rule.key, str(rule.epoch), str(at_ms))


def _event(state: State, rule: EventRule, at_ms: int) -> dict[str, Any]:
    digits = hashlib.sha256(f"{state.settings.seed} {rule.key} {rule.epoch} {at_ms}".encode()).hexdigest()
    return {
        "version": "0",
        "id": f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:32]}",
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": state.settings.account,
        "time": instant(at_ms),
        "region": state.settings.region,
        "resources": [targets.rule_arn(state, rule)],
        "detail": {},
    }
