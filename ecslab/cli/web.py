"""`ecslab web`: the course on the screen of a browser."""

import errno
import importlib.util
import os
from pathlib import Path

import click

from ecslab.cli import exit_codes
from ecslab.cli.base import Command, language_option, option
from ecslab.cli.failures import Failure
from ecslab.cli.language import choose
from ecslab.cli.learn import must_exist
from ecslab.cli.output import narration
from ecslab.cli.types import between, folder
from ecslab.locale import words

HOST, PORT = "127.0.0.1", 8000


def command(language: str) -> click.Command:
    """`ecslab web`, speaking `language`."""

    def callback(start: str | None, course: Path | None, host: str, port: int) -> int:
        say = words(language)
        if importlib.util.find_spec("textual_serve") is None:
            raise Failure(say("cli.web.missing"), exit_codes.USAGE)
        if start is not None or course is not None:
            must_exist(start, course)
        # Only what was asked for here: otherwise a switch on the screen would be undone by the next page.
        chosen = ["--lang", language] if language != choose((), os.environ) else []
        arguments = [*chosen, *(["--course", str(course.resolve())] if course else [])]
        # Deferred: a web server, which nothing else needs.
        from ecslab.web.serve import serve

        def ready(address: str) -> None:
            narration(say("cli.web.ready", address=address))

        try:
            serve([*arguments, *([start] if start else [])], host, port, language, ready)
        except OSError as error:
            key = "cli.web.taken" if error.errno == errno.EADDRINUSE else "cli.web.cannot"
            problem = error.strerror or str(error)
            raise Failure(say(key, host=host, port=port, problem=problem), exit_codes.USAGE) from error
        return exit_codes.PASSED

    return Command(
        "web",
        language,
        callback,
        params=[
            click.Argument(["start"], metavar="LESSON[/EXERCISE]", required=False),
            option(language, "host", "--host", default=HOST, metavar="ADDRESS"),
            option(language, "port", "--port", type=between(language, 0, 65_535), default=PORT, metavar="N"),
            option(language, "course", "--course", type=folder(language), metavar="DIR"),
            language_option(language),
        ],
    )
