"""`ecslab schedule`: schedule expressions, without a lab."""

import click

from ecslab.cli.base import Group, language_option

COMMANDS = {"next": "ecslab.cli.schedule_next:command"}
"""Its commands and where they are."""


def command(language: str) -> click.Command:
    """`ecslab schedule`, speaking `language`."""
    return Group("schedule", language, COMMANDS, params=[language_option(language)])
