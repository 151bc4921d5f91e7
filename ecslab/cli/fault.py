"""`ecslab fault`: make the world of the saved sandbox misbehave."""

import click

from ecslab.cli.base import Command, language_option
from ecslab.cli.output import data
from ecslab.cli.sandbox import sandbox
from ecslab.engine.faults import FAULTS, Fault, written
from ecslab.locale import words


def command(language: str) -> click.Command:
    """`ecslab fault`, speaking `language`."""

    def callback(name: str | None, fields: tuple[str, ...]) -> int:
        if name is None:
            for fault in FAULTS.values():
                data(_described(fault, language))
            return 0
        given = written(name, fields)
        with sandbox(language) as lab:
            lab.inject(given)
        return 0

    return Command(
        "fault",
        language,
        callback,
        params=[
            click.Argument(["name"], metavar="[FAULT]", required=False),
            click.Argument(["fields"], metavar="[FIELD=VALUE]...", nargs=-1),
            language_option(language),
        ],
    )


def _described(fault: Fault, language: str) -> str:
    """A fault in a few lines: its name, its words, and each field with its own."""
    say = words(language)
    lines = [f"{fault.name}: {say(f'engine.fault.{fault.name}')}"]
    lines += [f"    {each.name}=…  {say(f'engine.fault-field.{each.name}')}" for each in fault.fields]
    return "\n".join(lines) + "\n"
