"""Views of what runs by the clock: schedules of EventBridge Scheduler, and scheduled rules."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from ecslab.engine.platform.eventbridge import DEFAULT as DEFAULT_BUS
from ecslab.engine.platform.eventbridge import Delivery, EventRule
from ecslab.engine.platform.schedules import DEFAULT as DEFAULT_GROUP
from ecslab.engine.platform.schedules import Schedule, ScheduleRun
from ecslab.engine.schedule import rules, timing
from ecslab.picture.reading.tasks import Memo
from ecslab.picture.views import ScheduleView

if TYPE_CHECKING:
    from ecslab.engine.lab import Lab
    from ecslab.engine.table import Table

Clocked = TypeVar("Clocked", Schedule, EventRule)
R = TypeVar("R", ScheduleRun, Delivery)


def read(lab: "Lab", memo: Memo) -> tuple[ScheduleView, ...]:
    """Every schedule and every scheduled rule."""
    world = lab.world
    found = [_schedule(lab, schedule, memo) for schedule in world.schedules.values()]
    found += [_rule(lab, rule, memo) for rule in world.event_rules.values() if rule.expression is not None]
    return tuple(found)


def _schedule(lab: "Lab", schedule: Schedule, memo: Memo) -> ScheduleView:
    run = _latest(lab.world.schedule_runs, lab.world.schedule_runs_done, "schedule", schedule.key)
    return ScheduleView(
        kind="schedule",
        name=schedule.name if schedule.group == DEFAULT_GROUP else schedule.key,
        key=schedule.key,
        expression=schedule.expression,
        enabled=schedule.enabled,
        next_ms=_next(lab, schedule, timing.next_of, memo) if schedule.enabled else None,
        due=schedule.due_count,
        last_ms=run.due_at if run else schedule.last_due,
        outcome=run.outcome if run else "",
        tasks=run.tasks if run else (),
    )


def _rule(lab: "Lab", rule: EventRule, memo: Memo) -> ScheduleView:
    run = _latest(lab.world.deliveries, lab.world.delivered, "rule", rule.key)
    return ScheduleView(
        kind="rule",
        name=rule.name if rule.bus == DEFAULT_BUS else rule.key,
        key=rule.key,
        expression=rule.expression or "",
        enabled=rule.enabled,
        next_ms=_next(lab, rule, rules.next_of, memo) if rule.enabled else None,
        due=rule.matched,
        last_ms=run.at if run else None,
        outcome=run.outcome if run else "",
        tasks=run.tasks if run else (),
    )


def _latest(under_way: "Table[R]", done: "Table[R]", index: str, key: str) -> R | None:
    for table in (under_way, done):
        # The engine keeps few of each: the newest is the last.
        if found := list(table.where(index, key)):
            return found[-1]
    return None


def _next(
    lab: "Lab", record: Clocked, next_of: Callable[[Clocked, int], int | None], memo: Memo
) -> int | None:
    """When it is due next; worked out anew only once that has passed, or the record is another."""
    name = f"{type(record).__name__} {record.key}"
    known = memo.firings.get(name)
    if known is not None and known[0] is record and (known[1] is None or known[1] > lab.now):
        return known[1]
    at_ms = next_of(record, lab.now)
    memo.firings[name] = (record, at_ms)
    return at_ms
