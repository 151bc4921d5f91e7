"""Asking a question, or for an exercise, as plain prompts: lines out, a line in."""

import json
import sys

import click

from ecslab.aws.command import FolderFiles
from ecslab.aws.shell import CommandResult, ScriptError, Variables, parse
from ecslab.cli.output import data
from ecslab.course.exercise import Exercise
from ecslab.course.lesson import Lesson
from ecslab.course.quiz import Fill, Match, Order, Predict, Question, TrueFalse, shuffled
from ecslab.grading import scene
from ecslab.grading.history import History
from ecslab.grading.judge import judge
from ecslab.grading.limits import OutOfBounds
from ecslab.grading.play import Play
from ecslab.grading.quiz import answer
from ecslab.locale import words


class Stopped(Exception):  # the learner has had enough: no error
    """There is no more input."""


def read_line(prompt: str) -> str:
    """A line of input after `prompt`. Raises Stopped at its end."""
    click.echo(prompt, nl=False)
    sys.stdout.flush()
    line = sys.stdin.readline()
    if not line:
        raise Stopped
    return line.rstrip("\r\n")


def ask_question(lesson: Lesson, question: Question, language: str) -> bool:
    """Ask it, and tell whether the answer was right and why. Raises Stopped, EcslabError like `answer`."""
    say = words(language)
    data(f"{question.ask.of(language)}\n")
    if isinstance(question, Predict):
        data(f"$ {question.predict}\n")
    offers, partners = _offers(question, language)
    data("".join(f"  {number}  {offer}\n" for number, offer in enumerate(offers, 1)))
    data("".join(f"  {chr(96 + number)}  {partner}\n" for number, partner in enumerate(partners, 1)))
    how = say(f"cli.review.how-{question.kind}")
    while True:
        typed = read_line(f"{how} ").strip()
        chosen = _chosen(question, typed, len(offers))
        if chosen is not None:
            break
        data(say("cli.review.not-understood") + "\n")
    answered = answer(lesson, question, chosen)
    data(say(f"tui.quiz.verdict-{'right' if answered.right else 'wrong'}") + "\n")
    if not answered.right and isinstance(question, Fill):
        data(say("tui.quiz.accepted", text=answered.key[0]) + "\n")
    data("".join(f"  {why.of(language)}\n" for why in answered.whys))
    return answered.right


def _offers(question: Question, language: str) -> tuple[list[str], list[str]]:
    """What can be chosen from, and for pairs their partners, as they are shown."""
    say = words(language)
    match question:
        case TrueFalse():
            return [say("tui.quiz.true"), say("tui.quiz.false")], []
        case Predict():
            shown = [
                each if isinstance(each, str) else json.dumps(each, ensure_ascii=False)
                for each in question.offers
            ]
            return shown, []
        case Order():
            return [question.order[place].of(language) for place in shuffled(question)], []
        case Match():
            partners = [question.match[place].with_.of(language) for place in shuffled(question)]
            return [pair.item.of(language) for pair in question.match], partners
        case Fill():
            return [], []
    return [choice.say.of(language) for choice in question.choices], []


def _chosen(question: Question, typed: str, count: int) -> list[object] | None:
    """The answer as grading takes it; None when it is none."""
    if isinstance(question, Fill):
        return [typed] if typed else None
    if isinstance(question, Match):
        letters = [ord(each) - 97 for each in typed.lower() if each.isalpha()]
        if len(letters) != count or not all(0 <= each < count for each in letters):
            return None
        return [shuffled(question)[each] for each in letters]
    numbers = [
        int(each) - 1 for each in typed.replace(",", " ").split() if each.isascii() and each.isdecimal()
    ]
    if not numbers or len(set(numbers)) != len(numbers) or not all(0 <= each < count for each in numbers):
        return None
    match question:
        case TrueFalse():
            return [numbers[0] == 0] if len(numbers) == 1 else None
        case Predict():
            return [question.offers[numbers[0]]] if len(numbers) == 1 else None
        case Order():
            return [shuffled(question)[each] for each in numbers] if len(numbers) == count else None
    return list(numbers) if question.kind == "choose-many" or len(numbers) == 1 else None


def ask_exercise(lesson: Lesson, written: Exercise, language: str) -> bool:
    """Ask for it in a live lab; True once every goal is met, False when the learner gives up.

    Raises Stopped, and EcslabError where its scene cannot be built.
    """
    say, seed = words(language), 0
    exercise = written.drawn(seed)
    lab = scene.for_exercise(lesson, exercise, seed)
    history = History(lab)
    play = Play(lab, lesson.folder / "files", variables=Variables(exercise.variables(seed)))
    files = FolderFiles(lesson.folder / "files")
    data(
        f"{exercise.title.of(language)}\n{exercise.brief.of(language).strip()}\n{say('cli.review.how-exercise')}\n"
    )
    while line := read_line("$ ").strip():
        try:
            play.run(parse(line, "review"), _show)
        except ScriptError as error:
            data(error.say(language) + "\n")
            continue
        except OutOfBounds as error:
            data(error.problem.of(language) + "\n")
            return False
        verdicts = judge(lab, exercise.goals, files, history=history)
        for verdict in verdicts:
            mark = "✓" if verdict.outcome == "passed" else "·"
            data(f"{mark} {verdict.goal.say.of(language)}\n")
        if all(verdict.outcome == "passed" for verdict in verdicts):
            data(say("tui.quiz.verdict-right") + "\n")
            return True
    data(lesson.text(exercise.solutions[0]).strip() + "\n")
    return False


def _show(result: CommandResult) -> None:
    data(result.stdout + result.stderr)
