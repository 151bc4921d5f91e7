"""Pictures of the lab in a lesson's prose: which lab is drawn, when, and which parts of it.

A picture is a fenced block whose first word is `lab`. Options follow it; in the block stand the `aws`
commands, if any, that run in the lab before it is drawn.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from pydantic_core import PydanticCustomError

from ecslab.course.fields import milliseconds
from ecslab.course.findings import Code, CourseError, Finding, Place, nearest, shown
from ecslab.course.prose import Section, fences
from ecslab.picture.views import PARTS

_WORD = re.compile(r"\S+")
_FORM = "scene=… after=… show=…"


class Picture(NamedTuple):
    """A lab to be drawn."""

    scene: str | None = None
    """The scene that it begins with; a new lab for None."""
    after: tuple[int, ...] = (0,)
    """How long after the script it is drawn: once for each, one picture below the other."""
    show: tuple[str, ...] = PARTS
    script: str = ""
    line: int = 1
    """Where it begins in its file."""

    @property
    def drawn(self) -> "Picture":
        """The same wherever it stands: equal pictures look alike."""
        return self._replace(line=1)


def split(section: Section, path: str) -> tuple[str | Picture, ...]:
    """The section's Markdown in order, its pictures apart; raises CourseError for those that say nonsense."""
    found, findings = _read(section, path)
    if findings:
        raise CourseError(findings)
    return tuple(found)


def pictures(section: Section, path: str) -> tuple[list[Picture], list[Finding]]:
    """The section's pictures that can be read, and what is wrong with the others."""
    found, findings = _read(section, path)
    return [each for each in found if isinstance(each, Picture)], findings


def _read(section: Section, path: str) -> tuple[list[str | Picture], list[Finding]]:
    lines = section.markdown.split("\n")
    found: list[str | Picture] = []
    findings: list[Finding] = []
    done = 0
    for start, after, info in fences(lines):
        words = info.split()
        if not words or words[0] != "lab":
            continue
        if done < start:
            found.append("\n".join(lines[done:start]))
        done = after
        place = Place(section.first + start, 1)
        closed = after - start > 1 and not lines[after - 1].strip("`~ ")
        script = "\n".join(lines[start + 1 : after - 1 if closed else after])
        try:
            options = _options(lines[start], path, place.line)
        except CourseError as error:
            findings += error.findings
            continue
        found.append(Picture(**options, script=script, line=place.line))
    if done < len(lines):
        found.append("\n".join(lines[done:]))
    return found, findings


def _options(line: str, path: str, number: int) -> dict[str, Any]:
    """What stands behind `lab`; raises CourseError with all that is wrong."""
    options: dict[str, Any] = {}
    findings: list[Finding] = []
    _, *words = _WORD.finditer(line[line.index("lab") :])
    for word in words:
        name, equals, value = word[0].partition("=")
        place = Place(number, line.index("lab") + word.start() + 1)
        if not equals or not value or name in options:
            values = {"form": _FORM, "found": shown(word[0])}
            findings.append(Finding(Code.PICTURE_OPTION, path, place, "", values))
        elif name not in _READERS:
            findings.append(Finding(Code.FIELD_UNKNOWN, path, place, name, {}, nearest(name, _READERS)))
        else:
            try:
                options[name] = _READERS[name](value)
            except _Wrong as wrong:
                findings.append(Finding(wrong.code, path, place, name, wrong.values, wrong.nearest))
    if findings:
        raise CourseError(findings)
    return options


class _Wrong(Exception):
    """A value that an option does not take."""

    def __init__(self, code: Code, values: Mapping[str, object], near: str | None = None) -> None:
        self.code, self.values, self.nearest = code, values, near


def _times(value: str) -> tuple[int, ...]:
    times: list[int] = []
    for text in value.split(","):
        try:
            times.append(milliseconds(text))
        except PydanticCustomError:
            raise _Wrong(Code.NOT_DURATION, {"found": shown(text)}) from None
    if times != sorted(set(times)):
        raise _Wrong(Code.NOT_RISING, {"found": shown(value)})
    return tuple(times)


def _parts(value: str) -> tuple[str, ...]:
    for name in value.split(","):
        if name not in PARTS:
            values = {"found": shown(name), "expected": ", ".join(PARTS)}
            raise _Wrong(Code.NOT_ONE_OF, values, nearest(name, PARTS))
    return tuple(part for part in PARTS if part in value.split(","))


_READERS: dict[str, Callable[[str], object]] = {"scene": str, "after": _times, "show": _parts}


def of_lesson(sections: Iterable[Section], path: str) -> list[Picture]:
    """All pictures of a lesson's prose that can be read."""
    return [picture for section in sections for picture in pictures(section, path)[0]]
