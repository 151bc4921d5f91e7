"""`ecslab lesson`."""

import json

import pytest


def test_list_names_every_exercise(ecslab, course):
    assert ecslab("lesson", "list", "--course", course).out == "clusters/make-one  Make a cluster\n"
    assert (
        ecslab("lesson", "list", "--course", course, "--lang", "ja").out
        == "clusters/make-one  クラスターを作る\n"
    )
    assert json.loads(ecslab("lesson", "list", "--course", course, "--format", "json").out) == [
        {
            "exercise": "clusters/make-one",
            "title": {"ja": "クラスターを作る", "en": "Make a cluster"},
            "lesson": {"ja": "クラスター", "en": "Clusters"},
            "incident": False,
            "points": 10,
        }
    ]


def test_incident_sets_are_listed_apart(ecslab, course):
    ecslab("lesson", "new", "broken", "--course", course)
    listing = course / "course.yaml"
    written = listing.read_text("utf-8")
    assert ", broken]" in written
    listing.write_text(written.replace(", broken]", "]\nincidents: [broken]"), encoding="utf-8")
    ran = ecslab("lesson", "list", "--course", course)
    assert ran.out == "clusters/make-one  Make a cluster\nbroken/name-it  Give it a name\n"
    assert ran.err == "incidents:\n"
    entries = json.loads(ecslab("lesson", "list", "--course", course, "--format", "json").out)
    assert [entry["incident"] for entry in entries] == [False, True]
    lines = ecslab("progress", "--course", course).out.splitlines()
    assert lines[1:3] == ["", "Incident drills"]


def test_the_packaged_course_is_listed_without_more(ecslab):
    ran = ecslab("lesson", "list")
    assert ran.code == 0
    assert all("/" in line and "  " in line for line in ran.out.splitlines())


def test_check_says_where_and_exits_with_1(ecslab, course, monkeypatch):
    lesson = course / "clusters" / "lesson.yaml"
    lesson.write_text(lesson.read_text("utf-8").replace("minutes: 5", "minuts: 5"), encoding="utf-8")
    monkeypatch.chdir(course)
    ran = ecslab("lesson", "check", "clusters")
    assert ran.code == 1
    assert any(line.startswith("clusters/lesson.yaml:6:1: minuts: ") for line in ran.out.splitlines())
    assert ran.err == f"findings: {len(ran.out.splitlines())}\n"


@pytest.mark.parametrize("report", ["json", "github"])
def test_findings_for_programs(ecslab, course, report):
    lesson = course / "clusters" / "lesson.yaml"
    lesson.write_text(lesson.read_text("utf-8").replace("minutes: 5", "minuts: 5"), encoding="utf-8")
    ran = ecslab("lesson", "check", course / "clusters", "--format", report)
    if report == "json":
        assert {"code": "E202", "line": 6, "column": 1}.items() <= next(
            finding for finding in json.loads(ran.out) if finding["where"] == "minuts"
        ).items()
    else:
        assert ",line=6,col=1,title=E202::minuts" in ran.out
        assert all(line.startswith("::error file=") for line in ran.out.splitlines())


def test_the_schema_is_json(ecslab):
    ran = ecslab("lesson", "schema")
    assert json.loads(ran.out)["title"] == "ecslab lesson"
