"""A lesson's prose: Markdown with a title and sections that have ids, the same in both languages."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ecslab.course.findings import Code, CourseError, Finding, Place

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r"## +(?P<heading>.*?)(?: +\{#(?P<id>[^}]*)\})? *$")
_FORM = "## … {#id}"
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Section(NamedTuple):
    """One step of a lesson: about a screen of prose."""

    id: str
    heading: str
    markdown: str
    """What stands below the heading."""
    line: int
    """Where the heading stands in its file, from 1."""
    first: int
    """Where the first line of `markdown` does."""


class Prose(NamedTuple):
    """A lesson's text in one language."""

    title: str
    sections: tuple[Section, ...]


def parse(text: str, path: str) -> Prose:
    """The title and sections of `text`, the file that findings call `path`; raises CourseError."""
    lines = text.split("\n")
    headings = [number for number in _outside_fences(lines) if lines[number].startswith("## ")]
    first = headings[0] if headings else len(lines)
    title, findings = _title(lines[:first], path)
    sections: list[Section] = []
    for start, end in pairwise([*headings, len(lines)]):
        found = _HEADING.fullmatch(lines[start])
        name = found["id"] if found else None
        place = Place(start + 1, 1)
        if not found or not found["heading"] or name is None or not _ID.fullmatch(name):
            findings.append(Finding(Code.NO_HEADING_ID, path, place, "", {"form": _FORM}))
        elif any(section.id == name for section in sections):
            findings.append(Finding(Code.ID_TWICE, path, place, "", {"id": name}))
        else:
            body = "\n".join(lines[start + 1 : end])
            markdown = body.strip("\n")
            blank = len(body) - len(body.lstrip("\n"))
            sections.append(Section(name, found["heading"], markdown, start + 1, start + 2 + blank))
    if not headings:
        findings.append(Finding(Code.NO_SECTIONS, path, Place(), "", {"form": _FORM}))
    if findings:
        raise CourseError(findings)
    return Prose(title, tuple(sections))


def _title(lines: list[str], path: str) -> tuple[str, list[Finding]]:
    """The title in what stands before the first section; nothing else may stand there."""
    written = [(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    if not written or not written[0][1].startswith("# "):
        return "", [Finding(Code.NO_TITLE, path, Place(written[0][0] if written else 1, 1), "")]
    findings = [Finding(Code.TEXT_BEFORE_SECTIONS, path, Place(number, 1), "") for number, _ in written[1:2]]
    return written[0][1][2:].strip(), findings


def _outside_fences(lines: list[str]) -> Iterator[int]:
    """The numbers of the lines that stand in no fenced code block."""
    end = 0
    for start, after, _ in fences(lines):
        yield from range(end, start)
        end = after
    yield from range(end, len(lines))


def fences(lines: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """The fenced code blocks: the line that opens each, the one after it, and what is said of its content.

    A block that is not closed goes on to the end.
    """
    fence, start, info = "", 0, ""
    for number, line in enumerate(lines):
        mark = _FENCE.match(line)
        if not fence and mark:
            fence, start, info = mark[1], number, line[mark.end() :].strip()
        elif mark and mark[1].startswith(fence) and not line[mark.end() :].strip():
            yield start, number + 1, info
            fence = ""
    if fence:
        yield start, len(lines), info
