"""`ecslab lesson to-gift` and `from-gift`: plain questions to and from Moodle's text format."""

from pathlib import Path

import click
import yaml

from ecslab.cli import exit_codes
from ecslab.cli.base import Command, language_option, option
from ecslab.cli.failures import Failure
from ecslab.cli.output import data, narration
from ecslab.cli.types import folder
from ecslab.course import files, gift
from ecslab.course.lesson import load_lesson
from ecslab.locale import words


def to_gift(language: str) -> click.Command:
    """`ecslab lesson to-gift`, speaking `language`, in which the questions are written, too."""

    def callback(lesson: Path) -> int:
        loaded = load_lesson(lesson)
        data(gift.written(loaded.quiz, language))
        for question in loaded.quiz:
            if question.kind in ("order", "predict"):
                narration(words(language)("cli.gift.no-such-kind", name=question.id, kind=question.kind))
        return exit_codes.PASSED

    return Command(
        "lesson.to-gift",
        language,
        callback,
        params=[
            click.Argument(["lesson"], metavar="FOLDER", type=folder(language)),
            language_option(language),
        ],
    )


def from_gift(language: str) -> click.Command:
    """`ecslab lesson from-gift`, speaking `language`."""

    def callback(japanese: Path, english: Path) -> int:
        say = words(language)
        try:
            questions = gift.joined(_read(japanese, language), _read(english, language))
        except gift.NotParallel as problem:
            raise Failure(say("cli.gift.not-parallel", line=problem), exit_codes.REFUSED) from None
        data(yaml.safe_dump({"quiz": questions}, allow_unicode=True, sort_keys=False, width=110))
        return exit_codes.PASSED

    path = click.Path(path_type=Path)
    return Command(
        "lesson.from-gift",
        language,
        callback,
        params=[
            option(language, "gift-ja", "--ja", "japanese", type=path, required=True, metavar="FILE"),
            option(language, "gift-en", "--en", "english", type=path, required=True, metavar="FILE"),
            language_option(language),
        ],
    )


def _read(path: Path, language: str) -> list[gift.Plain]:
    """The questions in the file; what a lesson cannot have is told and left out."""
    kept: list[gift.Plain] = []
    for question in gift.read(files.text(path.parent, path.name)):
        if isinstance(question, gift.Left):
            place = {"file": path.name, "line": question.line, "text": question.text}
            narration(words(language)("cli.gift.left-out", **place))
        else:
            kept.append(question)
    return kept
