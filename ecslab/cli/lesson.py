"""`ecslab lesson`: the tools of those who write lessons."""

import click

from ecslab.cli.base import Group, language_option

COMMANDS = {
    "list": "ecslab.cli.lesson_list:command",
    "new": "ecslab.cli.lesson_new:command",
    "check": "ecslab.cli.lesson_check:command",
    "preview": "ecslab.cli.lesson_preview:command",
    "to-gift": "ecslab.cli.lesson_gift:to_gift",
    "from-gift": "ecslab.cli.lesson_gift:from_gift",
    "schema": "ecslab.cli.lesson_schema:command",
}
"""Its commands and where they are."""


def command(language: str) -> click.Command:
    """`ecslab lesson`, speaking `language`."""
    return Group("lesson", language, COMMANDS, params=[language_option(language)])
