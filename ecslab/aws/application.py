"""What a simulated application does: a script of `aws` commands that a container runs as its task role.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from ecslab.aws import models
from ecslab.aws.command import Command
from ecslab.aws.command.errors import CommandError, Refused
from ecslab.aws.command.outcome import CONFIGURATION, Outcome
from ecslab.aws.shell import CommandResult, Interpreter, ScriptError, ScriptFiles, Variables, parse
from ecslab.engine.records.application import Answer, Stage, Turn
from ecslab.engine.state import State

_NAME = "sh"
_NOT_READ = 2
"""What a shell exits with when it cannot read its script."""


class NoCredentials(CommandError):
    """Nobody gave the container a role."""

    exit_code: ClassVar[int] = CONFIGURATION

    def __init__(self) -> None:
        super().__init__(
            'Unable to locate credentials. You can configure credentials by running "aws configure".'
        )


class Unreachable(CommandError):
    """The container has no way to the service."""

    def __init__(self, service: str, region: str) -> None:
        prefix = models.service_model(service).endpoint_prefix
        super().__init__(f'Connect timeout on endpoint URL: "https://{prefix}.{region}.amazonaws.com/"')


class _Asleep(Exception):  # no error: how a script that sleeps is left
    def __init__(self, duration_ms: int) -> None:
        super().__init__()
        self.duration_ms = duration_ms


class _Outside:
    """AWS as a container sees it."""

    def __init__(self, state: State, caller: str | None, *, reachable: bool) -> None:
        self._state = state
        self._caller = caller
        self._reachable = reachable

    @property
    def region(self) -> str:
        return self._state.settings.region

    @property
    def account(self) -> str:
        return self._state.settings.account

    @property
    def now(self) -> int:
        return self._state.now

    @property
    def state(self) -> State:
        return self._state

    def call(
        self, service: str, operation: str, params: Mapping[str, Any], caller: str | None = None
    ) -> dict[str, Any]:
        # Keys in the environment come before those of the task role, as in every SDK.
        who = caller or self._caller
        if who is None:
            raise NoCredentials
        if not self._reachable:
            raise Unreachable(service, self.region)
        return self._state.call(service, operation, params, who)

    def advance(self, duration_ms: int) -> None:
        raise Refused(f"a lab's containers cannot wait {duration_ms} ms inside of an aws command; use sleep.")


def play(state: State, stage: Stage, caller: str | None, *, reachable: bool) -> Turn:
    """Run `stage` on until it sleeps or ends.

    `caller` is the ARN of the assumed role whose credentials the container has, None when it has none;
    `reachable` is whether it has a way to AWS's endpoints. A script that cannot be read says so and ends.
    """
    return _Playing(stage, _Outside(state, caller, reachable=reachable)).turn()


class _Playing:
    """One turn of a script."""

    def __init__(self, stage: Stage, outside: _Outside) -> None:
        self._stage = stage
        self._files = ScriptFiles(written=stage.files)
        self._variables = Variables(stage.variables)
        for name in stage.exported:
            self._variables.export(name)
        self._answers: list[Answer] = []
        self._pauses = 0
        self._told = 0
        self._lines: list[str] = []
        self._command = Command(outside, self._files, self._variables.environment)
        self._shell = Interpreter(self._aws, self._sleep, self._files, variables=self._variables)
        self._shell.options.errexit = stage.errexit
        self._shell.options.nounset = stage.nounset

    def turn(self) -> Turn:
        """Run until it sleeps or ends."""
        try:
            status = self._shell.run(parse(self._stage.script, _NAME), self._note)
        except _Asleep as asleep:
            kept = self._stage.replace(answers=tuple(self._answers), pauses=self._pauses + 1, told=self._told)
            return Turn(lines=tuple(self._lines), stage=kept, sleeps_ms=asleep.duration_ms)
        except ScriptError as error:
            lines = (*self._lines, str(error))
            return Turn(lines=lines, stage=self._stage, exit_code=_NOT_READ, exited=True)
        fresh = Stage(
            script=self._stage.script,
            variables=self._variables.values,
            exported=self._variables.exported,
            files=self._files.written,
            errexit=self._shell.options.errexit,
            nounset=self._shell.options.nounset,
        )
        lines = tuple(self._lines)
        return Turn(lines=lines, stage=fresh, exit_code=status, exited=self._shell.exited)

    def _aws(self, words: Any) -> Outcome:
        """Run a command, or give the answer that it got before the script slept."""
        done = len(self._answers)
        if done < len(self._stage.answers):
            answer = self._stage.answers[done]
            for path, content in answer.files.items():
                self._files.write(path, content)
        else:
            before = self._files.written
            outcome = self._command.run(words)
            written = {
                path: content for path, content in self._files.written.items() if before.get(path) != content
            }
            answer = Answer(
                exit_code=outcome.exit_code, stdout=outcome.stdout, stderr=outcome.stderr, files=written
            )
        self._answers.append(answer)
        return Outcome(answer.exit_code, answer.stdout, answer.stderr, None)

    def _sleep(self, duration_ms: int) -> None:
        if self._pauses >= self._stage.pauses:
            raise _Asleep(duration_ms)
        self._pauses += 1

    def _note(self, result: CommandResult) -> None:
        """Keep what a command writes, unless it was written before the script slept."""
        self._told += 1
        if self._told > self._stage.told:
            self._lines += (result.stdout + result.stderr).strip("\n").splitlines()
