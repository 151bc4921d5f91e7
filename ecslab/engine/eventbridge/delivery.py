"""On the way from a rule to a target: attempts, waits between them, and what is written down of it.

AWS delivers at least once; the lab delivers exactly once.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from ecslab.engine.clock import SECOND
from ecslab.engine.errors import ApiError
from ecslab.engine.eventbridge import attempts, inputs, targets
from ecslab.engine.platform.eventbridge import (
    Delivery,
    EventRule,
    Outcome,
    RuleTarget,
)
from ecslab.engine.state import State

DELIVER: Final = "eventbridge-deliver"

MOST_KEPT: Final = 50
"""How many ended deliveries of a rule are kept, the newest."""

MOST_RUNS: Final = 20
"""How many tasks' runs of one rule ECS lets start in a second; more are tried again later.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/request-throttling.html
"""


def queue(state: State, rule: EventRule, event: Mapping[str, Any], text: str, *, relayed: bool) -> None:
    """Send `event`, as JSON `text`, to every target of `rule`, a moment from now."""
    state.world.event_rules.put(rule.replace(matched=rule.matched + 1))
    own = _is_own(rule, event)
    for target in rule.targets:
        # The agenda numbers what is added to it, and never gives a number twice.
        key = str(state.agenda.added + 1)
        delivery = Delivery(
            key=key, rule=rule.key, target=target.id, at=state.now, event=text, relayed=relayed, own=own
        )
        state.world.deliveries.put(delivery)
        state.after(state.delays.vary(state.delays.event_delivery, state.chance), DELIVER, key)


def deliver(state: State, ids: tuple[str, ...]) -> None:
    """Make the next attempt at a delivery."""
    (key,) = ids
    delivery = state.world.deliveries.get(key)
    if delivery is None:
        return
    rule = state.world.event_rules.get(delivery.rule)
    target = rule.target(delivery.target) if rule is not None else None
    if rule is None or target is None:
        state.world.deliveries.remove(key)
        return
    delivery = delivery.replace(attempts=delivery.attempts + 1)
    if targets.kind(target.arn) == "ecs":
        delivery = delivery.replace(overlaps=_still_there(state, rule))
    try:
        text = inputs.make(target, json.loads(delivery.event), targets.rule_arn(state, rule), delivery.at)
    except inputs.BadInput:
        _end(state, delivery.replace(code="InvalidInput", message="InputTemplate"), "failed")
        return
    try:
        _check_pace(state, rule, target)
        sent = targets.send(state, rule, target, delivery, text)
    except ApiError as error:
        _failed(state, rule, target, delivery, error)
        return
    outcome: Outcome = "not-launched" if sent.failures else "delivered"
    _end(state, delivery.replace(tasks=sent.tasks, failures=sent.failures), outcome)


def forget(state: State, rule_key: str) -> None:
    """Forget what a rule that is deleted has delivered and would deliver."""
    for table in (state.world.deliveries, state.world.delivered):
        for delivery in list(table.where("rule", rule_key)):
            table.remove(delivery.key)


def _failed(state: State, rule: EventRule, target: RuleTarget, delivery: Delivery, error: ApiError) -> None:
    """Wait for another attempt, or give up."""
    failed = delivery.replace(code=error.code, message=error.message)
    following = attempts.after(
        error.code, failed.attempts, failed.at, state.now, target.most_attempts, target.longest_age_s
    )
    if following.wait is not None:
        state.world.deliveries.put(failed.replace(outcome="retrying"))
        state.after(following.wait, DELIVER, failed.key)
        return
    _end(state, failed, _give_up(state, rule, target, failed, following.exhausted))


def _give_up(
    state: State, rule: EventRule, target: RuleTarget, delivery: Delivery, exhausted: str | None
) -> Outcome:
    """Send an event that could not be delivered to the target's dead-letter queue, if it has one."""
    if target.dead_letter is None:
        return "failed"
    attributes = {
        "RULE_ARN": targets.rule_arn(state, rule),
        "TARGET_ARN": target.arn,
        "ERROR_CODE": attempts.error_code(delivery.code or ""),
        "ERROR_MESSAGE": delivery.message or "",
        "RETRY_ATTEMPTS": str(delivery.attempts - 1),
    }
    if exhausted is not None:
        attributes["EXHAUSTED_RETRY_CONDITION"] = exhausted
    try:
        targets.send_message(state, rule, target.dead_letter, delivery.event, attributes=attributes)
    except ApiError:
        return "lost"
    return "dead-lettered"


def _end(state: State, delivery: Delivery, outcome: Outcome) -> None:
    """Write down what became of a delivery."""
    state.world.deliveries.remove(delivery.key)
    done = state.world.delivered
    done.put(delivery.replace(outcome=outcome, ended_at=state.now, event=""))
    if done.count("rule", delivery.rule) > MOST_KEPT:
        done.remove(next(done.where("rule", delivery.rule)).key)


def _still_there(state: State, rule: EventRule) -> int:
    """How many tasks of earlier runs of a rule have not stopped yet."""
    ids = (task for done in state.world.delivered.where("rule", rule.key) for task in done.tasks)
    tasks = (state.world.tasks.get(task) for task in ids)
    return sum(task is not None and task.live for task in tasks)


def _check_pace(state: State, rule: EventRule, target: RuleTarget) -> None:
    """Raise ThrottlingException for a rule that starts tasks faster than ECS lets it.

    A rule whose own tasks' events match it would start without end.
    """
    if targets.kind(target.arn) != "ecs":
        return
    recent = (
        done
        for done in state.world.delivered.where("rule", rule.key)
        if done.tasks and (done.ended_at or 0) > state.now - SECOND
    )
    if sum(1 for _ in recent) >= MOST_RUNS:
        raise ApiError("ThrottlingException", "Rate exceeded")


def _is_own(rule: EventRule, event: Mapping[str, Any]) -> bool:
    """Whether an event is about a task that the rule itself has started."""
    detail = event.get("detail")
    return isinstance(detail, Mapping) and detail.get("startedBy") == targets.started_by(rule)
