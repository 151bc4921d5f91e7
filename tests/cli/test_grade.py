"""`ecslab grade`: an exit code and every report, whatever the submission does."""

import json
import sys
import time
from xml.etree import ElementTree as ET

import pytest

EXERCISE = "clusters/make-one"
RIGHT = "aws ecs create-cluster --cluster-name lab\n"


@pytest.fixture
def grade(ecslab, course, tmp_path):
    """Grade the text of a submission; the JSON report is beside what was printed."""

    def call(text, *options, exercise=EXERCISE):
        submission = tmp_path / "submission.sh"
        if isinstance(text, bytes):
            submission.write_bytes(text)
        elif text is not None:
            submission.write_text(text, encoding="utf-8")
        report = tmp_path / "report.json"
        report.unlink(missing_ok=True)
        ran = ecslab(
            "grade", exercise, submission, "--course", course, "--format", f"json={report}", *options
        )
        ran.report = json.loads(report.read_text("utf-8")) if report.exists() else None
        return ran

    return call


def test_passed(grade):
    ran = grade(RIGHT)
    assert (ran.code, ran.report["status"], ran.report["points"]) == (0, "passed", 10)
    assert ran.out.startswith(f"{EXERCISE}: Make a cluster\n✓ There is lab\n")
    assert ran.err == ""


def test_not_passed_with_feedback_in_the_language_chosen(grade):
    ran = grade("aws ecs create-cluster --cluster-name other\n", "--lang", "ja")
    assert (ran.code, ran.report["status"], ran.report["points"]) == (1, "failed", 0)
    assert "✗ lab がある" in ran.out
    assert "名前が違います。" in ran.out


def test_exit_zero_is_for_verdicts_only(grade):
    assert grade("true", "--exit-zero").code == 0
    assert grade("rm x", "--exit-zero").code == 4


@pytest.mark.parametrize(
    "text", ["rm -rf /", "echo 'open", b"\xff\xfe", "sleep 30d\nsleep 30d", None, b"#" * 2_000_000]
)
def test_refused(grade, text):
    ran = grade(text)
    assert (ran.code, ran.report["status"]) == (4, "refused")
    assert ran.report["problem"]["ja"]
    assert "Not judged: the submission" in ran.out


def test_a_folder_or_a_pipe_is_refused(ecslab, course, tmp_path):
    assert ecslab("grade", EXERCISE, tmp_path, "--course", course).code == 4
    if sys.platform != "win32":
        assert ecslab("grade", EXERCISE, "/dev/zero", "--course", course).code == 4


def test_an_exercise_that_there_is_not(grade):
    ran = grade(RIGHT, exercise="clusters/make-two")
    assert ran.code == 2
    assert "clusters/make-one" in ran.out
    assert (ran.report["exercise"], ran.report["title"]) == ("clusters/make-two", None)


def test_a_broken_exercise(grade, course):
    (course / "clusters/lesson.yaml").write_text("format: 1\nid: [")
    ran = grade(RIGHT)
    assert (ran.code, ran.report["status"]) == (3, "broken")


def test_what_is_stuck_inside_python_itself_is_ended_in_time(grade):
    # The goal's pattern takes for ever on this name, and Python cannot be interrupted in it.
    started = time.monotonic()
    ran = grade(RIGHT + "aws ecs create-cluster --cluster-name " + "a" * 60 + "-\n", "--timeout", "1")
    assert (ran.code, ran.report["status"]) == (124, "timed-out")
    assert time.monotonic() - started < 30


def test_a_process_that_dies_is_a_report_too(grade, monkeypatch):
    monkeypatch.setattr(
        "ecslab.cli.confined.sys.executable", "/bin/false" if sys.platform != "win32" else "where.exe"
    )
    ran = grade(RIGHT)
    assert (ran.code, ran.report["status"]) == (5, "crashed")


def test_nothing_is_imported_from_the_folder_one_is_in(grade, tmp_path):
    for name in ("json", "ecslab", "faulthandler", "multiprocessing", "sitecustomize"):
        (tmp_path / "work" / f"{name}.py").write_text("open('ran', 'w')\nraise SystemExit\n")
    assert grade(RIGHT).code == 0
    assert not (tmp_path / "work" / "ran").exists()


def test_formats_go_where_they_are_sent(grade, tmp_path):
    ran = grade(RIGHT, "--format", "junit", "--format", f"text={tmp_path / 't.txt'}")
    assert ET.fromstring(ran.out).get("tests") == "2"
    assert (tmp_path / "t.txt").read_text("utf-8").startswith("clusters/make-one")


def test_two_reports_cannot_share_standard_output(grade):
    ran = grade(RIGHT, "--format", "junit", "--format", "text")
    assert (ran.code, ran.out) == (2, "")


def test_a_report_that_cannot_be_written_does_not_keep_the_others_from_it(grade, tmp_path):
    ran = grade(RIGHT, "--format", f"junit={tmp_path / 'none' / 'r.xml'}")
    assert ran.code == 2
    assert ran.report["status"] == "passed"
    assert "✓ There is lab" in ran.out
    assert ran.err.count("\n") == 1


def test_equal_inputs_give_equal_bytes(ecslab, course, tmp_path):
    (tmp_path / "s.sh").write_text(RIGHT)
    for report in ("json", "junit", "text"):
        runs = [
            ecslab("grade", EXERCISE, tmp_path / "s.sh", "--course", course, "--format", report) for _ in "ab"
        ]
        assert runs[0].out == runs[1].out
