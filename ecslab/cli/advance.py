"""`ecslab advance`: let time pass in the saved sandbox."""

import click

from ecslab.cli import types
from ecslab.cli.base import Command, language_option
from ecslab.cli.output import data
from ecslab.cli.sandbox import sandbox
from ecslab.engine.clock import to_datetime


def command(language: str) -> click.Command:
    """`ecslab advance`, speaking `language`."""

    def callback(duration: int) -> int:
        with sandbox(language) as lab:
            lab.advance(duration)
        data(to_datetime(lab.now).isoformat() + "\n")
        return 0

    return Command(
        "advance",
        language,
        callback,
        params=[
            click.Argument(["duration"], metavar="DURATION", type=types.duration(language)),
            language_option(language),
        ],
    )
