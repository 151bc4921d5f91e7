"""`ecslab fault`: make the world of the saved sandbox misbehave."""

import click

from ecslab.cli.base import Command, language_option
from ecslab.cli.output import data
from ecslab.cli.sandbox import sandbox
from ecslab.engine.faults import FAULTS, Fault, Kind
from ecslab.locale import words


def command(language: str) -> click.Command:
    """`ecslab fault`, speaking `language`."""

    def callback(name: str | None, fields: tuple[str, ...]) -> int:
        if name is None:
            for fault in FAULTS.values():
                data(_described(fault, language))
            return 0
        given = _read(name, fields, language)
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


def _read(name: str, fields: tuple[str, ...], language: str) -> dict[str, str | int]:
    """The fault as `Lab.inject` takes it: numbers become numbers, what is wrong the lab says itself."""
    given: dict[str, str | int] = {"fault": name}
    kind = FAULTS.get(name)
    for each in fields:
        key, equals, value = each.partition("=")
        if not equals:
            raise click.UsageError(words(language)("cli.usage.not-field", found=each))
        field = kind.field(key) if kind is not None else None
        whole = field is not None and field.kind is Kind.WHOLE and value.isascii() and value.isdecimal()
        given[key] = int(value) if whole else value
    return given
