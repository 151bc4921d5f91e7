"""The whole command line: its commands, and how whatever goes wrong is answered."""

import os
import sys
from collections.abc import Mapping, Sequence

import click

from ecslab import __version__
from ecslab.cli import failures, language
from ecslab.cli.base import Group, language_option, option

COMMANDS = {
    "learn": "ecslab.cli.learn:command",
    "web": "ecslab.cli.web:command",
    "review": "ecslab.cli.review:command",
    "progress": "ecslab.cli.progress:command",
    "run": "ecslab.cli.run:command",
    "grade": "ecslab.cli.grade:command",
    "aws": "ecslab.cli.aws:command",
    "advance": "ecslab.cli.advance:command",
    "why": "ecslab.cli.why:command",
    "fault": "ecslab.cli.fault:command",
    "bill": "ecslab.cli.bill:command",
    "schedule": "ecslab.cli.schedule:command",
    "operations": "ecslab.cli.operations:command",
    "reset": "ecslab.cli.reset:command",
    "lesson": "ecslab.cli.lesson:command",
}
"""Every command and where it is, in the order of the help."""


def run(arguments: Sequence[str], environment: Mapping[str, str] | None = None) -> int:
    """Run `ecslab` with `arguments` and give its exit code; whatever goes wrong is said in one sentence."""
    environment = os.environ if environment is None else environment
    for stream in (sys.stdout, sys.stderr):
        # A terminal that has no ✓ shows a question mark; that is no reason to fail.
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="replace")
    chosen = language.choose(arguments, environment)
    try:
        code = command_line(chosen).main(list(arguments), prog_name="ecslab", standalone_mode=False)
        sys.stdout.flush()
    except Exception as error:
        return failures.answer(error, chosen, environment)
    except KeyboardInterrupt:
        return failures.interrupted()
    return int(code or 0)


def command_line(chosen: str) -> Group:
    """`ecslab`, speaking the language `chosen`."""

    def alone() -> int | None:
        ctx = click.get_current_context()
        if ctx.invoked_subcommand is not None:
            return None
        # Deferred: only a bare `ecslab` opens the course.
        from ecslab.cli.learn import learn

        return learn(chosen)

    version = option(
        chosen,
        "version",
        "--version",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_show_version,
    )
    return Group(
        "ecslab",
        chosen,
        COMMANDS,
        params=[language_option(chosen), version],
        callback=alone,
        invoke_without_command=True,
    )


def _show_version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked:
        click.echo(f"ecslab {__version__}")
        ctx.exit()
