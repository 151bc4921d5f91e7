"""Quiz answers as the screen has them, by position as shown, and their explanation in one language."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from ecslab.course.lesson import Lesson
from ecslab.course.matcher import same
from ecslab.course.quiz import Choose, ChooseMany, Fill, Match, Order, Predict, Question, TrueFalse, shuffled
from ecslab.course.text import Text
from ecslab.grading.quiz import Answered, answer
from ecslab.session.values import Marked


class Told(NamedTuple):
    """An answer, the key, and why, in both languages."""

    chosen: tuple[int, ...]
    """As it is kept: by the positions in the lesson's file."""
    text: str
    right: bool
    marked: "_Shown"


class _Shown(NamedTuple):
    """Positions as they are shown."""

    chosen: tuple[int, ...]
    key: tuple[int, ...]
    whys: tuple[tuple[int, Text], ...]
    """By offer; -1 where a reason belongs to none of them."""
    accepted: tuple[str, ...] = ()


def as_written(question: Question, shown: Sequence[int]) -> tuple[int, ...]:
    """An answer by the positions in the lesson's file, from one by those on the screen."""
    if isinstance(question, Order | Match):
        places = shuffled(question)
        return tuple(places[number] for number in shown)
    return tuple(shown)


def fits(question: Question, chosen: Sequence[int]) -> bool:
    """Whether a kept answer can be one to the question: the lesson may have changed since."""
    match question:
        case Order() | Match():
            places = range(len(shuffled(question)))
            whole = (
                sorted(chosen) == list(places) if isinstance(question, Order) else len(chosen) == len(places)
            )
        case Fill():
            return not chosen
        case Choose() | ChooseMany():
            places, whole = range(len(question.choices)), True
        case _:
            places, whole = range(len(_values(question) or ())), True
    return whole and all(number in places for number in chosen)


def tell(lesson: Lesson, question: Question, chosen: tuple[int, ...], text: str = "") -> Told:
    """Mark an answer, given as positions in the lesson's file. Slow for a prediction: the lab is asked.

    Raises EcslabError where the lab has no answer.
    """
    values = _values(question)
    given: Sequence[Any] = chosen if values is None else [values[number] for number in chosen]
    answered = answer(lesson, question, [text] if isinstance(question, Fill) else given)
    return Told(chosen, text, answered.right, _shown(question, chosen, answered))


def _shown(question: Question, chosen: tuple[int, ...], answered: Answered) -> _Shown:
    whole = tuple((-1, why) for why in answered.whys)
    match question:
        case Fill():
            return _Shown((), (), whole, tuple(map(str, answered.key)))
        case Order() | Match():
            places = shuffled(question)
            seen = [places.index(number) for number in range(len(places))]
            shown, key = tuple(seen[number] for number in chosen), tuple(seen)
            if isinstance(question, Order):
                return _Shown(shown, key, whole)
            wrong = [number for number, partner in enumerate(chosen) if partner != number]
            items = wrong or range(len(key))
            return _Shown(shown, key, tuple(zip(items, answered.whys, strict=True)))
        case TrueFalse() | Predict():
            values = _values(question) or ()
            key = tuple(number for number, value in enumerate(values) if same(value, answered.key[0]))
            return _Shown(chosen, key, whole)
    missed = [number for number in answered.key if number not in chosen]
    whys = tuple(zip((*chosen, *missed), answered.whys, strict=True))
    return _Shown(chosen, tuple(answered.key), whys)


def marked(told: Told, language: str) -> Marked:
    """What the quiz shows of it."""
    shown = told.marked
    whys = tuple((number, why.of(language)) for number, why in shown.whys)
    return Marked(shown.chosen, shown.key, whys, told.right, told.text, shown.accepted)


def _values(question: Question) -> tuple[Any, ...] | None:
    """What the offers stand for; None where they stand for themselves."""
    match question:
        case TrueFalse():
            return (True, False)
        case Predict():
            return question.offers
    return None
