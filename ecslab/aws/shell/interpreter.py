"""Runs a script: each command is an aws command over the lab, or one of a few that touch nothing else."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ecslab.aws.shell.builtins import BUILTINS, Call, Options, Reply
from ecslab.aws.shell.errors import ScriptLimit, ScriptTimeout
from ecslab.aws.shell.expand import Expander, TooBig, Unset
from ecslab.aws.shell.files import PathRefused
from ecslab.aws.shell.limits import DEFAULT_LIMITS, Limits
from ecslab.aws.shell.tree import Join
from ecslab.aws.shell.variables import Variables
from ecslab.aws.shell.vocabulary import NULL_FILE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ecslab.aws.command.outcome import Outcome
    from ecslab.aws.shell.files import ScriptFiles
    from ecslab.aws.shell.tree import Command, Script, Substitution, Word


@dataclass(frozen=True, slots=True)
class CommandResult:
    """A command that has run."""

    command: Command
    words: tuple[str, ...]
    """Its words after expansion, its name first; none for assignments that stand alone."""
    exit_code: int
    stdout: str
    """What it printed for people to see: nothing when that was captured or went to a file."""
    stderr: str
    outcome: Outcome | None
    """What the aws command line answered; None for other commands."""
    depth: int
    """How many `$( … )` it ran inside of."""


class Interpreter:
    """A shell's state: variables, files, `$?` and options stay from one `run` to the next.

    `aws` runs an aws command without its first word; `advance` lets that many virtual milliseconds
    pass; `expired` is asked before every command and stops the script once it says so.
    """

    def __init__(
        self,
        aws: Callable[[Sequence[str]], Outcome],
        advance: Callable[[int], None],
        files: ScriptFiles,
        limits: Limits = DEFAULT_LIMITS,
        variables: Variables | None = None,
        expired: Callable[[], bool] = lambda: False,
    ) -> None:
        self._aws = aws
        self._advance = advance
        self._expired = expired
        self.files = files
        self.variables = Variables() if variables is None else variables
        self.status = 0
        """What `$?` gives."""
        self.exited = False
        """Whether the last run ended early: by `exit`, `set -e` or `set -u`."""
        self.options = Options()
        """What `set` has switched on."""
        self._limits = limits
        self._used = {"commands": 0, "output": 0, "sleep": 0}
        self._script = ""
        self._on_result: Callable[[CommandResult], None] = _ignore
        self._captured: list[str] | None = None
        self._depth = 0
        self._substituted = 0

    def run(self, script: Script, on_result: Callable[[CommandResult], None] | None = None) -> int:
        """Run `script` and give its exit status; `on_result` hears of every command as it ends.

        Raises ScriptLimit when it does too much, ScriptTimeout when `expired` says so.
        """
        self._script, self._on_result = script.name, on_result or _ignore
        self._captured, self._depth, self.exited = None, 0, False
        try:
            self._run(script.commands)
        except _Ended:
            self.exited = True
        return self.status

    def _run(self, commands: Sequence[Command]) -> None:
        for index, command in enumerate(commands):
            if command.join is not Join.ALWAYS and (self.status == 0) != (command.join is Join.IF_SUCCEEDED):
                continue
            ends = self._command(command)
            tested = index + 1 < len(commands) and commands[index + 1].join is not Join.ALWAYS
            if ends or (self.status and self.options.errexit and not tested):
                raise _Ended

    def _command(self, command: Command) -> bool:
        """Run one command and set `$?`; whether the shell ends with it."""
        if self._expired():
            raise ScriptTimeout("deadline", self._script, command.line, command.column)
        self._spend(command, "commands", 1)
        expander = Expander(
            self.variables,
            self._substitute,
            self._limits.expansion_bytes,
            status=self.status,
            nounset=self.options.nounset,
        )
        self._substituted = 0
        words: list[str] = []
        outcome: Outcome | None = None
        try:
            for word in command.arguments:
                words += self._arguments(command, word, expander)
            document = expander.text(command.document) if command.document else ""
            target = expander.text(command.output.target) if command.output else None
            prefix = self._assign(command, expander)
        except Unset as error:
            reply = Reply(2, stderr=f"{self._script}: {command.line}: {error}\n", ends=True)
        except TooBig:
            raise self._limit(command, "expansion", self._limits.expansion_bytes) from None
        else:
            reply, outcome = self._redirected(command, words, document, target, prefix)
        self._finish(command, words, reply, outcome)
        return reply.ends

    def _arguments(self, command: Command, word: Word, expander: Expander) -> list[str]:
        """The arguments in `word`; an assignment after `export` is one, like any assignment."""
        return [expander.text(word)] if command.name == "export" else expander.fields(word)

    def _assign(self, command: Command, expander: Expander) -> dict[str, str]:
        """Set the variables of assignments that stand alone; give those before a command."""
        prefix: dict[str, str] = {}
        for assignment in command.assignments:
            value = expander.text(assignment.value)
            if command.arguments:
                prefix[assignment.name] = value
            else:
                self.variables.set(assignment.name, value)
        return prefix

    def _redirected(
        self, command: Command, words: list[str], document: str, target: str | None, prefix: dict[str, str]
    ) -> tuple[Reply, Outcome | None]:
        if target is None or target == NULL_FILE:
            reply, outcome = self._called(command, words, document, prefix)
            return (replace(reply, stdout="") if target else reply), outcome
        append = command.output is not None and command.output.append
        try:
            # The file is emptied before the command runs, so a command cannot read what it replaces.
            self.files.append(target, b"") if append else self.files.write(target, b"")
        except PathRefused as error:
            return Reply(2, stderr=f"{self._script}: {command.line}: cannot create {target}: {error}\n"), None
        reply, outcome = self._called(command, words, document, prefix)
        self.files.append(target, reply.stdout.encode(errors="replace"))
        self._check_files(command)
        return replace(reply, stdout=""), outcome

    def _check_files(self, command: Command) -> None:
        written = self.files.written
        if len(written) > self._limits.files:
            raise self._limit(command, "files", self._limits.files)
        if sum(map(len, written.values())) > self._limits.file_bytes:
            raise self._limit(command, "file-bytes", self._limits.file_bytes)

    def _called(
        self, command: Command, words: list[str], document: str, prefix: dict[str, str]
    ) -> tuple[Reply, Outcome | None]:
        if not words:
            return Reply(self._substituted), None
        if words[0] == "aws":
            with self.variables.also(prefix):
                outcome = self._aws(words[1:])
            self._check_files(command)
            reply = Reply(outcome.exit_code, outcome.stdout, outcome.stderr)
            self._spend(command, "output", _size(reply))
            return reply, outcome
        call = Call(
            arguments=words[1:],
            document=document,
            status=self.status,
            variables=self.variables,
            files=self.files,
            sleep=lambda duration_ms: self._sleep(command, duration_ms),
            options=self.options,
        )
        reply = BUILTINS[words[0]](call)
        self._spend(command, "output", _size(reply))
        return reply, None

    def _finish(self, command: Command, words: list[str], reply: Reply, outcome: Outcome | None) -> None:
        if self.variables.count > self._limits.variables:
            raise self._limit(command, "variables", self._limits.variables)
        self.status = reply.exit_code
        if self._captured is not None:
            self._captured.append(reply.stdout)
        shown = reply.stdout if self._captured is None else ""
        result = CommandResult(
            command, tuple(words), reply.exit_code, shown, reply.stderr, outcome, self._depth
        )
        self._on_result(result)

    def _substitute(self, substitution: Substitution) -> str:
        """Run the commands of a `$( … )` in a shell of their own and give what they print."""
        captured: list[str] = []
        outer, status, options = self._captured, self.status, replace(self.options)
        self._captured, self._depth = captured, self._depth + 1
        try:
            with self.variables.subshell(), suppress(_Ended):
                self._run(substitution.commands)
            self._substituted = self.status if substitution.commands else 0
        finally:
            self._captured, self._depth = outer, self._depth - 1
            self.status, self.options = status, options
        return "".join(captured).rstrip("\n")

    def _sleep(self, command: Command, duration_ms: int) -> None:
        self._spend(command, "sleep", duration_ms)
        self._advance(duration_ms)

    def _spend(self, command: Command, what: str, amount: int) -> None:
        self._used[what] += amount
        allowed = {
            "commands": self._limits.commands,
            "output": self._limits.output_bytes,
            "sleep": self._limits.sleep_ms,
        }[what]
        if self._used[what] > allowed:
            raise self._limit(command, what, allowed)

    def _limit(self, command: Command, what: str, allowed: int) -> ScriptLimit:
        return ScriptLimit(f"limit-{what}", self._script, command.line, command.column, {"limit": allowed})


class _Ended(Exception):
    """The shell that runs now ends with the status it has."""


def _size(reply: Reply) -> int:
    # JSON can hold half of a character pair (`"\\ud800"`), which UTF-8 cannot.
    return sum(len(text.encode(errors="replace")) for text in (reply.stdout, reply.stderr))


def _ignore(_: CommandResult) -> None:
    return
