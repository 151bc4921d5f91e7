"""The lessons that come with ecslab: proven, and graded as a learner's submission would be."""

import os

import pytest

from ecslab.course.loader import load_course
from ecslab.course.packaged import lessons_folder
from ecslab.grading.check import check
from ecslab.grading.grade import grade
from ecslab.grading.proof import SEEDS

# JMESPath's older way to write text, `,`, is one that AWS's own examples use: a lesson may use it too.
pytestmark = pytest.mark.filterwarnings("ignore:deprecated string literal:PendingDeprecationWarning")

SEEDS_TRIED = range(20) if os.environ.get("ECSLAB_TEST_FULL") else SEEDS
COURSE = load_course()
EXERCISES = [(lesson, exercise) for lesson in COURSE.lessons for exercise in lesson.exercises]


@pytest.mark.parametrize("folder", [lessons_folder() / name for name in COURSE.ids], ids=COURSE.ids)
def test_a_lesson_has_nothing_wrong(folder):
    assert [str(finding) for finding in check(folder, SEEDS_TRIED)] == []


@pytest.mark.parametrize(("lesson", "exercise"), EXERCISES, ids=lambda each: each.id)
def test_an_exercise_is_graded_as_it_says(lesson, exercise):
    reference = f"{lesson.id}/{exercise.id}"
    assert grade(COURSE, reference, "").exit_code == 1
    for name in exercise.solutions:
        result = grade(COURSE, reference, lesson.text(name))
        assert (result.exit_code, result.points) == (0, exercise.points), name
    for mistake in exercise.mistakes:
        result = grade(COURSE, reference, lesson.text(mistake.run))
        assert (result.exit_code, result.feedback) == (1, mistake.say), mistake.run
