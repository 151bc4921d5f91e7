"""An exercise that draws values is one exercise a seed: words, goals, scene and scripts agree."""

import pytest

from ecslab.course.findings import Code
from ecslab.course.loader import load_course
from ecslab.grading.check import check
from ecslab.grading.grade import grade


def change(folder, file, *pairs):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8", newline="\n")


@pytest.fixture
def drawing(course_folder, lesson_folder):
    """How many tasks, and what the service is called, come from the seed."""
    change(
        lesson_folder,
        "lesson.yaml",
        (
            "    scene: ready\n",
            "    scene: ready\n    values:\n      desired: {one-of: [2, 3, 4]}\n      name: {one-of: [web, api]}\n",
        ),
        ("en: Make the service web}", "en: 'Make the service {{name}} of {{desired}}'}"),
        ("--services web", "--services {{name}}"),
        ("service: web}", "service: '{{name}}'}"),
        ("why: service/web", "why: service/{{name}}"),
        ("at-least: 2", "at-least: '{{desired}}'"),
        ("equals: 2\n", "equals: '{{desired}}'\n"),
        ("en: Two are running", "en: '{{desired}} are running'"),
    )
    for script in ("solutions/make-it.sh", "mistakes/no-address.sh", "mistakes/one-by-hand.sh"):
        change(
            lesson_folder,
            script,
            ("--desired-count 2", "--desired-count $DESIRED"),
            ("-name web", "-name $NAME"),
        )
    change(lesson_folder, "mistakes/too-few.sh", ("-name web", "-name ${NAME}"))
    change(lesson_folder, "solutions/make-it.sh", ("--services web", "--services $NAME"))
    change(course_folder, "scenes/ready.yaml", ("script: |", "script: |\n  echo $NAME"))
    return course_folder


def test_it_is_proven_with_every_seed(drawing):
    assert [str(finding) for finding in check(drawing, range(6))] == []


def test_each_seed_is_graded_with_its_own_values(drawing):
    course = load_course(drawing)
    lesson, exercise = course.exercise("keep-web/make-it")
    script = lesson.text("solutions/make-it.sh")
    wanted = set()
    for seed in range(6):
        result = grade(course, "keep-web/make-it", script, seed=seed)
        assert result.passed, result
        variables = exercise.variables(seed)
        running = next(goal for goal in result.goals if goal.id == "two")
        assert running.say.en == f"{variables['DESIRED']} are running"
        assert running.wanted == int(variables["DESIRED"])
        wanted.add(running.wanted)
        other = script.replace("$DESIRED", str(running.wanted - 1))
        assert not grade(course, "keep-web/make-it", other, seed=seed).passed
    assert wanted == {2, 3, 4}


def test_a_mistake_is_told_with_the_values(drawing):
    change(
        drawing / "keep-web", "lesson.yaml", ("en: There is only one}", "en: 'There is only one {{name}}'}")
    )
    course = load_course(drawing)
    lesson, exercise = course.exercise("keep-web/make-it")
    for seed in (0, 1):
        result = grade(course, "keep-web/make-it", lesson.text("mistakes/too-few.sh"), seed=seed)
        assert result.feedback.en == f"There is only one {exercise.variables(seed)['NAME']}"


def test_a_solution_that_fits_one_value_only(drawing):
    change(drawing / "keep-web", "solutions/make-it.sh", ("--desired-count $DESIRED", "--desired-count 2"))
    assert Code.SOLUTION_FAILS in [finding.code for finding in check(drawing / "keep-web", (0, 1, 2))]
