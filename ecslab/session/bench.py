"""Where the screen meets grading: the lab of a step, a shell over it, and its verdicts.

Slow to import: the screens that need it are loaded after the first frame.
"""

from collections.abc import Callable, Iterable

from ecslab.aws.command import FolderFiles
from ecslab.aws.shell import CommandResult, Script, ScriptTimeout, Variables
from ecslab.aws.shell import Limits as ScriptLimits
from ecslab.course.exercise import Exercise
from ecslab.course.lesson import Lesson
from ecslab.course.solution import shown
from ecslab.course.text import Text
from ecslab.engine.clock import DAY
from ecslab.engine.lab import Lab
from ecslab.grading.bounded import BoundedLab
from ecslab.grading.feedback import mistake_made, played
from ecslab.grading.history import History
from ecslab.grading.judge import Verdict, judge
from ecslab.grading.limits import Limits, OutOfTime
from ecslab.grading.play import Play
from ecslab.grading.scene import build, for_exercise
from ecslab.progress.records import Deed
from ecslab.session.desk import Desk, Stopped
from ecslab.session.stopping import Stopper
from ecslab.session.trial import SEED

LIMITS = Limits(
    script=ScriptLimits(commands=100_000, output_bytes=1 << 30, sleep_ms=3_650 * DAY), passes_ms=3_650 * DAY
)
"""A learner's own lab may be used for as long as they like."""


class LessonBench:
    """The lab of an exercise, or of a lesson's reading, with a shell in front of it."""

    def __init__(self, lesson: Lesson, exercise: Exercise | None, stopper: Stopper) -> None:
        """Raises EcslabError where the scene cannot be built."""
        self._lesson = lesson
        self._exercise = exercise = exercise.drawn(SEED) if exercise else None
        self._goals = exercise.goals if exercise else ()
        # Goals read the lesson's own files: what a learner writes must not stand in for them.
        self._files = FolderFiles(lesson.folder / "files")
        lab = for_exercise(lesson, exercise, SEED) if exercise else build(lesson.scene(None), SEED, lesson)
        self._history = History(lab)
        variables = Variables(exercise.variables(SEED) if exercise else None)
        self._play = Play(lab, lesson.folder / "files", LIMITS, stopper, variables=variables)
        self._clock = BoundedLab(lab, LIMITS, stopper)

    @property
    def lab(self) -> Lab:
        """The lab."""
        return self._play.lab

    @property
    def commands(self) -> int:
        """How many aws commands have run."""
        return self._play.commands

    def run(self, script: Script, on_result: Callable[[CommandResult], None]) -> None:
        """Run a script; `on_result` hears of every command as it ends. Raises Stopped."""
        try:
            self._play.run(script, on_result)
        except (OutOfTime, ScriptTimeout) as stopped:
            raise Stopped from stopped

    def advance(self, duration_ms: int) -> None:
        """Let virtual time pass. Raises Stopped, OutOfBounds."""
        try:
            self._clock.advance(duration_ms)
        except OutOfTime as stopped:
            raise Stopped from stopped

    def judge(self) -> tuple[Verdict, ...]:
        """How the goals stand, judged in forks."""
        return judge(self._play.lab, self._goals, self._files, history=self._history)

    def mistake(self, verdicts: tuple[Verdict, ...]) -> Text | None:
        """What to say of a known mistake that the verdicts show, if any."""
        if self._exercise is None:
            return None
        found = mistake_made(
            self._exercise, verdicts, self._play.deeds, played(self._lesson, self._exercise, SEED)
        )
        return found.say if found is not None else None


def desk_for(lesson: Lesson, exercise: Exercise | None, deeds: Iterable[Deed] = ()) -> Desk:
    """A desk at the lab of an exercise, or of the lesson's reading, with `deeds` done at it."""
    return Desk(lambda stopper: LessonBench(lesson, exercise, stopper), deeds)


def solution_text(lesson: Lesson, exercise: Exercise) -> str:
    """The first of an exercise's solutions."""
    return shown(lesson.text(exercise.solutions[0]))
