"""`ecslab why`: why a service, task, rule or schedule of the saved sandbox is, or is not, at work."""

import click

from ecslab.cli.base import Command, language_option
from ecslab.cli.output import data, narration
from ecslab.cli.sandbox import sandbox
from ecslab.engine.explain import explain
from ecslab.locale import words


def command(language: str) -> click.Command:
    """`ecslab why`, speaking `language`."""

    def callback(target: str) -> int:
        say = words(language)
        with sandbox(language) as lab:
            reasons = explain(lab, target)
        for reason in reasons:
            data(say(f"engine.why.{reason.code}", **reason.values) + "\n")
        narration(say("cli.why.differences"))
        return 0

    return Command(
        "why",
        language,
        callback,
        params=[
            click.Argument(
                ["target"],
                metavar="service/NAME|task/ID|rule/NAME|schedule/NAME|function/NAME|user/NAME|role/NAME",
            ),
            language_option(language),
        ],
    )
