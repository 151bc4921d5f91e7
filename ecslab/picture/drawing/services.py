"""Services: what is desired, pending and running, and during a roll-out the deployments side by side."""

from ecslab.locale import Words
from ecslab.picture.drawing.tasks import counts
from ecslab.picture.parts import Line, Part, Target, beside, cells_of, indented, proportions
from ecslab.picture.stages import MARKS
from ecslab.picture.views import DeploymentView, ServiceView, StrategyView, hue_of
from ecslab.picture.wrapping import wrapped

COLUMN_CELLS = 32
"""Deployments stand side by side where each has at least this width."""

MISSING = "·"
"""The mark of a task that is desired and not there yet."""


def service(view: ServiceView, cluster: str, width: int, say: Words) -> list[Line]:
    """One service."""
    target, hue = Target(cluster, f"service/{view.name}"), hue_of(view.letter)
    head: Line = (
        Part(f" {view.letter} ", "letter", target, hue),
        Part(f" {view.name}", "name", target),
        Part(f"  {_wanted(view, say)}"),
        Part(f"  {view.scheduling}" if view.scheduling != "REPLICA" else "", "faint"),
        Part(f"  {view.status}" if view.status != "ACTIVE" else "", "bad"),
    )
    if view.rolling or any(_troubled(each) for each in view.deployments):
        lines = [head, *indented(_deployments(view, width - 2, say), 2)]
    elif view.deployments:
        only = view.deployments[0]
        state = f"{only.status} {only.definition} {only.rollout_state}"
        tail: Line = (Part(f"  {state}" if only.status else "", "faint"),)
        fits = cells_of(head) + cells_of(tail) <= width
        lines = [(*head, *tail)] if fits else [head, (Part("   "), *tail)]
    else:
        lines = [head]
    return lines + indented(strategy(view.strategy, say), 4)


def _wanted(view: ServiceView, say: Words) -> str:
    return say("picture.desired", desired=view.desired, pending=view.pending, running=view.running)


def _troubled(view: DeploymentView) -> bool:
    return view.rollout_state == "FAILED" or view.failed > 0 or not view.status


def _deployments(view: ServiceView, width: int, say: Words) -> list[Line]:
    count = len(view.deployments)
    column = (width + 2) // count - 2
    if count > 1 and column >= COLUMN_CELLS:
        return beside([deployment(each, view.letter, column, say) for each in view.deployments], column)
    return [line for each in view.deployments for line in deployment(each, view.letter, width, say)]


def deployment(view: DeploymentView, letter: str, width: int, say: Words) -> list[Line]:
    """One deployment: its revision and state, a mark for each task, and how far it has come."""
    bad = view.rollout_state == "FAILED"
    mark = letter if view.status == "PRIMARY" else letter.lower()
    lines: list[Line] = [
        (
            Part(
                view.status or say("picture.leaving"),
                "strong" if view.status == "PRIMARY" else "faint",
            ),
            Part(f" {view.definition} "),
            Part(view.rollout_state, "bad" if bad else "faint"),
        )
    ]
    lines.append(_progress(view, mark, width, say))
    if bad and view.rollout_reason:
        lines += indented(((Part(piece, "bad"),) for piece in wrapped(view.rollout_reason, width - 2)), 2)
    return lines


def _progress(view: DeploymentView, mark: str, width: int, say: Words) -> Line:
    primary = view.status == "PRIMARY"
    lacking = max(0, view.desired - view.total) if primary else 0
    note = counts(view.counts) or "0"
    if primary and view.desired:
        share = 100 * min(view.running, view.desired) // view.desired
        note = say("picture.progress", running=view.running, desired=view.desired, percent=share)
    failed = f"  {say('picture.failed', count=view.failed)}" if view.failed else ""
    room = max(1, width - cells_of((Part(note), Part(failed))) - 4)
    numbers = [count for _, count in view.counts]
    given = [*numbers, lacking]
    if sum(given) > room:
        given = proportions(given, room)
    bar = [
        Part(MARKS[stage] * share, stage, hue=hue_of(mark))
        for (stage, _), share in zip(view.counts, given, strict=False)
    ]
    missing = Part(MISSING * given[-1], "faint")
    return (Part(f"{mark} "), *bar, missing, Part(f"  {note}"), Part(failed, "bad"))


def strategy(views: tuple[StrategyView, ...], say: Words) -> list[Line]:
    """How a strategy shares tasks out: what each provider has, and what base and weight would give it."""
    total = sum(view.tasks for view in views)
    return [
        (
            Part(view.provider, "strong"),
            Part(f"  {say('picture.base-weight', base=view.base, weight=view.weight)}", "faint"),
            Part(f"  {say('picture.share', tasks=view.tasks, percent=100 * view.tasks // max(1, total))}"),
            Part(
                f"  {say('picture.share-wanted', tasks=view.wanted)}" if view.wanted != view.tasks else "",
                "reason",
            ),
        )
        for view in views
    ]
