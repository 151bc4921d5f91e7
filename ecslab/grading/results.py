"""From verdicts to the parts of a result."""

import json
from typing import Any

from ecslab.course.text import both
from ecslab.engine import explain
from ecslab.grading.judge import Verdict
from ecslab.grading.report.clean import clean
from ecslab.grading.result import GoalResult, Reason
from ecslab.locale import words

_LONGEST = 4_000


def goal_result(verdict: Verdict) -> GoalResult:
    """How a goal was judged, for reports."""
    goal = verdict.goal
    if goal.hidden:
        return GoalResult(id=goal.id, say=goal.say, outcome=verdict.outcome, matcher=None, hidden=True)
    return GoalResult(
        id=goal.id,
        say=goal.say,
        outcome=verdict.outcome,
        found=_bounded(verdict.found),
        matcher=goal.wanted.kind,
        wanted=verdict.wanted,
        reason=verdict.reason,
        why=tuple(_reason(reason) for reason in verdict.why),
    )


def _bounded(found: Any) -> Any:
    """The value, or its beginning as text when it is too long to be read by anyone."""
    text = clean(json.dumps(found, ensure_ascii=False))
    return json.loads(text) if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _reason(reason: explain.Reason) -> Reason:
    values: dict[str, Any] = reason.values
    say = both(lambda language: words(language)(f"engine.why.{reason.code}", **values))
    return Reason(code=reason.code, values=reason.values, say=say)
