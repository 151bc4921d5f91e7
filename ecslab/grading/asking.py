"""Asking a lab: the one `aws` command of a goal, and what its query finds in the answer."""

import re
from typing import Any, NamedTuple

from ecslab.aws.command import Files
from ecslab.aws.command.errors import CommandError
from ecslab.aws.command.outcome import CONFIGURATION, USAGE
from ecslab.aws.command.query import compile_query, search
from ecslab.aws.shell import CommandResult, ScriptFiles, ScriptTimeout
from ecslab.course.text import Text
from ecslab.engine.lab import Lab
from ecslab.grading.command import one_command
from ecslab.grading.limits import LIMITS, Expired, OutOfTime, never
from ecslab.grading.play import Play, complaint, error_code

_PREAMBLE = re.compile(r"^An error occurred \(\w+\) when calling the \w+ operation(?: \([^)]*\))?: ")


class Answer(NamedTuple):
    """What a command answered."""

    value: Any
    """The whole result, all its pages; None when it failed."""
    code: str | None = None
    """The code of AWS's error, or the exit code where it has none; None when it succeeded."""
    message: str | Text = ""
    """What AWS, or the command line, said; what the lab itself said in both languages."""
    wrong: bool = False
    """Whether the command itself is wrong: no lab could answer it."""

    def find(self, query: str | None) -> Any:
        """What `query` finds in the value; None also where the value is not of the shape that it expects."""
        if query is None:
            return self.value
        try:
            return search(compile_query(query), self.value)
        except CommandError:
            return None


def ask(lab: Lab, command: str, files: Files | None = None, expired: Expired = never) -> Answer:
    """The answer of `command`, an `aws` command in which `$( … )` may stand.

    Raises NotACommand, OutOfTime when `expired` says so, ScriptLimit when it does too much.
    """
    script = one_command(command)
    results: list[CommandResult] = []
    try:
        Play(lab, limits=LIMITS, expired=expired, files=ScriptFiles(files)).run(script, results.append)
    except ScriptTimeout as error:
        raise OutOfTime from error
    last = results[-1]
    if last.outcome is not None and last.exit_code == 0:
        return Answer(last.outcome.value)
    said = complaint(last.stderr)
    code = error_code(said)
    # With `$( … )` inside, what the command line makes of an empty answer says nothing about the lesson.
    wrong = last.exit_code in (USAGE, CONFIGURATION) and script.commands[0].literal
    message = _PREAMBLE.sub("", said)
    return Answer(None, code or str(last.exit_code), message, wrong or code == "NotSimulated")
