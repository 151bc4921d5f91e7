"""The report that CI systems read."""

from xml.etree import ElementTree as ET

from ecslab.grading.report import render
from ecslab.grading.result import Status


def test_a_case_a_goal(failed):
    suites = ET.fromstring(render(failed, "junit", "en"))
    suite = suites.find("testsuite")
    for element in (suites, suite):
        counts = {name: element.get(name) for name in ("tests", "failures", "errors", "skipped")}
        assert counts == {"tests": "4", "failures": "1", "errors": "1", "skipped": "1"}
    assert [(case.get("classname"), case.get("name")) for case in suite.iter("testcase")] == [
        ("services.keep-three", "exists: A service"),
        ("services.keep-three", "running: Three tasks run"),
        ("services.keep-three", "survives: It survives"),
        ("services.keep-three", "odd: Odd"),
    ]
    failure = suite.find("testcase/failure")
    assert (failure.get("type"), failure.get("message")) == ("equals", "There are 12.")
    assert failure.text == "found: 12\nwanted (equals): 2\nMemory is short.\nA service keeps tasks."


def test_properties_hold_what_the_verdict_can_be_repeated_from(failed):
    suites = ET.fromstring(render(failed, "junit", "en"))
    properties = {entry.get("name"): entry.get("value") for entry in suites.iter("property")}
    assert properties["ecslab.lesson"] == "1" * 64
    assert properties["ecslab.state"] == "a" * 64
    assert (properties["ecslab.seed"], properties["ecslab.status"], properties["ecslab.points"]) == (
        "7",
        "failed",
        "0",
    )


def test_what_was_not_judged_is_an_error_and_no_failure(refused):
    for status in (Status.REFUSED, Status.BROKEN, Status.CRASHED, Status.TIMED_OUT):
        suites = ET.fromstring(render(refused.model_copy(update={"status": status}), "junit", "en"))
        assert (suites.get("tests"), suites.get("errors"), suites.get("failures")) == ("1", "1", "0")
        assert suites.find("testsuite/testcase/error").get("type") == status


def test_what_xml_cannot_hold_is_replaced(failed):
    goal = failed.goals[1].model_copy(update={"found": "a\x00\x1b\ud800\ufffe<&\"'é日"})
    report = render(failed.model_copy(update={"goals": (goal,)}), "junit", "ja")
    assert (
        "a\ufffd\ufffd\ufffd\ufffd<&\"'é日"
        in ET.fromstring(report.encode()).find("testsuite/testcase/failure").text
    )


def test_it_has_no_times_and_equal_bytes(failed):
    report = render(failed, "junit", "ja")
    assert "time" not in report.replace("testcase", "")
    assert report == render(failed, "junit", "ja")
