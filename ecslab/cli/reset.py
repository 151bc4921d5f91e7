"""`ecslab reset`: a new sandbox in the place of the saved one."""

from pathlib import Path

import click

from ecslab.cli.base import Command, language_option, option
from ecslab.cli.sandbox import begin_anew
from ecslab.cli.types import folder, whole


def command(language: str) -> click.Command:
    """`ecslab reset`, speaking `language`."""

    def callback(scene_name: str | None, seed: int, course: Path | None) -> int:
        begin_anew(scene_name, course, seed)
        return 0

    return Command(
        "reset",
        language,
        callback,
        params=[
            option(language, "scene", "--scene", "scene_name", metavar="NAME"),
            option(language, "seed", "--seed", type=whole(language), default=0, metavar="N"),
            option(language, "course", "--course", type=folder(language), metavar="DIR"),
            language_option(language),
        ],
    )
