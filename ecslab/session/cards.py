"""From the course and the verdicts to what the widgets show, in one language: pure functions."""

import json
from typing import TYPE_CHECKING, Any

from ecslab.course.exercise import Exercise
from ecslab.course.prose import Section
from ecslab.course.quiz import Fill, Match, Order, Predict, Question, TrueFalse, shuffled
from ecslab.locale import Words, words
from ecslab.session.values import BriefCard, GoalRow, Marked, QuizCard, QuizKind, Standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecslab.course.lesson import Step
    from ecslab.engine.explain import Reason
    from ecslab.grading.judge import Verdict


def step_key(step: "Step") -> str:
    """The name by which a step's place in its lesson is kept: its kind and its id."""
    match step:
        case Exercise():
            return f"exercise:{step.id}"
        case Section():
            return f"section:{step.id}"
    return f"quiz:{step.id}"


def brief_card(exercise: "Exercise", language: str, *, shown: int, solution: str, solved: bool) -> BriefCard:
    """An exercise as its brief."""
    return BriefCard(
        id=exercise.id,
        title=exercise.title.of(language),
        brief=exercise.brief.of(language),
        points=exercise.points,
        par=exercise.golf.commands if exercise.golf else None,
        hints=tuple(hint.of(language) for hint in exercise.hints),
        shown=shown,
        solution=solution,
        solved=solved,
    )


def goal_rows(exercise: "Exercise", verdicts: "Sequence[Verdict]", language: str) -> tuple[GoalRow, ...]:
    """An exercise's goals, each as it was judged last."""
    judged = {verdict.goal.id: verdict for verdict in verdicts}
    rows = []
    for goal in exercise.goals:
        verdict = judged.get(goal.id)
        row = GoalRow(goal.id, goal.say.of(language))
        rows.append(row if verdict is None else _judged(row, verdict, language))
    return tuple(rows)


def _judged(row: GoalRow, verdict: "Verdict", language: str) -> GoalRow:
    if verdict.goal.hidden:
        reason = "" if verdict.outcome == "passed" else words(language)("grading.reason.hidden")
        return GoalRow(row.id, row.say, Standing(verdict.outcome), reason)
    reason = verdict.reason.of(language) if verdict.reason else ""
    why = tuple(reason_text(each, words(language)) for each in verdict.why)
    return GoalRow(row.id, row.say, Standing(verdict.outcome), reason, why)


def reason_text(reason: "Reason", say: Words) -> str:
    """The engine's reason as a sentence."""
    return say(f"engine.why.{reason.code}", **reason.values)


def quiz_card(question: "Question", language: str, marked: Marked | None) -> QuizCard:
    """A question, and how it was answered."""
    say = words(language)
    kind: QuizKind = "one"
    partners: tuple[str, ...] = ()
    match question:
        case TrueFalse():
            offers: tuple[str, ...] = (say("tui.quiz.true"), say("tui.quiz.false"))
        case Predict():
            offers = tuple(shown_value(offer) for offer in question.offers)
        case Order():
            kind = "order"
            offers = tuple(question.order[place].of(language) for place in shuffled(question))
        case Match():
            kind = "match"
            offers = tuple(pair.item.of(language) for pair in question.match)
            partners = tuple(question.match[place].with_.of(language) for place in shuffled(question))
        case Fill():
            kind, offers = "fill", ()
        case _:
            kind = "many" if question.kind == "choose-many" else "one"
            offers = tuple(choice.say.of(language) for choice in question.choices)
    return QuizCard(
        id=question.id,
        ask=question.ask.of(language),
        offers=offers,
        kind=kind,
        partners=partners,
        command=question.predict if isinstance(question, Predict) else "",
        marked=marked,
    )


def shown_value(value: Any) -> str:
    """A value that a command may print: text as it is, anything else as JSON has it."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
