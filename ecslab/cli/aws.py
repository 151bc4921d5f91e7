"""`ecslab aws`: one aws command against the saved sandbox, with the AWS CLI's exit codes."""

import os
import sys
from pathlib import Path

import click

from ecslab.aws.command import Command as Front
from ecslab.aws.command import FolderFiles
from ecslab.aws.command.credentials import OWN_KEYS
from ecslab.cli.output import data, narration
from ecslab.cli.sandbox import sandbox
from ecslab.engine.errors import NOT_SIMULATED
from ecslab.grading.play import error_code
from ecslab.grading.report.clean import clean
from ecslab.locale import told, words


class _Verbatim(click.Command):
    """Takes every word as it stands: they are the AWS CLI's, options included."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Keep the words."""
        ctx.params["line"] = tuple(args)
        return []


def command(language: str) -> click.Command:
    """`ecslab aws`, speaking `language` where the AWS CLI has no words of its own."""

    def callback(line: tuple[str, ...]) -> int:
        with sandbox(language) as lab:
            outcome = Front(lab, FolderFiles(Path(), writable=True), _environment()).run(line)
        data(outcome.stdout)
        sys.stderr.write(clean(outcome.stderr))
        if error_code(outcome.stderr) == NOT_SIMULATED:
            narration(words(language)("engine.not-simulated"))
        if outcome.problem is not None:
            narration(told(outcome.problem, language))
        return outcome.exit_code

    return _Verbatim("aws", callback=callback)


def _environment() -> dict[str, str]:
    """What of the shell's settings means something here: its region and profile are for the real AWS.

    So are its credentials, unless they are a lab's own.
    """
    names = ["AWS_DEFAULT_OUTPUT"]
    if os.environ.get("AWS_ACCESS_KEY_ID", "").startswith(OWN_KEYS):
        names += ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"]
    return {name: os.environ[name] for name in names if name in os.environ}
