"""`ecslab learn`: the course on the screen."""

import os
import sys
from pathlib import Path

import click

from ecslab.cli import exit_codes
from ecslab.cli.base import Command, language_option, option
from ecslab.cli.failures import Failure
from ecslab.cli.types import folder
from ecslab.locale import words


def command(language: str) -> click.Command:
    """`ecslab learn`, speaking `language`."""

    def callback(start: str | None, course: Path | None) -> int:
        return learn(language, start, course)

    return Command(
        "learn",
        language,
        callback,
        params=[
            click.Argument(["start"], metavar="LESSON[/EXERCISE]", required=False),
            option(language, "course", "--course", type=folder(language), metavar="DIR"),
            language_option(language),
        ],
    )


def learn(language: str, start: str | None = None, course: Path | None = None) -> int:
    """Open the course, at `start` when it is given, and give the exit code."""
    if not has_terminal():
        raise Failure(words(language)("cli.learn.no-terminal"), exit_codes.USAGE)
    if start is not None or course is not None:
        # Only what was asked for by name: the packaged course is read once its first frame is drawn.
        _must_exist(start, course)
    # Deferred: the screen takes a second to import, and without a terminal there is nothing to draw on.
    from ecslab.tui.app import run

    return run(lang=language, course=course, start=start)


def has_terminal() -> bool:
    """Whether there is a terminal that the screen can be drawn on."""
    # Textual reads standard input and draws on standard error.
    return sys.stdin.isatty() and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


def _must_exist(start: str | None, course: Path | None) -> None:
    """Refuse a lesson or an exercise that there is not before the screen opens."""
    from ecslab.course.loader import load_course  # deferred: as above

    whole = load_course(course)
    if start is not None:
        lesson, _, exercise = start.partition("/")
        found = whole.lesson(lesson)
        if exercise:
            found.exercise(exercise)
