"""From verdicts to the parts of a result."""

from typing import Any

from ecslab.course.text import both
from ecslab.engine import explain
from ecslab.grading.judge import Verdict
from ecslab.grading.result import GoalResult, Reason
from ecslab.locale import words


def goal_result(verdict: Verdict) -> GoalResult:
    """How a goal was judged, for reports."""
    goal = verdict.goal
    return GoalResult(
        id=goal.id,
        say=goal.say,
        outcome=verdict.outcome,
        found=verdict.found,
        matcher=goal.wanted.kind,
        wanted=verdict.wanted,
        reason=verdict.reason,
        why=tuple(_reason(reason) for reason in verdict.why),
    )


def _reason(reason: explain.Reason) -> Reason:
    values: dict[str, Any] = reason.values
    say = both(lambda language: words(language)(f"engine.why.{reason.code}", **values))
    return Reason(code=reason.code, values=reason.values, say=say)
