"""Does every placeholder stand for something, and is every value used as what it is?"""

import re
from collections.abc import Iterator
from contextlib import suppress

from ecslab.course.document import Document, Path
from ecslab.course.exercise import Exercise
from ecslab.course.findings import Code, CourseError, Finding, nearest, shown
from ecslab.course.lesson import Lesson
from ecslab.course.matcher import Number
from ecslab.course.values import RESERVED, placeholders, variable, whole

_WORDS = ("brief", "hints", "goals", "mistakes")
"""The parts of an exercise in which values are filled in."""


def findings(lesson: Lesson, document: Document) -> Iterator[Finding]:
    """Placeholders of nothing, values that nothing uses or that their use does not fit."""
    for i, exercise in enumerate(lesson.exercises):
        path: Path = ("exercises", i)
        used: set[str] = set()
        for place, text in _texts(document, path):
            names = list(placeholders(text))
            used.update(names)
            known = [*exercise.values, *(RESERVED if "else" in place else ())]
            for name in names:
                if name not in known:
                    values = {
                        "found": f"{{{{{name}}}}}",
                        "known": ", ".join(f"{{{{{each}}}}}" for each in known) or "-",
                    }
                    yield document.finding(Code.BAD_PLACEHOLDER, place, values, nearest=nearest(name, known))
        yield from _numbers(exercise, document, path)
        scripts = _scripts(lesson, exercise)
        for name in exercise.values:
            place = (*path, "values", name)
            if name in RESERVED:
                yield document.finding(Code.VALUE_RESERVED, place, key=True)
            elif name not in used and not re.search(rf"\$\{{?{variable(name)}\b", scripts):
                values = {"name": name, "variable": variable(name)}
                yield document.finding(Code.VALUE_UNUSED, place, values, key=True)


def _texts(document: Document, path: Path) -> Iterator[tuple[Path, str]]:
    """Every text of an exercise in which a placeholder can stand, with its place."""
    for place in document.values:
        if place[: len(path)] == path and len(place) > len(path) and place[len(path)] in _WORDS:
            value = document.at(place)
            if isinstance(value, str):
                yield place, value


def _numbers(exercise: Exercise, document: Document, path: Path) -> Iterator[Finding]:
    """Values that are compared as numbers and are none."""
    for j, goal in enumerate(exercise.goals):
        for key, amount in (("at-least", goal.at_least), ("at-most", goal.at_most)):
            name = whole(amount) if isinstance(amount, str) else None
            for option in exercise.values[name].one_of if name in exercise.values else ():
                if not isinstance(option, Number):
                    values = {"name": name, "found": shown(option)}
                    yield document.finding(Code.VALUE_NOT_NUMBER, (*path, "goals", j, key), values)
                    break


def _scripts(lesson: Lesson, exercise: Exercise) -> str:
    """What the exercise's scripts say, as far as they can be read; the rest is reported elsewhere."""
    texts: list[str] = []
    for name in (*exercise.solutions, *(mistake.run for mistake in exercise.mistakes)):
        try:
            texts.append(lesson.text(name))
        except CourseError:
            continue
    with suppress(CourseError):
        texts.append(lesson.scene(exercise.scene).script)
    return "\n".join(texts)
