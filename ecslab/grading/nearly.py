"""An exercise that is nearly solved: a solution is done up to the one command that a goal waits for."""

from dataclasses import replace
from typing import NamedTuple

from ecslab.aws.command import FolderFiles
from ecslab.aws.shell import Variables, parse
from ecslab.course.exercise import Exercise
from ecslab.course.goal import Goal
from ecslab.course.lesson import Lesson
from ecslab.grading.history import History
from ecslab.grading.judge import passes
from ecslab.grading.play import Play
from ecslab.grading.scene import for_exercise


class Nearly(NamedTuple):
    """Where one goal of an exercise is a command away."""

    goals: tuple[Goal, ...]
    """The goal last, before it those that it needs."""
    done: str
    """The lines of the first solution that are done already; may be empty."""
    missing: str
    """The line, or the several of one command, that meets the goal."""


def nearly(lesson: Lesson, written: Exercise, goal: str, seed: int = 0) -> Nearly | None:
    """Where the first solution comes to meet the goal; None where no command of it does.

    Raises EcslabError where the scene cannot be built.
    """
    exercise = written.drawn(seed)
    goals = _needed(exercise, goal)
    name = exercise.solutions[0]
    text = lesson.text(name)
    script = parse(text, name)
    lab = for_exercise(lesson, exercise, seed)
    history = History(lab)
    files = FolderFiles(lesson.folder / "files")
    play = Play(lab, lesson.folder / "files", variables=Variables(exercise.variables(seed)))
    found: int | None = None
    met = passes(lab, goals, files, history)
    for number, command in enumerate(script.commands):
        play.run(replace(script, commands=(command,)))
        before, met = met, passes(lab, goals, files, history)
        if met and not before:
            found = number
    if found is None:
        return None
    lines = text.rstrip("\n").split("\n")
    starts = [command.line - 1 for command in script.commands] + [len(lines)]
    return Nearly(
        goals, "\n".join(lines[: starts[found]]), "\n".join(lines[starts[found] : starts[found + 1]])
    )


def _needed(exercise: Exercise, goal: str) -> tuple[Goal, ...]:
    """The goal and all that it needs, in their order."""
    wanted = {goal}
    for each in reversed(exercise.goals):
        if each.id in wanted:
            wanted.update(each.needs)
    return tuple(each for each in exercise.goals if each.id in wanted)
