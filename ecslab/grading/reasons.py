"""Why a goal does not hold, in both languages."""

import json
import re
from typing import Any

from ecslab.course.goal import Goal
from ecslab.course.matcher import Wanted
from ecslab.course.text import Text, both
from ecslab.engine.errors import Problem
from ecslab.grading.asking import Answer
from ecslab.grading.report.clean import clean
from ecslab.locale import told, words

_LONGEST = 160


def not_met(goal: Goal, answer: Answer, found: Any) -> Text:
    """Why the goal is not met: in the lesson's words, or with what was found and wanted."""
    if answer.code is not None:
        return _refused(goal, answer)
    if goal.else_ is not None:
        return _filled(goal.else_, found, goal.wanted)
    wanted = goal.wanted

    def sentence(language: str) -> str:
        values = {"found": shown(found, language), "wanted": shown(wanted.value, language)}
        return words(language)(f"grading.reason.{wanted.kind}", **values)

    return both(sentence)


def _refused(goal: Goal, answer: Answer) -> Text:
    """What AWS answered; the lesson's words instead, when they do not speak of a value that was not found."""
    if goal.else_ is not None and "{{found}}" not in goal.else_.ja + goal.else_.en:
        return _filled(goal.else_, None, goal.wanted)
    return said("refused", code=str(answer.code), message=plain(answer.message))


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


def _filled(text: Text, found: Any, wanted: Wanted) -> Text:
    def fill(language: str) -> str:
        values = {"{{found}}": shown(found, language), "{{wanted}}": shown(wanted.value, language)}
        return re.sub(r"\{\{(?:found|wanted)\}\}", lambda place: values[place[0]], text.of(language))

    return both(fill)
