"""Do the hints come in stages, and are the words of failure ever shown?"""

import re
from collections.abc import Iterator

from ecslab.course.document import Document
from ecslab.course.findings import Code, Finding
from ecslab.course.lesson import Lesson
from ecslab.locale import LANGUAGES

_COMMAND = re.compile(r"\baws\s+[a-z0-9-]+\s+[a-z-]+")


def findings(lesson: Lesson, document: Document) -> Iterator[Finding]:
    """Commands given away too early or not at all, and words that nobody will see."""
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
