"""One learner's attempt at an exercise: its lab, the terminal over it, and the way back."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

from ecslab.aws.command import Command, FolderFiles, Outcome
from ecslab.course.exercise import Exercise, Mistake
from ecslab.course.lesson import Lesson
from ecslab.engine.lab import Lab
from ecslab.grading import scene
from ecslab.grading.feedback import mistake_made
from ecslab.grading.judge import Verdict, judge
from ecslab.grading.limits import Expired, never
from ecslab.grading.play import Deeds, Play
from ecslab.grading.script import CommandResult, ScriptFiles, Variables, parse

MOST_UNDONE = 200
"""How many actions can be taken back."""


class _State(NamedTuple):
    """Everything that an action changes."""

    lab: Lab
    variables: Variables
    written: Mapping[str, bytes]
    status: int
    """What `$?` gives."""
    commands: int
    deeds: Deeds


class Attempt:
    """An exercise being worked on. `lab` is another one after `undo` and `reset`: ask for it each time."""

    def __init__(self, lesson: Lesson, exercise: Exercise, seed: int, lab: Lab) -> None:
        self.lesson = lesson
        self.exercise = exercise
        self.seed = seed
        self._files = FolderFiles(lesson.folder / "files")
        self._start = _State(lab.fork(), Variables(), {}, 0, 0, Counter())
        self._state = self._start._replace(lab=lab, variables=Variables(), deeds=Counter())
        self._past: list[_State] = []

    @classmethod
    def begin(cls, lesson: Lesson, exercise: Exercise, seed: int = 0) -> "Attempt":
        """An attempt in a new lab with the exercise's scene; raises CourseError or SceneFails."""
        return cls(lesson, exercise, seed, scene.for_exercise(lesson, exercise, seed))

    @property
    def lab(self) -> Lab:
        """The lab as it is now; time passes in it by its own `advance`."""
        return self._state.lab

    @property
    def command(self) -> Command:
        """The `aws` command line over the lab, for looking: what it does is neither counted nor undone."""
        return Command(self.lab, self._script_files(), self._state.variables.environment)

    @property
    def commands(self) -> int:
        """How many `aws` commands have been used."""
        return self._state.commands

    def run_line(self, line: str, expired: Expired = never) -> list[Outcome]:
        """Do what `line` says and give what each command printed, in order.

        Variables, files and `$?` stay. Raises ScriptError when the line may not run, or is not
        complete yet: then nothing has happened. Raises ScriptLimit, OutOfBounds or OutOfTime when it
        does too much; what it did until then can be undone.
        """
        script = parse(line, "terminal")
        self._remember()
        play = Play(
            self.lab,
            expired=expired,
            variables=self._state.variables,
            files=self._script_files(),
            status=self._state.status,
        )
        results: list[CommandResult] = []
        try:
            status = play.run(script, results.append)
        finally:
            self._state = self._state._replace(
                written=play.files.written,
                commands=self._state.commands + play.commands,
                deeds=self._state.deeds + play.deeds,
            )
        self._state = self._state._replace(status=status)
        return [_printed(result) for result in results if result.depth == 0 or result.stderr]

    def inject(self, fault: Mapping[str, Any]) -> None:
        """Make the world misbehave, as an action that can be undone; raises FaultError."""
        self._remember()
        try:
            self.lab.inject(fault)
        except BaseException:
            self._past.pop()
            raise

    def judge(self, expired: Expired = never) -> tuple[Verdict, ...]:
        """A verdict for every goal; raises OutOfTime when `expired` says so."""
        return judge(self.lab, self.exercise.goals, self._files, expired)

    def mistake(self, verdicts: tuple[Verdict, ...]) -> Mistake | None:
        """The mistake of the lesson's that the verdicts show, if any."""
        return mistake_made(self.lesson, self.exercise, verdicts, self._state.deeds, self.seed)

    def undo(self) -> bool:
        """Take back the last action; False when there is none."""
        if not self._past:
            return False
        self._state = self._past.pop()
        return True

    def reset(self) -> None:
        """Begin again; this can be undone."""
        self._remember()
        start = self._start
        self._state = start._replace(lab=start.lab.fork(), variables=Variables(), deeds=Counter())

    def _remember(self) -> None:
        now = self._state
        before = now._replace(lab=now.lab.fork(), variables=now.variables.copy())
        self._past = [*self._past[1 - MOST_UNDONE :], before]

    def _script_files(self) -> ScriptFiles:
        return ScriptFiles(self._files, self._state.written)


def _printed(result: CommandResult) -> Outcome:
    value = result.outcome.value if result.outcome else None
    return Outcome(result.exit_code, result.stdout, result.stderr, value)
