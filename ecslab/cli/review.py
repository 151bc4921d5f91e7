"""`ecslab review`: what was missed, asked again as plain prompts when it is due."""

import os
import time
from pathlib import Path

import click

from ecslab.cli import exit_codes
from ecslab.cli.base import Command, language_option, option
from ecslab.cli.output import narration
from ecslab.cli.types import between, folder
from ecslab.course.loader import load_course
from ecslab.locale import words
from ecslab.plain.review import review
from ecslab.progress.home import data_folder
from ecslab.progress.opening import open_store


def command(language: str) -> click.Command:
    """`ecslab review`, speaking `language`."""

    def callback(most: int, course: Path | None) -> int:
        say = words(language)
        store, notice = open_store(data_folder(os.environ))
        if notice:
            narration(say(notice.key, **notice.values))
        try:
            narration(review(store, load_course(course), most, language, _now_ms))
        finally:
            store.close()
        return exit_codes.PASSED

    return Command(
        "review",
        language,
        callback,
        params=[
            option(language, "most", "-n", "most", type=between(language, 1, 1_000), default=20, metavar="N"),
            option(language, "course", "--course", type=folder(language), metavar="DIR"),
            language_option(language),
        ],
    )


def _now_ms() -> int:
    return int(time.time() * 1_000)
