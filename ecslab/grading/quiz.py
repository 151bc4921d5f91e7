"""Answers to quiz questions; the key of a prediction is what the lab answers."""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from ecslab.aws.command import FolderFiles
from ecslab.aws.shell import CommandResult, ScriptFiles
from ecslab.course.lesson import Lesson
from ecslab.course.matcher import same
from ecslab.course.quiz import Choice, Fill, Match, Order, Predict, Question, TrueFalse
from ecslab.course.text import Text
from ecslab.engine.errors import EcslabError
from ecslab.engine.lab import Lab
from ecslab.grading import scene
from ecslab.grading.command import one_command
from ecslab.grading.limits import Expired, never
from ecslab.grading.play import Play


class Answered(NamedTuple):
    """How a question was answered."""

    right: bool
    key: tuple[Any, ...]
    """The right answer: positions from 0, true or false, what the lab answered, or the texts accepted."""
    whys: tuple[Text, ...]
    """Why: of each chosen answer, then of the right ones that were not chosen; of each pair put wrongly."""


class NoKey(EcslabError):
    """The lab has no answer to a prediction: its command fails there."""


def answer(lesson: Lesson, question: Question, chosen: Sequence[Any]) -> Answered:
    """Whether `chosen` is right: positions of choices, one truth value, or one of a prediction's offers;
    the positions of things in the order given; the position of each item's partner; the text typed.

    Raises CourseError or SceneFails when a prediction's scene cannot be built, NoKey when its command fails.
    """
    match question:
        case TrueFalse():
            key = question.true_false.answer
            return Answered(list(chosen) == [key], (key,), (question.true_false.why,))
        case Predict():
            value = key_of(lesson, question)
            right = len(chosen) == 1 and same(chosen[0], value)
            return Answered(right, (value,), (question.why,))
        case Order():
            places = tuple(range(len(question.order)))
            return Answered(tuple(chosen) == places, places, (question.why,))
        case Match():
            places = tuple(range(len(question.match)))
            wrong = [
                pair.why
                for pair, place, other in zip(question.match, places, chosen, strict=True)
                if place != other
            ]
            right = tuple(chosen) == places
            return Answered(right, places, tuple(wrong or (pair.why for pair in question.match)))
        case Fill():
            typed = str(chosen[0]) if chosen else ""
            near = tuple(each.why for each in question.fill.near if question.fill.same(each.text, typed))
            return Answered(question.fill.accepts(typed), question.fill.accept, (*near, question.fill.why))
        case _:
            return _chosen(question.choices, chosen)


def _chosen(choices: Sequence[Choice], chosen: Sequence[int]) -> Answered:
    key = tuple(i for i, choice in enumerate(choices) if choice.right)
    missed = [i for i in key if i not in chosen]
    whys = tuple(choices[i].why for i in (*chosen, *missed))
    return Answered(sorted(chosen) == list(key), key, whys)


def key_of(lesson: Lesson, question: Predict, seed: int = 0, expired: Expired = never) -> Any:
    """What the lab answers to a prediction's command, as a JSON value; raises as `answer` does."""
    return key_in(scene.build(lesson.scene(question.scene), seed, lesson, expired), lesson, question, expired)


def key_in(lab: Lab, lesson: Lesson, question: Predict, expired: Expired = never) -> Any:
    """What `lab`, in which the question's scene was just built, answers; raises NoKey."""
    lab.advance(question.after)
    results: list[CommandResult] = []
    files = ScriptFiles(FolderFiles(lesson.folder / "files"))
    Play(lab, expired=expired, files=files).run(one_command(question.predict), results.append)
    printed = results[-1]
    if printed.exit_code != 0:
        raise NoKey(printed.stderr.strip())
    try:
        return json.loads(printed.stdout)
    except ValueError:  # `--output text`
        return printed.stdout.strip()
