"""The one `aws` command of a goal or a question, and whether AWS and ecslab know what a command names."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from ecslab.aws.command.extra import EXTRA
from ecslab.aws.command.globals import OPTIONS
from ecslab.aws.command.naming import operations, waiter_names
from ecslab.aws.command.s3 import COMMANDS
from ecslab.aws.models import SERVICES, service_names
from ecslab.aws.operations import operations as simulated_operations
from ecslab.aws.shell import Command, Script, ScriptError, parse
from ecslab.course.findings import Code, nearest
from ecslab.course.text import Text, both
from ecslab.engine.errors import EcslabError
from ecslab.locale import words

_VALUED = frozenset(f"--{option.name}" for option in OPTIONS if option.value)
_READS = re.compile(
    r"(describe|list|get|lookup|batch-get|filter|head|ls|query|scan|search|simulate|tail|wait|help)\b"
)


def sentence(error: ScriptError) -> Text:
    """What is wrong with a script, without its place."""
    return both(lambda language: words(language)(f"script.{error.code}", **error.values))


class NotACommand(EcslabError):
    """Text that is not one `aws` command."""

    def __init__(self, problem: Text) -> None:
        self.problem = problem
        super().__init__(problem.en)


def reads_only(command: Command) -> bool:
    """Whether the command, and every one inside it, changes nothing in the lab but the time at most."""
    return all(each.name != "aws" or named(each.words[1:]).reads for each in (command, *command.nested))


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


@lru_cache(maxsize=256)
def one_command(text: str) -> Script:
    """The script of the one `aws` command in `text`, `$( … )` allowed inside; raises NotACommand."""
    try:
        script = parse(text.strip(), "run")
    except ScriptError as error:
        raise NotACommand(sentence(error)) from error
    if len(script.commands) != 1 or script.commands[0].name != "aws":
        raise NotACommand(both(lambda language: words(language)("grading.not-one-command")))
    return script


def named(arguments: Sequence[str]) -> Named:
    """What the words after `aws` name, global options between them aside."""
    found: list[str] = []
    rest = iter(arguments)
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
    values: Mapping[str, object]
    nearest: str | None


def problems(arguments: Sequence[str]) -> Iterator[Problem]:
    """What the words after `aws` name that AWS does not have, or ecslab does not simulate."""
    service, operation, waiter = named(arguments)
    if service is None or operation is None:
        problem = both(lambda language: words(language)("grading.no-operation"))
        yield Problem(Code.NOT_A_COMMAND, {"problem": problem}, None)
    elif service == "s3":
        if operation not in (*COMMANDS, "help"):
            near = nearest(operation, COMMANDS)
            yield Problem(Code.UNKNOWN_OPERATION, {"service": service, "name": operation}, near)
    elif service not in SERVICES:
        known = service in service_names()
        near = nearest(service, SERVICES) or (None if known else nearest(service, service_names()))
        code = Code.SERVICE_NOT_SIMULATED if known else Code.UNKNOWN_SERVICE
        yield Problem(code, {"name": service}, near)
    elif operation == "wait":
        if waiter not in waiter_names(service):
            near = nearest(waiter or "", waiter_names(service))
            yield Problem(Code.UNKNOWN_OPERATION, {"service": service, "name": f"wait {waiter}"}, near)
    elif operation != "help" and (service, operation) not in EXTRA:
        names = operations(service)
        simulated = [name for name, api_name in names.items() if api_name in simulated_operations(service)]
        if operation not in simulated:
            code = Code.NOT_SIMULATED if operation in names else Code.UNKNOWN_OPERATION
            near = nearest(operation, simulated)
            yield Problem(code, {"service": service, "name": operation}, near)
