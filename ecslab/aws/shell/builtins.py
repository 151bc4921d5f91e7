"""The commands of a script other than aws: each a function from its arguments to what it answers."""

from collections.abc import Callable
from dataclasses import dataclass

from ecslab.aws.command.files import FileRefused
from ecslab.aws.shell.durations import sleep_ms
from ecslab.aws.shell.files import ScriptFiles
from ecslab.aws.shell.variables import Variables
from ecslab.aws.shell.vocabulary import NULL_FILE


@dataclass(frozen=True, slots=True)
class Reply:
    """What a command printed, the status it ended with, and whether the shell ends with it."""

    exit_code: int = 0
    stdout: str = ""
    stderr: str = ""
    ends: bool = False


@dataclass(slots=True)
class Options:
    """What `set` switches."""

    errexit: bool = False
    nounset: bool = False


@dataclass(slots=True)
class Call:
    """A command's arguments, without its name, and the shell around it."""

    arguments: list[str]
    document: str
    status: int
    variables: Variables
    files: ScriptFiles
    sleep: Callable[[int], None]
    options: Options


def _echo(call: Call) -> Reply:
    # Backslashes stay as they are, as in bash: JSON in quotes has them and must survive.
    bare = call.arguments[:1] == ["-n"]
    return Reply(stdout=" ".join(call.arguments[1:] if bare else call.arguments) + ("" if bare else "\n"))


def _cat(call: Call) -> Reply:
    shown: list[str] = []
    refused: list[str] = []
    for path in call.arguments or ["-"]:
        if path == "-":
            shown.append(call.document)
        elif path != NULL_FILE:
            try:
                shown.append(call.files.read(path).decode("utf-8", "replace"))
            except FileRefused as error:
                refused.append(f"cat: {error}\n")
    return Reply(1 if refused else 0, "".join(shown), "".join(refused))


def _sleep(call: Call) -> Reply:
    intervals = [sleep_ms(text) for text in call.arguments]
    wrong = [text for text, interval in zip(call.arguments, intervals, strict=True) if interval is None]
    if wrong or not intervals:
        text = f"invalid time interval '{wrong[0]}'" if wrong else "missing operand"
        return Reply(1, stderr=f"sleep: {text}\n")
    call.sleep(sum(interval or 0 for interval in intervals))
    return Reply()


def _export(call: Call) -> Reply:
    for argument in call.arguments:
        name, given, value = argument.partition("=")
        if given:
            call.variables.set(name, value)
        call.variables.export(name)
    return Reply()


def _set(call: Call) -> Reply:
    switched_on = False
    for argument in call.arguments:
        if argument[0] in "-+":
            switched_on = argument[0] == "-"
        # `pipefail`, like the `o` before a name, changes nothing: there are no pipes.
        if argument == "errexit" or (argument[0] in "-+" and "e" in argument):
            call.options.errexit = switched_on
        if argument == "nounset" or (argument[0] in "-+" and "u" in argument):
            call.options.nounset = switched_on
    return Reply()


def _exit(call: Call) -> Reply:
    if not call.arguments:
        return Reply(call.status, ends=True)
    status = call.arguments[0]
    if not (status.isascii() and status.isdecimal() and len(status) < 10):
        return Reply(2, stderr=f"exit: Illegal number: {status}\n", ends=True)
    return Reply(int(status) % 256, ends=True)


BUILTINS: dict[str, Callable[[Call], Reply]] = {
    "echo": _echo,
    "cat": _cat,
    "sleep": _sleep,
    "export": _export,
    "set": _set,
    "exit": _exit,
    "true": lambda _: Reply(),
    "false": lambda _: Reply(1),
    ":": lambda _: Reply(),
}
"""Every command but aws."""
