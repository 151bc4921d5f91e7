"""The one `aws` command in a goal or a question: its words, and whether AWS and ecslab know it."""

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ecslab.aws.command.globals import OPTIONS
from ecslab.aws.command.naming import operations, waiter_names
from ecslab.aws.models import SERVICES, service_names
from ecslab.course.findings import Code, nearest
from ecslab.engine.errors import EcslabError

_VALUED = frozenset(f"--{option.name}" for option in OPTIONS if option.value)
_READS = re.compile(r"(describe|list|get|lookup|batch-get|filter|search|wait|help)\b")


class NotACommand(EcslabError):
    """Text that is not one `aws` command."""


class Named(NamedTuple):
    """What a command asks for."""

    service: str | None
    operation: str | None
    """As the command line has it: "list-tasks", or "wait"."""
    waiter: str | None

    @property
    def reads(self) -> bool:
        """Whether it changes nothing but, at most, the time."""
        return self.operation is None or _READS.match(self.operation) is not None


def arguments(text: str) -> tuple[str, ...]:
    """The words after `aws`; raises NotACommand. Lines may be continued with `\\\\`, as in a script."""
    lexer = shlex.shlex(text.replace("\\\n", " ").strip(), posix=True, punctuation_chars=";|&<>")
    lexer.whitespace_split = True
    lexer.commenters = ""
    try:
        words = list(lexer)
    except ValueError as error:  # an open quote
        raise NotACommand(str(error).lower()) from None
    if words[:1] != ["aws"]:
        raise NotACommand(f"it begins with '{words[0]}'" if words else "there is nothing")
    return tuple(words[1:])


def named(words: Sequence[str]) -> Named:
    """What the words after `aws` name, global options between them aside."""
    found: list[str] = []
    rest = iter(words)
    for word in rest:
        if word in _VALUED:
            next(rest, None)
        elif not word.startswith("--"):
            found.append(word)
        elif len(found) >= 2:  # an option of the operation's own: what follows are its values
            break
    service, operation, waiter = (*found, None, None, None)[:3]
    return Named(service, operation, waiter if operation == "wait" else None)


class Problem(NamedTuple):
    """Why a command cannot run in any lab."""

    code: Code
    values: Mapping[str, str]
    nearest: str | None


def problems(words: Sequence[str]) -> Iterator[Problem]:
    """What the words after `aws` name that AWS does not have, or ecslab does not simulate."""
    service, operation, waiter = named(words)
    if service is None or operation is None:
        yield Problem(Code.NOT_A_COMMAND, {"problem": "it names no operation"}, None)
    elif service not in SERVICES:
        known = service in service_names()
        near = nearest(service, SERVICES if known else service_names())
        code = Code.SERVICE_NOT_SIMULATED if known else Code.UNKNOWN_SERVICE
        yield Problem(code, {"name": service}, near)
    elif operation == "wait":
        if waiter not in waiter_names(service):
            near = nearest(waiter or "", waiter_names(service))
            yield Problem(Code.UNKNOWN_OPERATION, {"service": service, "name": f"wait {waiter}"}, near)
    elif operation != "help" and operation not in operations(service):
        near = nearest(operation, operations(service))
        yield Problem(Code.UNKNOWN_OPERATION, {"service": service, "name": operation}, near)
