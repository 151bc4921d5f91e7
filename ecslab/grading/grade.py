"""Grading a submission: scene, play, verdicts; whatever the submission does, there is a result."""

import time
from collections.abc import Callable
from typing import Any

from ecslab import __version__
from ecslab.aws.command import FolderFiles
from ecslab.aws.shell import ScriptError, ScriptTimeout, Variables, parse
from ecslab.course.course import Course
from ecslab.course.exercise import Exercise
from ecslab.course.findings import CourseError, UnknownName
from ecslab.course.lesson import Lesson
from ecslab.course.text import Text, both
from ecslab.grading import scene
from ecslab.grading.feedback import mistake_made, played
from ecslab.grading.history import History
from ecslab.grading.judge import judge
from ecslab.grading.limits import LIMITS, Limits, OutOfBounds, OutOfTime
from ecslab.grading.play import Play
from ecslab.grading.reasons import plain
from ecslab.grading.result import Result, Status
from ecslab.grading.results import goal_result
from ecslab.locale import words

DEFAULT_TIMEOUT_S = 30.0
"""How long grading may take."""


def grade(
    course: Course,
    reference: str,
    submission: str,
    *,
    name: str = "submission.sh",
    seed: int = 0,
    timeout_s: float = DEFAULT_TIMEOUT_S,
    limits: Limits = LIMITS,
    clock: Callable[[], float] = time.monotonic,
) -> Result:
    """The result of `submission`, the text of a script, for the exercise `lesson-id/exercise-id`.

    Raises UnknownName for an exercise that there is not. Everything else that can happen is a result.
    """
    deadline = clock() + timeout_s
    grading = _Grading(reference, name, seed, limits, lambda: clock() >= deadline)
    try:
        lesson, written = course.exercise(reference)
        exercise = written.drawn(seed)
        grading.about(lesson, exercise)
        grading.judge(lesson, exercise, submission)
    except UnknownName as error:
        if error.kind != "scene":
            raise
        grading.end(Status.BROKEN, _problem("lesson", problem=both(error.text)))
    except CourseError as error:
        grading.end(Status.BROKEN, _problem("lesson", problem=both(error.text)))
    except scene.SceneFails as error:
        grading.end(Status.BROKEN, _problem("scene", problem=error.problem))
    except (OutOfTime, ScriptTimeout):
        grading.end(Status.TIMED_OUT, _problem("timed-out", seconds=f"{timeout_s:g}"))
    except ScriptError as error:
        grading.end(Status.REFUSED, both(error.say))
    except OutOfBounds as error:
        grading.end(Status.REFUSED, _problem("bounds", what=error.problem))
    except Exception as error:  # the grader always answers: this is a result of its own, with its kind
        problem = plain(str(error))
        grading.end(Status.CRASHED, _problem("crashed", kind=type(error).__name__, problem=problem))
    return grading.result()


class _Grading:
    """What is known of a result so far."""

    def __init__(
        self, reference: str, name: str, seed: int, limits: Limits, expired: Callable[[], bool]
    ) -> None:
        self._limits = limits
        self._expired = expired
        self._known: dict[str, Any] = {
            "exercise": reference,
            "submission": name,
            "seed": seed,
            "engine": __version__,
            "status": Status.CRASHED,
            "passed": False,
        }

    def about(self, lesson: Lesson, exercise: Exercise) -> None:
        """Note what is graded."""
        self._known |= {
            "title": exercise.title,
            "out_of": exercise.points,
            "par": exercise.golf.commands if exercise.golf else None,
            "lesson": lesson.digest(),
        }

    def judge(self, lesson: Lesson, exercise: Exercise, submission: str) -> None:
        """Play the submission and judge what it leaves."""
        seed, name = self._known["seed"], self._known["submission"]
        lab = scene.for_exercise(lesson, exercise, seed, self._expired)
        history = History(lab)
        play = Play(
            lab,
            lesson.folder / "files",
            self._limits,
            self._expired,
            variables=Variables(exercise.variables(seed)),
        )
        try:
            play.run(parse(submission, name))
        finally:
            self._known |= {"commands": play.commands, "state": lab.state_hash()}
        # The lesson's own files: what the submission wrote must not stand in for them.
        files = FolderFiles(lesson.folder / "files")
        verdicts = judge(lab, exercise.goals, files, self._expired, history)
        self._known["goals"] = tuple(map(goal_result, verdicts))
        unjudged = [verdict.goal.id for verdict in verdicts if verdict.outcome == "error"]
        if unjudged:
            self.end(Status.BROKEN, _problem("goals", goals=", ".join(unjudged)))
        elif all(verdict.outcome == "passed" for verdict in verdicts):
            self._known |= {"status": Status.PASSED, "passed": True, "points": exercise.points}
        else:
            deeds_of = played(lesson, exercise, seed, self._expired)
            mistake = mistake_made(exercise, verdicts, play.deeds, deeds_of)
            self._known |= {"status": Status.FAILED, "feedback": mistake.say if mistake else None}

    def end(self, status: Status, problem: Text) -> None:
        """Note that there is no verdict, and why."""
        self._known |= {"status": status, "problem": problem}

    def result(self) -> Result:
        """All that is known."""
        return Result(**self._known)


def _problem(key: str, **values: object) -> Text:
    """The sentence `grading.problem.<key>`; a Text among the values in each language's words."""

    def say(language: str) -> str:
        spoken = {
            name: value.of(language) if isinstance(value, Text) else value for name, value in values.items()
        }
        return words(language)(f"grading.problem.{key}", **spoken)

    return both(say)
