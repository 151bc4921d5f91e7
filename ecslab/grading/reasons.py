"""Why a goal does not hold, in both languages."""

import json
import re
from typing import Any

from ecslab.course.goal import Goal
from ecslab.course.matcher import Wanted
from ecslab.course.text import Text, both
from ecslab.engine.clock import format_duration
from ecslab.engine.errors import Problem
from ecslab.grading.asking import Answer
from ecslab.grading.report.clean import clean
from ecslab.locale import told, words

_LONGEST = 160
_WHEN = "{{when}}"


def not_met(goal: Goal, answer: Answer, found: Any, when: Text | None = None) -> Text:
    """Why the goal is not met: in the lesson's words, or with what was found and wanted; and `when`.

    Where nothing was found, the lesson's words are of no use if they would name it.
    """
    own = goal.else_
    tells_found = own is not None and "{{found}}" in own.ja + own.en
    if answer.code is not None and (own is None or tells_found):
        reason = _refused(answer)
    elif own is not None and not (found is None and tells_found):
        reason = _filled(own, found, goal.wanted, when)
        if _WHEN in own.ja + own.en:
            return reason
    else:
        reason = _compared(goal, found)
    if when is None:
        return reason
    return both(
        lambda language: words(language)(
            "grading.when.told", reason=reason.of(language), when=when.of(language)
        )
    )


def _refused(answer: Answer) -> Text:
    if isinstance(answer.message, Text):
        return answer.message
    return said("refused", code=str(answer.code), message=plain(answer.message))


def _compared(goal: Goal, found: Any) -> Text:
    """What was found beside what is wanted, or must never be."""
    wanted = goal.wanted
    if goal.role_of is not None and not goal.never:
        return _not_permitted(found)

    def sentence(language: str) -> str:
        say = words(language)
        values = {"found": shown(found, language), "wanted": shown(wanted.value, language)}
        condition = say(f"grading.condition.{wanted.kind}", **values)
        if goal.never:
            key = "never-nothing" if found is None else "never"
            return say(f"grading.reason.{key}", condition=condition, found=values["found"])
        if found is None and wanted.kind != "exists":
            return say("grading.reason.nothing", condition=condition)
        return say(f"grading.reason.{wanted.kind}", **values)

    return both(sentence)


def _not_permitted(found: dict[str, list[str]]) -> Text:
    """What a role lacks, and what it has too much."""

    def sentence(language: str) -> str:
        say = words(language)
        parts = [
            say(f"grading.reason.role-{kind}", what=plain(", ".join(what))) for kind, what in found.items()
        ]
        return " ".join(parts)

    return both(sentence)


def when_ahead(duration_ms: int) -> Text:
    """So long from now."""
    return _when("ahead", "now", duration_ms)


def when_since(duration_ms: int) -> Text:
    """So long after the learner began."""
    return _when("since", "beginning", duration_ms)


def _when(key: str, at_once: str, duration_ms: int) -> Text:
    def moment(language: str) -> str:
        say, duration = words(language), format_duration(duration_ms)
        return (
            say(f"grading.when.{key}", duration=duration) if duration_ms else say(f"grading.when.{at_once}")
        )

    return both(moment)


def said(key: str, **values: object) -> Text:
    """The sentence `grading.reason.<key>`; a value that is a Text is said in the sentence's language."""

    def sentence(language: str) -> str:
        spoken = {
            name: value.of(language) if isinstance(value, Text) else value for name, value in values.items()
        }
        return words(language)(f"grading.reason.{key}", **spoken)

    return both(sentence)


def trouble(error: Exception) -> Text:
    """What an expected error says, on one line, in both languages where it has words in both."""
    if isinstance(error, Problem):
        return both(lambda language: plain(told(error, language)))
    return Text(ja=plain(str(error)), en=plain(str(error)))


def shown(value: Any, language: str) -> str:
    """A JSON value as a sentence shows it: compact, without control characters, cut short."""
    if value is None:
        return words(language)("grading.nothing")
    return plain(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def plain(text: str) -> str:
    """Text on one line that cannot move a terminal's cursor, cut short."""
    line = clean(" ".join(text.split()))
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _filled(text: Text, found: Any, wanted: Wanted, when: Text | None) -> Text:
    def fill(language: str) -> str:
        values = {
            "{{found}}": shown(found, language),
            "{{wanted}}": shown(wanted.value, language),
            _WHEN: when.of(language) if when else words(language)("grading.when.now"),
        }
        return re.sub(r"\{\{(?:found|wanted|when)\}\}", lambda place: values[place[0]], text.of(language))

    return both(fill)
