"""The commands that a script may use, and what each may be given; everything else is refused by name."""

import difflib
import re
from collections.abc import Callable

from ecslab.aws.shell.durations import sleep_ms
from ecslab.aws.shell.errors import ScriptError
from ecslab.aws.shell.files import PathRefused, inside
from ecslab.aws.shell.source import shorten
from ecslab.aws.shell.tree import Command, Literal, Word

COMMANDS = ("aws", "echo", "cat", "sleep", "export", "set", "exit", "true", "false", ":")
"""Every command there is, as listed in messages."""

RESERVED = frozenset(
    {"if", "then", "else", "elif", "fi", "for", "while", "until", "do", "done", "case", "esac", "in"}
    | {"function", "select", "time", "{", "}", "!", "[[", "]]"}
)
"""Words that begin what is not part of the language."""

NULL_FILE = "/dev/null"
"""The one path outside the folder that is allowed: nothing is kept there."""

_FILTERS = frozenset(
    {"jq", "yq", "grep", "egrep", "fgrep", "head", "tail", "awk", "sed", "cut", "wc", "sort", "uniq", "tr"}
    | {"tee", "xargs", "less", "more"}
)
_WRITES_OUTPUT = frozenset({"aws", "echo", "cat"})
_TAKES_PREFIX = frozenset({"aws", "echo", "cat", "sleep", "true", "false"})
_ECHO_OPTION = re.compile(r"-[neE]*[eE][neE]*")
_SET_OPTION = re.compile(r"[-+][eu]*(o?)")
_SET_NAMES = frozenset({"errexit", "nounset", "pipefail"})
_EXPORTED = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(=|$)")


def check_name(script: str, word: Word) -> None:
    """Refuse `word` as the name of a command unless it is one of ours."""
    name = word.literal
    if name is None:
        raise _refusal(script, word, "computed-name")
    if name in COMMANDS:
        return
    shown, allowed = shorten(name), ", ".join(COMMANDS)
    if name in RESERVED and word.bare:
        raise _refusal(script, word, "reserved", name=shown)
    if name == "$":
        raise _refusal(script, word, "prompt")
    if name.startswith("-"):
        raise _refusal(script, word, "stray-option", name=shown)
    if name in _FILTERS:
        raise _refusal(script, word, "filter", name=shown)
    if name in {"test", "["}:
        raise _refusal(script, word, "condition", name=shown)
    if near := difflib.get_close_matches(name.lower(), COMMANDS, 1, 0.6):
        raise _refusal(script, word, "unknown-near", name=shown, near=near[0], allowed=allowed)
    raise _refusal(script, word, "unknown", name=shown, allowed=allowed)


def check(script: str, command: Command) -> None:
    """Refuse arguments, assignments and files that `command` may not have. Raises ScriptError."""
    for assignment in command.assignments:
        if assignment.name == "IFS":
            raise _refusal(script, assignment.value, "separator")
    if command.assignments and command.arguments and command.name not in _TAKES_PREFIX:
        raise _refusal(script, command, "assignment-before", name=command.name)
    if command.output:
        if command.name not in _WRITES_OUTPUT:
            raise _refusal(script, command, "redirect-command", name=command.name or "NAME=…")
        check_path(script, command.output.target)
    if command.document and command.name != "cat":
        raise _refusal(script, command, "document-command", name=command.name or "NAME=…")
    if extra := _CHECKS.get(command.name):
        extra(script, command)


def check_path(script: str, word: Word) -> None:
    """Refuse a path that is written out and leaves the folder."""
    path = word.literal
    if path is None or path == NULL_FILE:
        return
    try:
        inside(path)
    except PathRefused:
        raise _refusal(script, word, "path", path=shorten(path)) from None


def _check_echo(script: str, command: Command) -> None:
    if len(command.words) > 1 and _ECHO_OPTION.fullmatch(command.words[1]):
        raise _refusal(script, command, "echo-option", option=command.words[1])


def _check_cat(script: str, command: Command) -> None:
    for word in command.arguments[1:]:
        if (path := word.literal) and path.startswith("-") and path != "-":
            raise _refusal(script, word, "cat-option", option=shorten(path))
        if path == "-":
            _check_input(script, command)
        else:
            check_path(script, word)
    if len(command.arguments) == 1:
        _check_input(script, command)


def _check_input(script: str, command: Command) -> None:
    if not command.document:
        raise _refusal(script, command, "no-input")


def _check_sleep(script: str, command: Command) -> None:
    if len(command.arguments) == 1:
        raise _refusal(script, command, "sleep-missing")
    for word in command.arguments[1:]:
        if (text := word.literal) is not None and sleep_ms(text) is None:
            raise _refusal(script, word, "sleep-time", found=shorten(text))


def _check_set(script: str, command: Command) -> None:
    arguments = list(command.words[1:])
    right = command.literal and bool(arguments)
    while right and arguments:
        option = _SET_OPTION.fullmatch(arguments.pop(0))
        right = option is not None and len(option.group()) > 1
        if option and option.group(1):
            right = bool(arguments) and arguments.pop(0) in _SET_NAMES
    if not right:
        raise _refusal(script, command, "set-option", found=shorten(command.text))


def _check_export(script: str, command: Command) -> None:
    if len(command.arguments) == 1:
        raise _refusal(script, command, "export-missing")
    for word in command.arguments[1:]:
        first = word.parts[0]
        leading = first.text if isinstance(first, Literal) and not first.quoted else ""
        found = _EXPORTED.match(leading)
        if not found or (not found.group(1) and len(word.parts) > 1):
            raise _refusal(script, word, "export-name", found=shorten(word.literal or leading or "$…"))
        if leading.startswith("IFS="):
            raise _refusal(script, word, "separator")


def _check_exit(script: str, command: Command) -> None:
    status = command.arguments[1].literal if len(command.arguments) == 2 else None
    if len(command.arguments) > 2 or (status is not None and not re.fullmatch(r"[0-9]{1,9}", status)):
        raise _refusal(script, command, "exit-status", found=shorten(command.text))


def _refusal(script: str, place: Word | Command, code: str, **values: object) -> ScriptError:
    return ScriptError(code, script, place.line, place.column, values)


_CHECKS: dict[str, Callable[[str, Command], None]] = {
    "echo": _check_echo,
    "cat": _check_cat,
    "sleep": _check_sleep,
    "set": _check_set,
    "export": _check_export,
    "exit": _check_exit,
}
