"""`ecslab lesson new`: a lesson that passes the check from the first minute."""

from pathlib import Path

import click

from ecslab.cli import exit_codes
from ecslab.cli.base import Command, language_option, option
from ecslab.cli.failures import Failure
from ecslab.cli.output import data, narration
from ecslab.cli.types import folder, lesson_id
from ecslab.course.template import enlist, write
from ecslab.locale import words


def command(language: str) -> click.Command:
    """`ecslab lesson new`, speaking `language`."""

    def callback(name: str, course: Path | None) -> int:
        say = words(language)
        place = course or Path()
        try:
            write(name, place)
        except FileExistsError:
            raise Failure(say("cli.new.there", folder=place / name), exit_codes.USAGE) from None
        data(f"{(place / name).as_posix()}\n")
        if (place / "course.yaml").is_file():
            key = "cli.new.enlisted" if enlist(name, place) else "cli.new.enlist"
            narration(say(key, name=name))
        narration(say("cli.new.next", folder=(place / name).as_posix()))
        return exit_codes.PASSED

    return Command(
        "lesson.new",
        language,
        callback,
        params=[
            click.Argument(["name"], metavar="NAME", type=lesson_id(language)),
            option(language, "new-course", "--course", type=folder(language), metavar="DIR"),
            language_option(language),
        ],
    )
