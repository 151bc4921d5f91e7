"""Reading YAML: plain data with the place of every key and value, and every way it can be wrong as a finding.

A lesson file is a tree of YAML 1.2 core values: `on`, `yes` and `no` are text. What makes YAML more than
a tree (anchors, aliases, tags, several documents) is refused, so that a stranger's file cannot grow when
it is read. It is built from the parser's events, without recursion: depth costs nothing.
"""

import math
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import yaml

from ecslab.course.findings import Code, CourseError, Finding, Place

MAX_BYTES = 1 << 20
"""The largest file that is read."""
MAX_DEPTH = 32
"""The deepest that lists and mappings may stand in each other."""

Path = tuple[str | int, ...]
"""The keys and positions that lead to a value."""

_LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Characters that move a terminal's cursor or turn the reading direction; tab and line ends are none."""

_NULL = re.compile(r"~|null|Null|NULL|")
_TRUE = re.compile(r"true|True|TRUE")
_FALSE = re.compile(r"false|False|FALSE")
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_BASED = re.compile(r"0(?:o[0-7]{1,20}|x[0-9a-fA-F]{1,16})")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")


class Document(NamedTuple):
    """A file's data and the places in it."""

    path: str
    """The file, as findings name it."""
    data: Any
    values: Mapping[Path, Place]
    """Where each value starts."""
    keys: Mapping[Path, Place]
    """Where each mapping's key starts."""

    def place(self, path: Path, *, key: bool = False) -> Place:
        """Where the value at `path` (or its key) stands; the nearest thing around it when it is not there."""
        if key and path in self.keys:
            return self.keys[path]
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path, Place())

    def at(self, path: Path) -> Any:
        """The value at `path`; None when there is none."""
        value = self.data
        for step in path:
            value = _inside(value, step)
        return value

    def where(self, path: Path) -> str:
        """`path` as people read it: list items are named by their id, when they have one."""
        text, value = "", self.data
        for step in path:
            value = _inside(value, step)
            if isinstance(step, int):
                name = value.get("id") if isinstance(value, dict) else None
                text += f"[{name if isinstance(name, str) else step}]"
            else:
                text += f".{step}" if text else step
        return text

    def finding(
        self,
        code: Code,
        path: Path,
        values: Mapping[str, object] = MappingProxyType({}),
        *,
        key: bool = False,
        nearest: str | None = None,
    ) -> Finding:
        """A finding at the value (or the key) at `path`."""
        return Finding(code, self.path, self.place(path, key=key), self.where(path), values, nearest)


def read(content: bytes, path: str) -> Document:
    """The document in `content`, the file that findings call `path`; raises CourseError."""
    text = decode(content, path)
    builder = _Builder(path)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(mark.line + 1, mark.column + 1) if mark else Place()
        builder.report(Code.SYNTAX, place, problem=error.problem or str(error.context))
    except yaml.YAMLError as error:
        builder.report(Code.SYNTAX, Place(), problem=" ".join(str(error).split()))
    if builder.findings:
        raise CourseError(builder.findings)
    return Document(path, builder.root, builder.values, builder.keys)


def decode(content: bytes, path: str) -> str:
    """The text of a file, without a byte-order mark; raises CourseError for what no text file should hold."""
    if len(content) > MAX_BYTES:
        raise CourseError(
            [Finding(Code.TOO_LARGE, path, Place(), "", {"size": len(content), "limit": MAX_BYTES})]
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line_start = before.rfind(b"\n") + 1
        column = len(before[line_start:].decode("utf-8", "replace")) + 1
        raise CourseError(
            [Finding(Code.NOT_UTF8, path, Place(before.count(b"\n") + 1, column), "")]
        ) from None
    text = text.replace("\r\n", "\n")
    if findings := [
        Finding(
            Code.CONTROL_CHARACTER, path, _place_in(text, found.start()), "", {"character": _named(found[0])}
        )
        for found in _CONTROL.finditer(text)
    ]:
        raise CourseError(findings)
    return text


def _named(character: str) -> str:
    return f"U+{ord(character):04X}"


def _place_in(text: str, offset: int) -> Place:
    return Place(text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))


