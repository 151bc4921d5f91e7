"""`ecslab learn`: the course on the screen, or as plain prompts."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ecslab.cli import exit_codes
from ecslab.cli.base import Command, language_option, option
from ecslab.cli.failures import Failure
from ecslab.cli.output import narration
from ecslab.cli.types import folder
from ecslab.locale import told, words
from ecslab.progress.home import data_folder
from ecslab.progress.opening import open_store

if TYPE_CHECKING:
    from ecslab.course.course import Course


def command(language: str) -> click.Command:
    """`ecslab learn`, speaking `language`."""

    def callback(start: str | None, course: Path | None, plain: bool) -> int:
        return learn_plainly(language, start, course) if plain else learn(language, start, course)

    return Command(
        "learn",
        language,
        callback,
        params=[
            click.Argument(["start"], metavar="LESSON[/EXERCISE]", required=False),
            option(language, "plain", "--plain", is_flag=True),
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
        must_exist(start, course)
    # Deferred: the screen takes a second to import, and without a terminal there is nothing to draw on.
    from ecslab.tui.app import run

    return run(lang=language, course=course, start=start)


def learn_plainly(language: str, start: str | None, course: Path | None) -> int:
    """The course as plain prompts, from a terminal or a pipe; never loads the screen."""
    whole = must_exist(start, course)
    # Deferred: the labs of lessons bring in the whole simulator.
    from ecslab.plain.course import PlainCourse
    from ecslab.session.keeper import Keeper

    store, notice = open_store(data_folder(os.environ))
    if notice:
        narration(words(language)(notice.key, **notice.values))
    keeper = Keeper(store, lambda error: narration(told(error, language)))
    try:
        PlainCourse(whole, keeper, language).go(start)
    finally:
        keeper.close()
    return exit_codes.PASSED


def has_terminal() -> bool:
    """Whether there is a terminal that the screen can be drawn on."""
    # A browser's screen comes through a driver of its own, named in the environment.
    if os.environ.get("TEXTUAL_DRIVER"):
        return True
    # Textual reads standard input and draws on standard error.
    return sys.stdin.isatty() and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


def must_exist(start: str | None, course: Path | None) -> "Course":
    """The course; refuses a lesson or an exercise that there is not before anything opens."""
    from ecslab.course.loader import load_course  # deferred: as above

    whole = load_course(course)
    if start is not None:
        lesson, _, exercise = start.partition("/")
        found = whole.lesson(lesson)
        if exercise:
            found.exercise(exercise)
    return whole
