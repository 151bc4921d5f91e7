"""`ecslab lesson schema`: the JSON Schema of lesson files, for editors."""

import click

from ecslab.cli import exit_codes
from ecslab.cli.base import Command, language_option
from ecslab.cli.output import data
from ecslab.course.schema import schema_json


def command(language: str) -> click.Command:
    """`ecslab lesson schema`, speaking `language`."""

    def callback() -> int:
        data(schema_json())
        return exit_codes.PASSED

    return Command("lesson.schema", language, callback, params=[language_option(language)])
