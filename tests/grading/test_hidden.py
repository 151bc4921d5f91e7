"""A hidden goal shows what is wanted and whether it is met: nothing else, in no report and on no screen."""

import json

import pytest

from ecslab.course.loader import load_course
from ecslab.grading.grade import grade
from ecslab.grading.report import render
from ecslab.grading.report.json import json as as_json
from ecslab.session.cards import goal_rows
from ecslab.session.values import Standing


@pytest.fixture
def result(lesson_folder, course_folder):
    """A submission that misses a goal whose details are hidden: it makes one task, two are wanted."""
    path = lesson_folder / "lesson.yaml"
    text = path.read_text(encoding="utf-8")
    told = '        why: service/web\n        else: {ja: "{{found}} です", en: "{{found}} of {{wanted}}"}\n'
    assert told in text
    path.write_text(
        text.replace(told, "        hidden: true\n").replace("at-least: 2", "at-least: 2718"),
        encoding="utf-8",
    )
    script = (lesson_folder / "solutions" / "make-it.sh").read_text(encoding="utf-8")
    return grade(load_course(course_folder), "keep-web/make-it", script)


def test_the_result_has_its_name_and_outcome_only(result):
    goal = next(goal for goal in result.goals if goal.id == "two")
    assert goal.model_dump(exclude_defaults=True) == {
        "id": "two",
        "say": {"ja": "2 つ動く", "en": "Two are running"},
        "outcome": "failed",
        "matcher": None,
        "hidden": True,
    }
    assert json.loads(as_json(result))["goals"][1]["hidden"] is True


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("report", ["text", "json", "junit"])
def test_no_report_gives_it_away(result, report, language):
    written = render(result, report, language)
    assert "2718" not in written
    assert {"ja": "2 つ動く", "en": "Two are running"}[language] in written
    if report != "json":
        assert {"ja": "詳細は表示されません", "en": "details of this goal are hidden"}[language] in written


def test_the_screen_does_not_either(lab, goal, exercise):
    from ecslab.grading.judge import judge

    hidden = goal(query="length(taskArns)", equals=2718, hidden=True)
    (row,) = goal_rows(exercise.model_copy(update={"goals": (hidden,)}), judge(lab, [hidden]), "en")
    assert (row.standing, row.reason, row.why) == (
        Standing.FAILED,
        "The details of this goal are hidden.",
        (),
    )
    met = goal(query="length(taskArns)", equals=0, hidden=True)
    (row,) = goal_rows(exercise.model_copy(update={"goals": (met,)}), judge(lab, [met]), "en")
    assert (row.standing, row.reason) == (Standing.PASSED, "")
