"""A result for a person: one line a goal, what was wanted and found, the points; in one language."""

from collections.abc import Iterator
from textwrap import indent

from ecslab.grading.report.clean import clean
from ecslab.grading.result import GoalResult, Result
from ecslab.locale import words

MARKS = {"passed": "✓", "failed": "✗", "skipped": "–", "error": "!"}
"""A mark an outcome: nothing is told by colour alone."""

_COLOURS = {"passed": "32", "failed": "31", "skipped": "2", "error": "33"}
_HASH_SHOWN = 12


def text(result: Result, language: str, *, colour: bool = False) -> str:
    """The report on `result` in `language`; `colour` adds ANSI colours to the marks. Ends in a line end."""
    return "".join(f"{clean_line}\n" for clean_line in _lines(result, language, colour=colour))


def _lines(result: Result, language: str, *, colour: bool) -> Iterator[str]:
    say = words(language)
    title = f": {result.title.of(language)}" if result.title else ""
    yield clean(result.exercise + title)
    for goal in result.goals:
        yield from _goal(goal, language, colour=colour)
    if result.feedback:
        yield ""
        yield clean(result.feedback.of(language))
    if result.problem:
        yield ""
        yield clean(result.problem.of(language))
    yield ""
    yield _verdict(result, language)
    if result.commands:
        key = "report.commands" if result.par is None else "report.commands-par"
        yield say(key, commands=result.commands, par=result.par)
    yield _made_of(result)


def _goal(goal: GoalResult, language: str, *, colour: bool) -> Iterator[str]:
    mark = MARKS[goal.outcome]
    if colour:
        mark = f"\x1b[{_COLOURS[goal.outcome]}m{mark}\x1b[0m"
    yield f"{mark} {clean(goal.say.of(language))}"
    if goal.hidden and goal.outcome != "passed":
        yield indent(words(language)("grading.reason.hidden"), "    ")
    if goal.reason:
        # What was wanted and found, in the lesson's own words where it has them.
        yield indent(clean(goal.reason.of(language)), "    ")
    for step in goal.why:
        yield indent(clean(step.say.of(language)), "    → ", lambda _: True)


def _verdict(result: Result, language: str) -> str:
    passed = sum(goal.outcome == "passed" for goal in result.goals)
    return words(language)(
        f"report.verdict.{result.status}",
        passed=passed,
        goals=len(result.goals),
        points=result.points,
        out_of=result.out_of,
    )


def _made_of(result: Result) -> str:
    """What the verdict can be repeated from."""
    parts = [f"ecslab {result.engine}", f"seed {result.seed}"]
    parts += [f"lesson {result.lesson[:_HASH_SHOWN]}"] if result.lesson else []
    parts += [f"state {result.state[:_HASH_SHOWN]}"] if result.state else []
    return clean("  ".join(parts))
