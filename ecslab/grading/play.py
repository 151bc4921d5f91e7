"""Playing a script in a lab: its commands run, one after another, and what they did is noted."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from ecslab.aws.command import Command, FolderFiles
from ecslab.aws.command.errors import USAGE_BLURB
from ecslab.aws.shell import CommandResult, Interpreter, Script, ScriptFiles, Variables
from ecslab.engine.lab import Lab
from ecslab.grading.bounded import BoundedLab
from ecslab.grading.command import named
from ecslab.grading.limits import LIMITS, Expired, Limits, never

Deeds = Counter[tuple[str, ...]]
"""What commands did: each call with its answer, weighed, and each of its words."""

_ERROR = re.compile(r"An error occurred \((\w+)\)")


class Play:
    """A lab, the shell over it, and what has been done there."""

    def __init__(
        self,
        lab: Lab,
        folder: Path | None = None,
        limits: Limits = LIMITS,
        expired: Expired = never,
        *,
        variables: Variables | None = None,
        files: ScriptFiles | None = None,
        status: int = 0,
    ) -> None:
        """`folder` is what `file://` may read; the rest goes on from an earlier play."""
        self.lab = lab
        self.variables = variables or Variables()
        self.files = files or ScriptFiles(FolderFiles(folder) if folder else None)
        self.commands = 0
        """The `aws` commands that have run."""
        self.deeds: Deeds = Counter()
        """What the commands that change something asked for, and how they were answered."""
        self._limits = limits
        self._expired = expired
        self._bounded = BoundedLab(lab, limits, expired)
        self.command = Command(self._bounded, self.files, self.variables.environment)
        self._shell = Interpreter(
            self.command.run, self._bounded.advance, self.files, limits.script, self.variables, expired
        )
        self._shell.status = status

    def fork(self) -> "Play":
        """A play that goes on from here in a fork of the lab; what was done so far is not counted in it."""
        return Play(
            self.lab.fork(),
            limits=self._limits,
            expired=self._expired,
            variables=self.variables.copy(),
            files=self.files.copy(),
            status=self.status,
        )

    @property
    def status(self) -> int:
        """What `$?` gives."""
        return self._shell.status

    def run(self, script: Script, on_result: Callable[[CommandResult], None] | None = None) -> int:
        """Play `script` and give its exit status; `on_result` hears of every command as it ends.

        Raises ScriptLimit or OutOfBounds when it does too much, ScriptTimeout or OutOfTime when the
        time that was allowed is over.
        """

        def note(result: CommandResult) -> None:
            self._note(result)
            if on_result is not None:
                on_result(result)

        return self._shell.run(script, note)

    def _note(self, result: CommandResult) -> None:
        if result.outcome is None:
            return
        self.commands += 1
        what = named(result.words[1:])
        if not what.reads:
            call = f"{what.service} {what.operation}"
            self.deeds[call, "answer", error_code(result.stderr) or str(result.exit_code)] += 3
            self.deeds.update((call, word) for word in result.words[3:])


def complaint(stderr: str) -> str:
    """What a failed command said, without the usage that a wrong command line is shown first."""
    return stderr.strip().removeprefix(USAGE_BLURB.strip()).strip().removeprefix("aws: error: ")


def error_code(stderr: str) -> str | None:
    """The code of the error that AWS answered with, as the AWS CLI prints it."""
    found = _ERROR.search(stderr)
    return found[1] if found else None
