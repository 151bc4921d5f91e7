"""From what went wrong to one sentence on standard error and an exit code."""

import os
import sys
import traceback
from collections.abc import Mapping

import click

from ecslab.cli import exit_codes
from ecslab.engine.errors import EcslabError, Problem
from ecslab.locale import told as told_in
from ecslab.locale import words


class Failure(EcslabError):
    """A sentence in the chosen language that ends the command with `exit_code`."""

    def __init__(self, sentence: str, exit_code: int) -> None:
        super().__init__(sentence)
        self.exit_code = exit_code


def answer(error: Exception, language: str, environment: Mapping[str, str]) -> int:
    """Say what is wrong in `language` and give the exit code; ECSLAB_DEBUG=1 adds the traceback."""
    if environment.get("ECSLAB_DEBUG") == "1":
        traceback.print_exception(error)
    if isinstance(error, BrokenPipeError):
        return _reader_gone()
    sentence, exit_code = told(error, language)
    click.echo(f"ecslab: {sentence}", err=True)
    return exit_code


def told(error: Exception, language: str) -> tuple[str, int]:
    """The sentence for `error` and the exit code that goes with it."""
    match error:
        case Failure():
            return str(error), error.exit_code
        case click.ClickException():
            return _usage(error, language), exit_codes.USAGE
        case click.Abort():
            return words(language)("cli.failure.interrupted"), exit_codes.INTERRUPTED
        case EcslabError():
            return _expected(error, language)
        case OSError():
            return of_file(error, language), exit_codes.USAGE
    said = words(language)("cli.failure.defect", kind=type(error).__name__, problem=_one_line(str(error)))
    return said, exit_codes.CRASHED


def of_file(error: OSError, language: str) -> str:
    """What is wrong with the file that `error` names."""
    say = words(language)
    named = _one_line(str(error.filename)) if error.filename is not None else ""
    match error:
        case FileNotFoundError():
            return say("cli.failure.no-file", file=named)
        case IsADirectoryError():
            return say("cli.failure.a-folder", file=named)
        case PermissionError():
            return say("cli.failure.not-allowed", file=named)
    return say("cli.failure.file", file=named, problem=error.strerror or str(error))


def interrupted() -> int:
    """Ctrl-C needs no sentence."""
    click.echo(err=True)
    return exit_codes.INTERRUPTED


def _expected(error: EcslabError, language: str) -> tuple[str, int]:
    # Deferred: whoever raised one of these has imported them already; others need not.
    from ecslab.aws.shell import ScriptError
    from ecslab.course.findings import CourseError, UnknownName
    from ecslab.grading.report import ReportError
    from ecslab.grading.scene import SceneFails

    match error:
        case Problem():
            return _one_line(told_in(error, language)), exit_codes.USAGE
        case UnknownName():
            return error.text(language), exit_codes.USAGE
        case CourseError():
            return error.text(language), exit_codes.BROKEN
        case SceneFails():
            return error.problem.of(language), exit_codes.BROKEN
        case ScriptError():
            return error.say(language), exit_codes.REFUSED
        case ReportError():
            return error.say(language), exit_codes.USAGE
    return _one_line(str(error)), exit_codes.USAGE


def _usage(error: click.ClickException, language: str) -> str:
    say = words(language)
    ctx = error.ctx if isinstance(error, click.UsageError) else None
    match error:
        case click.NoSuchOption():
            near = error.possibilities or ()
            key = "cli.usage.no-option-near" if near else "cli.usage.no-option"
            said = say(key, name=error.option_name, near=near[0] if near else "")
        case click.MissingParameter():
            said = say("cli.usage.missing", name=_named(error))
        case click.BadParameter():
            said = f"{_named(error)}: {error.message}"
        case click.BadOptionUsage():
            said = say(f"cli.usage.{_value_trouble(error)}", name=error.option_name)
        case _:
            said = error.message
    return said + (say("cli.usage.see", command=ctx.command_path) if ctx else "")


def _value_trouble(error: click.BadOptionUsage) -> str:
    params = error.ctx.command.params if error.ctx else []
    flags = [
        name for param in params if isinstance(param, click.Option) and param.is_flag for name in param.opts
    ]
    return "option-takes-none" if error.option_name in flags else "option-needs-value"


def _named(error: click.BadParameter) -> str:
    """The option or argument that is wrong, as it is typed."""
    param = error.param
    if isinstance(param, click.Option):
        return param.opts[-1]
    return (param.metavar or str(param.name).upper()) if param else "-"


def _one_line(text: str) -> str:
    return " ".join(text.split()).encode(errors="replace").decode()


def _reader_gone() -> int:
    """The reader of standard output has left: nothing more can be said there, not even while ending."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return exit_codes.NOT_PASSED