def _inside(value: Any, step: str | int) -> Any:
    if isinstance(value, dict):
        return value.get(step)
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        return value[step]
    return None


class _Open(NamedTuple):
    """A list or mapping that is still being read."""

    container: list[Any] | dict[str, Any]
    path: Path


class _Builder:
    """Builds plain data from a parser's events, noting places and what is wrong."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.root: Any = None
        self.values: dict[Path, Place] = {}
        self.keys: dict[Path, Place] = {}
        self.findings: list[Finding] = []
        self._open: list[_Open] = []
        self._key: str | None = None
        self._documents = 0

    def report(self, code: Code, place: Place, **values: object) -> None:
        """Note what is wrong at `place`."""
        self.findings.append(Finding(code, self.file, place, "", values))

    def take(self, event: yaml.Event) -> None:
        """One more event; raises CourseError when reading on makes no sense."""
        mark = event.start_mark
        place = Place(mark.line + 1, mark.column + 1) if mark else Place()
        match event:
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    self._stop(Code.ONE_DOCUMENT, place)
            case yaml.AliasEvent():
                self.report(Code.NO_ALIASES, place)
                self._put(None, place)
            case yaml.ScalarEvent():
                self._check(event, place)
                self._scalar(event, place)
            case yaml.MappingStartEvent():
                self._check(event, place)
                self._enter({}, place)
            case yaml.SequenceStartEvent():
                self._check(event, place)
                self._enter([], place)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._open.pop()
            case _:
                pass  # the stream's and the document's ends carry nothing

    def _check(self, event: Any, place: Place) -> None:
        if event.anchor is not None:
            self.report(Code.NO_ALIASES, place)
        if event.tag is not None:
            self.report(Code.NO_TAGS, place, tag=event.tag)

    def _stop(self, code: Code, place: Place, **values: object) -> None:
        self.report(code, place, **values)
        raise CourseError(self.findings)

    def _expects_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1].container, dict) and self._key is None

    def _enter(self, container: list[Any] | dict[str, Any], place: Place) -> None:
        if len(self._open) >= MAX_DEPTH:
            self._stop(Code.TOO_DEEP, place, limit=MAX_DEPTH)
        if self._expects_key():
            self._stop(Code.KEY_NOT_TEXT, place)
        self._open.append(_Open(container, self._put(container, place)))

    def _scalar(self, event: Any, place: Place) -> None:
        if found := _CONTROL.search(event.value):
            self.report(Code.CONTROL_CHARACTER, place, character=_named(found[0]))
        if not self._expects_key():
            plain = event.style is None or event.style == ""
            self._put(_core(event.value) if plain else event.value, place)
            return
        around = self._open[-1]
        path = (*around.path, event.value)
        if path in self.keys:
            self.report(Code.KEY_TWICE, place, key=event.value, first=self.keys[path].line)
        self.keys[path] = place
        self._key = event.value

    def _put(self, value: Any, place: Place) -> Path:
        """Put a value where it belongs, and say where that is."""
        if not self._open:
            path: Path = ()
            self.root = value
        else:
            container, around = self._open[-1]
            if isinstance(container, list):
                path = (*around, len(container))
                container.append(value)
            else:
                if self._key is None:
                    self._stop(Code.KEY_NOT_TEXT, place)
                path = (*around, str(self._key))
                container[str(self._key)] = value
                self._key = None
        self.values[path] = place
        return path


def _core(text: str) -> Any:
    """A plain scalar by YAML 1.2's core schema; numbers that JSON does not know, or too long, stay text.

    https://yaml.org/spec/1.2.2/#103-core-schema
    """
    if _NULL.fullmatch(text):
        return None
    if _TRUE.fullmatch(text) or _FALSE.fullmatch(text):
        return text[0] in "tT"
    if _INTEGER.fullmatch(text):
        return int(text)
    if _BASED.fullmatch(text):
        return int(text, 0)
    if len(text) <= 40 and _FLOAT.fullmatch(text) and math.isfinite(number := float(text)):
        return number
    return text
