"""`ecslab lesson preview`: a lesson on the screen while it is being written."""

from pathlib import Path

import click

from ecslab.cli import exit_codes
from ecslab.cli.base import Command, language_option, option
from ecslab.cli.failures import Failure
from ecslab.cli.learn import has_terminal
from ecslab.cli.types import folder
from ecslab.course.packaged import lessons_folder
from ecslab.locale import words


def command(language: str) -> click.Command:
    """`ecslab lesson preview`, speaking `language`."""

    def callback(lesson: str, course: Path | None) -> int:
        say = words(language)
        given = Path(lesson)
        place = given if given.is_dir() else (course or lessons_folder()) / lesson
        if not (place / "lesson.yaml").is_file():
            raise Failure(say("cli.preview.no-lesson", name=lesson), exit_codes.USAGE)
        if not has_terminal():
            raise Failure(say("cli.learn.no-terminal"), exit_codes.USAGE)
        # Deferred: the screen takes a second to import, and without a terminal there is nothing to draw on.
        from ecslab.tui.preview import run

        return run(place, language)

    return Command(
        "lesson.preview",
        language,
        callback,
        params=[
            click.Argument(["lesson"], metavar="LESSON"),
            option(language, "course", "--course", type=folder(language), metavar="DIR"),
            language_option(language),
        ],
    )
