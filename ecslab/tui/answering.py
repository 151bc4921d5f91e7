"""Quiz answers as the screen has them, by position, and their explanation in one language."""

from typing import Any, NamedTuple

from ecslab.course.lesson import Lesson
from ecslab.course.matcher import same
from ecslab.course.quiz import Predict, Question, TrueFalse
from ecslab.course.text import Text
from ecslab.grading.quiz import answer
from ecslab.tui.widgets.quiz import Marked


class Told(NamedTuple):
    """An answer, the key, and why, in both languages."""

    chosen: tuple[int, ...]
    key: tuple[int, ...]
    whys: tuple[tuple[int, Text], ...]
    """By offer; -1 where a reason belongs to none of them."""

    @property
    def right(self) -> bool:
        """Whether the answer is the key."""
        return set(self.chosen) == set(self.key)


def tell(lesson: Lesson, question: Question, chosen: tuple[int, ...]) -> Told:
    """Mark an answer, given as positions of offers. Slow for a prediction: the lab is asked.

    Raises EcslabError where the lab has no answer.
    """
    values = _values(question)
    given = chosen if values is None else [values[number] for number in chosen]
    answered = answer(lesson, question, given)
    if values is None:
        missed = [number for number in answered.key if number not in chosen]
        return Told(chosen, tuple(answered.key), tuple(zip((*chosen, *missed), answered.whys, strict=True)))
    key = tuple(number for number, value in enumerate(values) if same(value, answered.key[0]))
    return Told(chosen, key, tuple((-1, why) for why in answered.whys))


def marked(told: Told, language: str) -> Marked:
    """What the quiz shows of it."""
    return Marked(told.chosen, told.key, tuple((number, why.of(language)) for number, why in told.whys))


def _values(question: Question) -> tuple[Any, ...] | None:
    """What the offers stand for; None where they stand for themselves."""
    match question:
        case TrueFalse():
            return (True, False)
        case Predict():
            return question.offers
    return None
