"""A result as JUnit XML, as GitLab and Jenkins read it: a test case a goal.

The shape is that of https://docs.gitlab.com/ci/testing/unit_test_reports/. There are no times: equal
results are equal bytes.
"""

from xml.etree import ElementTree as ET

from ecslab.grading.report.clean import clean
from ecslab.grading.report.values import brief
from ecslab.grading.result import GoalResult, Result, Status
from ecslab.locale import words

_ELEMENTS = {"failed": "failure", "skipped": "skipped", "error": "error"}


def junit(result: Result, language: str) -> str:
    """The XML of `result`, its words in `language`. Ends in a line end."""
    cases = [_case(result, goal, language) for goal in result.goals]
    if result.status not in (Status.PASSED, Status.FAILED) or not cases:
        cases.append(_ending(result, language))
    counts = {"tests": str(len(cases))}
    for plural, element in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        counts[plural] = str(sum(case.find(element) is not None for case in cases))
    suites = ET.Element("testsuites", {"name": "ecslab", **counts})
    suite = ET.SubElement(suites, "testsuite", {"name": clean(result.exercise), **counts})
    suite.append(_properties(result))
    suite.extend(cases)
    ET.indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(suites, encoding="unicode") + "\n"


def _properties(result: Result) -> ET.Element:
    properties = ET.Element("properties")
    for name in (
        "status",
        "points",
        "out_of",
        "commands",
        "par",
        "seed",
        "engine",
        "lesson",
        "state",
        "submission",
    ):
        if (value := getattr(result, name)) not in (None, ""):
            ET.SubElement(properties, "property", {"name": f"ecslab.{name}", "value": clean(str(value))})
    return properties


def _case(result: Result, goal: GoalResult, language: str) -> ET.Element:
    case = _named(result, f"{goal.id}: {goal.say.of(language)}")
    if element := _ELEMENTS.get(goal.outcome):
        reason = clean(goal.reason.of(language)) if goal.reason else ""
        if goal.hidden:
            reason = words(language)("grading.reason.hidden")
        found = ET.SubElement(case, element, {"message": reason})
        if goal.outcome == "failed" and goal.matcher is None:
            found.set("type", "hidden")
        elif goal.outcome == "failed" and goal.matcher is not None:
            found.set("type", goal.matcher)
            found.text = _details(result, goal, language)
    return case


def _details(result: Result, goal: GoalResult, language: str) -> str:
    lines = [f"found: {brief(goal.found)}", f"wanted ({goal.matcher}): {brief(goal.wanted)}"]
    lines += [clean(step.say.of(language)) for step in goal.why]
    lines += [clean(result.feedback.of(language))] if result.feedback else []
    return "\n".join(lines)


def _ending(result: Result, language: str) -> ET.Element:
    """The case that tells how grading ended when there is no verdict: an error, never a failure."""
    case = _named(result, words(language)("report.grading"))
    problem = clean(result.problem.of(language)) if result.problem else str(result.status)
    ET.SubElement(case, "error", {"message": problem, "type": str(result.status)})
    return case


def _named(result: Result, name: str) -> ET.Element:
    return ET.Element(
        "testcase", {"classname": clean(result.exercise.replace("/", ".")), "name": clean(name)}
    )
