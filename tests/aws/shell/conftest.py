"""A stand-in for the aws command line: it shows what it was given."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pytest

from ecslab.aws.shell import CommandResult, Interpreter, Limits, ScriptFiles, Variables, parse


class Answer(NamedTuple):
    exit_code: int
    stdout: str
    stderr: str
    value: Any = None


@dataclass
class Shell:
    """An interpreter whose `aws` prints `<argument>` one a line, or fails as `aws fail STATUS` says."""

    limits: Limits = field(default_factory=Limits)
    values: dict[str, str] = field(default_factory=dict)
    base: Any = None

    def __post_init__(self) -> None:
        self.slept = 0
        self.results: list[CommandResult] = []
        self.variables = Variables(self.values)
        self.files = ScriptFiles(self.base)
        self.expired = False
        self.interpreter = Interpreter(
            self.aws, self.sleep, self.files, self.limits, self.variables, lambda: self.expired
        )

    def aws(self, arguments: Sequence[str]) -> Answer:
        if arguments[:1] == ["fail"]:
            return Answer(int(arguments[1]), "", "aws: failed\n")
        if arguments[:1] == ["file"]:
            return Answer(0, self.files.read(arguments[1]).decode(), "")
        if arguments[:1] == ["env"]:
            return Answer(0, self.variables.environment.get(arguments[1], "unset") + "\n", "")
        return Answer(0, "".join(f"<{argument}>\n" for argument in arguments), "")

    def sleep(self, duration_ms: int) -> None:
        self.slept += duration_ms

    def run(self, text: str) -> str:
        """Run `text` and give what a person would see printed."""
        self.results = []
        self.interpreter.run(parse(text), self.results.append)
        return "".join(result.stdout for result in self.results)

    @property
    def status(self) -> int:
        return self.interpreter.status


@pytest.fixture
def shell() -> Shell:
    return Shell()


@pytest.fixture
def new_shell() -> type[Shell]:
    """For tests that need limits, values or files of their own."""
    return Shell
