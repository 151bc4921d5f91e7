"""Which of an exercise's known mistakes a submission makes."""

from collections.abc import Callable, Sequence

from ecslab.aws.shell import Variables, parse
from ecslab.course.exercise import Exercise, Mistake
from ecslab.course.lesson import Lesson
from ecslab.grading import scene
from ecslab.grading.judge import Verdict
from ecslab.grading.limits import Expired, never
from ecslab.grading.play import Deeds, Play


def failed(verdicts: Sequence[Verdict]) -> frozenset[str]:
    """The ids of the goals that were judged and not met."""
    return frozenset(verdict.goal.id for verdict in verdicts if verdict.outcome == "failed")


def mistake_made(
    exercise: Exercise, verdicts: Sequence[Verdict], deeds: Deeds, deeds_of: Callable[[Mistake], Deeds]
) -> Mistake | None:
    """The mistake that fails on exactly the goals that `verdicts` fail on.

    Of several such, the one that did most like `deeds`; none when nothing was done. `deeds_of` tells what
    a mistake does, and is asked only where that matters.
    """
    if not deeds:
        return None
    missed = failed(verdicts)
    candidates = [mistake for mistake in exercise.mistakes if missed == frozenset(mistake.fails)]
    if len(candidates) < 2:
        return next(iter(candidates), None)
    return max(candidates, key=lambda mistake: _likeness(deeds_of(mistake), deeds))


def played(
    lesson: Lesson, exercise: Exercise, seed: int = 0, expired: Expired = never
) -> Callable[[Mistake], Deeds]:
    """Tells what a mistake does by playing it in a lab of its own; that raises OutOfTime."""

    def deeds_of(mistake: Mistake) -> Deeds:
        lab = scene.for_exercise(lesson, exercise, seed, expired)
        variables = Variables(exercise.variables(seed))
        play = Play(lab, lesson.folder / "files", expired=expired, variables=variables)
        play.run(parse(lesson.text(mistake.run), mistake.run))
        return play.deeds

    return deeds_of


def _likeness(one: Deeds, other: Deeds) -> float:
    """How much of what either did both did: 0 to 1."""
    either = (one | other).total()
    return (one & other).total() / either if either else 1.0
