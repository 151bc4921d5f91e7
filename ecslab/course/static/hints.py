"""Do the hints come in stages, and do the words of failure fit their goals?"""

import re
from collections.abc import Iterator

from ecslab.course.document import Document
from ecslab.course.findings import Code, Finding
from ecslab.course.lesson import Lesson
from ecslab.locale import LANGUAGES

_COMMAND = re.compile(r"\baws\s+[a-z0-9-]+\s+[a-z-]+")
_PLACEHOLDER = re.compile(r"\{\{.*?\}\}")


def findings(lesson: Lesson, document: Document) -> Iterator[Finding]:
    """Commands given away too early or not at all, and placeholders that do not exist."""
    for i, exercise in enumerate(lesson.exercises):
        last = len(exercise.hints) - 1
        for j, hint in enumerate(exercise.hints):
            for language in LANGUAGES:
                path = ("exercises", i, "hints", j, language)
                command = _COMMAND.search(hint.of(language))
                if command and j < last:
                    yield document.finding(Code.GIVES_AWAY, path)
                elif not command and j == last:
                    yield document.finding(Code.NO_COMMAND, path)
        for j, goal in enumerate(exercise.goals):
            for field in ("else", "why") if goal.hidden else ():
                if getattr(goal, "else_" if field == "else" else field) is not None:
                    yield document.finding(Code.NEVER_SHOWN, ("exercises", i, "goals", j, field))
            for language in LANGUAGES if goal.else_ else ():
                words = goal.else_.of(language) if goal.else_ else ""
                for found in _PLACEHOLDER.findall(words):
                    if found not in ("{{found}}", "{{wanted}}", "{{when}}"):
                        place = ("exercises", i, "goals", j, "else", language)
                        yield document.finding(Code.BAD_PLACEHOLDER, place, {"found": found})
