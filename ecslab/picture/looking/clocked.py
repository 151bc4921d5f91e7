"""Pages about schedules and scheduled rules."""

from itertools import islice
from typing import TYPE_CHECKING

from ecslab.engine.schedule import rules, timing
from ecslab.engine.schedule.expressions import RULES, occurrences, parse, zone
from ecslab.engine.schedule.expressions.describe import describe
from ecslab.picture.looking.page import Entry, Heading, Item, Said, fact, note
from ecslab.picture.parts import Target

if TYPE_CHECKING:
    from ecslab.engine.platform.eventbridge import Delivery, EventRule
    from ecslab.engine.platform.schedules import Schedule, ScheduleRun
    from ecslab.engine.schedule.expressions import Phrase
    from ecslab.engine.state import State

FIRINGS = 5
"""How many of the next firings are shown."""

RUNS = 20
"""How many runs are shown, the newest."""


def schedule_facts(state: "State", schedule: "Schedule") -> list[Item]:
    """When a schedule is due, in words and in moments, and what it calls."""
    target = schedule.target
    return [
        *fact("expression", schedule.expression),
        *_words(describe(parse(schedule.expression))),
        *fact("time-zone", schedule.zone),
        *fact("enabled", str(schedule.enabled).lower(), kind="text" if schedule.enabled else "bad"),
        *fact("window", schedule.window_minutes),
        *fact("target", target.arn),
        *_runs_task(target.ecs.definition if target.ecs is not None else None),
        *fact("role", *_role(target.role)),
        *fact("dead-letter", target.dead_letter),
        *_firings(state, schedule),
    ]


def rule_facts(state: "State", rule: "EventRule") -> list[Item]:
    """When a rule is due, or what it matches, and what it calls."""
    items: list[Item] = [*fact("expression", rule.expression), *fact("pattern", rule.pattern)]
    if rule.expression is not None:
        items += _words(describe(parse(rule.expression, RULES)))
    items += fact("enabled", str(rule.enabled).lower(), kind="text" if rule.enabled else "bad")
    for target in rule.targets:
        items += fact("target", f"{target.id}  {target.arn}")
        items += _runs_task(target.ecs.definition if target.ecs is not None else None)
        if target.role is not None:
            items += fact("role", *_role(target.role))
    next_ms = rules.next_of(rule, state.now) if rule.enabled else None
    if next_ms is not None:
        items += [Heading(Said("picture.heading.firings")), Entry(at_ms=next_ms, text=rule.name)]
    return items


def _words(phrases: tuple["Phrase", ...]) -> list[Item]:
    return [Entry(text=Said(f"engine.schedule.{each.code}", each.values), kind="faint") for each in phrases]


def _runs_task(definition: str | None) -> list[Item]:
    if definition is None:
        return []
    name = definition.rpartition("/")[2]
    return [*fact("definition", name, Target("", f"definition/{name}") if ":" in name else None)]


def _role(arn: str) -> tuple[str, Target]:
    name = arn.rpartition("/")[2]
    return name, Target("", f"role/{name}")


def _firings(state: "State", schedule: "Schedule") -> list[Item]:
    if not schedule.enabled:
        return []
    expression = parse(schedule.expression)
    start = schedule.counts_from if timing.is_rate(schedule) else schedule.start_at
    due = occurrences(expression, zone(schedule.zone), state.now, start, schedule.end_at)
    items: list[Item] = [Entry(at_ms=at_ms, text=schedule.name) for at_ms in islice(due, FIRINGS)]
    return [Heading(Said("picture.heading.firings")), *(items or [note("never-again")])]


def schedule_runs(state: "State", schedule: "Schedule") -> list[Item]:
    """What became of a schedule's runs, the newest first."""
    world = state.world
    found = [
        *world.schedule_runs_done.where("schedule", schedule.key),
        *world.schedule_runs.where("schedule", schedule.key),
    ]
    items = [item for run in found[: -RUNS - 1 : -1] for item in _run(state, run.due_at, run)]
    return items or [note("no-runs")]


def rule_runs(state: "State", rule: "EventRule") -> list[Item]:
    """What became of a rule's deliveries, the newest first."""
    world = state.world
    found = [*world.delivered.where("rule", rule.key), *world.deliveries.where("rule", rule.key)]
    items = [item for run in found[: -RUNS - 1 : -1] for item in _run(state, run.at, run)]
    return items or [note("no-runs")]


def _run(state: "State", at_ms: int, run: "ScheduleRun | Delivery") -> list[Item]:
    good = run.outcome == "delivered"
    kind = "good" if good else "faint" if run.outcome in ("pending", "retrying") else "bad"
    items: list[Item] = [Entry(at_ms=at_ms, text=Said(f"picture.outcome.{run.outcome}"), kind=kind)]
    said = "  ".join(filter(None, (run.code, run.message, *run.failures)))
    if said:
        items.append(Entry(text=said, kind="reason"))
    for name in run.tasks:
        task = state.world.tasks.get(name)
        if task is not None:
            target = Target(task.cluster, f"task/{name}")
            items.append(Entry(text=f"task {name[:8]}  {task.last_status}", target=target))
    return items
