"""Why a rule has, or has not, reached its targets: what it matched, and what became of each delivery."""

from collections.abc import Iterator
from typing import Final

from ecslab.engine.clock import format_duration
from ecslab.engine.errors import Problem, suggest
from ecslab.engine.eventbridge import pattern
from ecslab.engine.platform.eventbridge import DEFAULT, Delivery, EventRule, Outcome, RuleTarget
from ecslab.engine.state import State

Because = tuple[str, dict[str, str | int]]
"""A code, and what its sentence needs; words at `engine.why.<code>`."""

_GIVEN_UP: Final[tuple[Outcome, ...]] = ("failed", "dead-lettered", "lost")


def find_rule(state: State, name: str) -> EventRule:
    """The rule that `NAME` or `BUS/NAME` means. Raises Problem for none, and for one of several."""
    exact = state.world.event_rules.get(name)
    if exact is not None:
        return exact
    found = [rule for rule in state.world.event_rules.values() if rule.name == name]
    if len(found) == 1:
        return found[0]
    if found:
        raise Problem("many-rules", name=name)
    known = (rule.name for rule in state.world.event_rules.values())
    raise Problem("no-rule", name=name, **suggest(name, known))


def of_rule(state: State, rule: EventRule) -> Iterator[Because]:
    """What the rule does, then what keeps it from doing it."""
    yield _standing(state, rule)
    if not rule.targets:
        yield "rule-no-targets", {"rule": rule.name}
    if rule.enabled and rule.pattern is not None and not rule.matched:
        yield from _nearest(state, rule, rule.pattern)
    done = list(state.world.delivered.where("rule", rule.key))
    for target in rule.targets:
        yield from _of_target(state, rule, target, done)
    for delivery in state.world.deliveries.where("rule", rule.key):
        if delivery.outcome == "retrying":
            yield "delivery-retrying", _said(delivery)
            break
    yield from _runs(done)


def last_tasks(state: State, rule: EventRule) -> tuple[str, ...]:
    """The ids of the tasks that the rule's last run started."""
    done = state.world.delivered.where("rule", rule.key)
    return next((delivery.tasks for delivery in reversed(list(done)) if delivery.tasks), ())


def _standing(state: State, rule: EventRule) -> Because:
    values: dict[str, str | int] = {"rule": rule.name, "bus": rule.bus, "matched": rule.matched}
    if rule.enabled:
        return "rule-enabled", values
    since = format_duration(state.now - (rule.disabled_at or state.now))
    return "rule-disabled", values | {"since": since}


def _of_target(state: State, rule: EventRule, target: RuleTarget, done: list[Delivery]) -> Iterator[Because]:
    """How the deliveries to a target ended: the last, and of those that failed how many and the newest."""
    mine = [delivery for delivery in done if delivery.target == target.id]
    if not mine:
        if rule.matched:
            yield "target-nothing-yet", {"target": target.id}
        return
    last = mine[-1]
    when = format_duration(state.now - (last.ended_at or state.now))
    if last.outcome == "delivered":
        yield "target-reached", {"target": target.id, "arn": target.arn, "ago": when}
    elif last.outcome == "not-launched":
        reasons = ", ".join(dict.fromkeys(last.failures))
        yield "target-not-launched", {"target": target.id, "ago": when, "reasons": reasons}
    failed = [delivery for delivery in mine if delivery.outcome in _GIVEN_UP]
    if failed:
        newest = failed[-1]
        ago = format_duration(state.now - (newest.ended_at or state.now))
        counts: dict[str, str | int] = {"failed": len(failed), "kept": len(mine), "ago": ago}
        code = "no-input" if newest.code == "InvalidInput" else newest.outcome
        yield f"target-{code}", _said(newest) | counts


def _runs(done: list[Delivery]) -> Iterator[Because]:
    """What was seen of runs that stood in each other's way, or woke the rule again."""
    overlapping = [delivery for delivery in done if delivery.overlaps]
    if overlapping:
        most = max(delivery.overlaps for delivery in overlapping)
        yield "runs-overlap", {"count": len(overlapping), "runs": len(done), "most": most}
    if any(delivery.own for delivery in done):
        yield "rule-wakes-itself", {}


def _said(delivery: Delivery) -> dict[str, str | int]:
    return {
        "target": delivery.target,
        "attempts": delivery.attempts,
        "code": delivery.code or "",
        "message": delivery.message or "",
    }


def _nearest(state: State, rule: EventRule, text: str) -> Iterator[Because]:
    """The newest event of ECS that the pattern misses by least, and by what."""
    if rule.bus != DEFAULT:
        yield "rule-bus-quiet", {"bus": rule.bus}
        return
    asked, best = pattern.read(text), None
    for event in reversed(list(state.world.events.values())):
        envelope = state.api.envelope(state, event)
        fields = pattern.fields(envelope)
        missing = asked.misses(fields)
        if best is None or len(missing) < len(best[0]):
            best = missing, fields, envelope
    if best is None:
        yield "rule-heard-nothing", {}
        return
    missing, fields, envelope = best
    told: dict[str, str | int] = {"event": envelope["detail-type"], "time": envelope["time"]}
    if not missing:
        yield "rule-fits-now", told
    for path in missing[:3]:
        found = ", ".join(dict.fromkeys(str(each.value) for each in fields.get(path, ())))
        yield ("rule-misses-value" if found else "rule-misses-field"), told | {"field": path, "found": found}
