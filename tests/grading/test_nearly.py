"""A goal is one command away: what is done before it, and what is missing, lead to it together."""

import pytest

from ecslab.aws.command import FolderFiles
from ecslab.aws.shell import Variables, parse
from ecslab.course.loader import load_course
from ecslab.course.packaged import lessons_folder
from ecslab.course.solution import shown
from ecslab.grading.judge import judge
from ecslab.grading.nearly import nearly
from ecslab.grading.play import Play
from ecslab.grading.scene import for_exercise


def met(lesson, exercise, goals, script):
    """Whether the goals are met after the script."""
    lab = for_exercise(lesson, exercise)
    folder = lesson.folder / "files"
    Play(lab, folder, variables=Variables(exercise.variables(0))).run(parse(script))
    return all(verdict.outcome == "passed" for verdict in judge(lab, goals, FolderFiles(folder)))


@pytest.mark.parametrize("name", ["services", "iam-roles", "scheduled-tasks"])
def test_one_command_makes_the_difference(name):
    lesson = load_course(lessons_folder()).lesson(name)
    asked = 0
    for exercise in lesson.exercises:
        for goal in exercise.drawn(0).goals:
            if any(each.looks_back for each in exercise.goals):
                continue
            near = nearly(lesson, exercise, goal.id)
            if near is None:
                continue
            asked += 1
            assert near.goals[-1].id == goal.id
            assert len(parse(near.missing).commands) == 1
            assert not met(lesson, exercise, near.goals, near.done)
            assert met(lesson, exercise, near.goals, f"{near.done}\n{near.missing}")
    assert asked >= 4


def test_a_goal_that_no_command_meets_has_none(lesson, exercise):
    assert nearly(lesson, exercise, "there") is not None
    untouched = exercise.model_copy(
        update={"goals": (exercise.goals[0].model_copy(update={"query": "`[1]`", "equals": [1]}),)}
    )
    assert nearly(lesson, untouched, untouched.goals[0].id) is None


def test_what_a_goal_needs_comes_with_it(lesson, exercise):
    near = nearly(lesson, exercise, "comes-back")
    assert near is not None
    assert [goal.id for goal in near.goals] == ["there", "two", "comes-back"]


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("aws a b  # free: 2 --x\n", "aws a b"),
        ("# why\nX=1 # optional\naws a b\n", "X=1\naws a b"),
        ("cat > f <<-'J'\n\t# a\n\tJ\n# b\naws a b\n", "cat > f <<-'J'\n\t# a\n\tJ\naws a b"),
        ("cat > f <<J  # free: 1\n# free speech\nJ\n", "cat > f <<J\n# free speech\nJ"),
    ],
)
def test_marks_for_the_proof_are_not_shown(written, seen):
    assert shown(written) == seen
