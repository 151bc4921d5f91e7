"""What runs by the clock: each schedule with its next firing and what became of the last."""

from ecslab.engine.clock import format_duration, to_datetime
from ecslab.locale import Words
from ecslab.picture.parts import Line, Part, Target, cells_of
from ecslab.picture.views import ScheduleView

GOOD = ("delivered",)
UNDER_WAY = ("pending", "retrying")


def schedule(view: ScheduleView, now_ms: int, width: int, say: Words) -> list[Line]:
    """One schedule, or scheduled rule."""
    target = Target("", f"{view.kind}/{view.key}")
    head: Line = (
        Part(f" {say(f'picture.{view.kind}')} ", "faint"),
        Part(view.name, "name", target),
        Part(f"  {view.expression}", "strong"),
    )
    when: Line
    if not view.enabled:
        when = (Part(f"  {say('picture.disabled')}", "bad"),)
    elif view.next_ms is None:
        when = (Part(f"  {say('picture.never-again')}", "reason"),)
    else:
        at = f"{to_datetime(view.next_ms):%m-%d %H:%M:%S}"
        when = (Part(f"  {say('picture.next', at=at, wait=rounded(view.next_ms - now_ms))}"),)
    last = _last(view, now_ms, say)
    if cells_of((*head, *when, *last)) <= width:
        return [(*head, *when, *last)]
    if cells_of((*head, *when)) <= width:
        return [(*head, *when), (Part("   "), *last)] if last else [(*head, *when)]
    return [head, (Part("   "), *when), *([(Part("   "), *last)] if last else [])]


def _last(view: ScheduleView, now_ms: int, say: Words) -> Line:
    if view.last_ms is None:
        return ()
    kind = "good" if view.outcome in GOOD else "faint" if view.outcome in UNDER_WAY else "bad"
    outcome = say(f"picture.outcome.{view.outcome}") if view.outcome else ""
    ago = say("picture.ago", duration=rounded(now_ms - view.last_ms))
    return (
        Part(f"  {say('picture.last', ago=ago, count=view.due)}", "faint"),
        Part(f" {outcome}" if outcome else "", kind),
    )


def rounded(duration_ms: int) -> str:
    """A duration in whole seconds, none below nothing."""
    return format_duration(max(0, duration_ms) // 1000 * 1000)
