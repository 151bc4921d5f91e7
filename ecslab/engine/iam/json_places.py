"""JSON that remembers where each of its parts stands, so that a complaint can point at it."""

import json
import re
from json.decoder import scanstring  # type: ignore[attr-defined]  # it is there, but has no stub
from typing import NamedTuple

_SPACE = re.compile(r"[ \t\n\r]*")
_SCALAR = re.compile(r"(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.])")
_DEEPEST = 32


class Node(NamedTuple):
    """A value and where it begins; an object's members and an array's items are nodes too."""

    value: "str | bool | float | int | tuple[Member, ...] | tuple[Node, ...] | None"
    at: int
    kind: str
    """object, array, string, number, boolean or null."""
    end: int = 0
    """Where an object or an array ends: the place after its bracket."""

    def get(self, key: str) -> "Node | None":
        """The value of a member of this object; None when it has none, or is no object."""
        return next((member.node for member in self.members() if member.key == key), None)

    def members(self) -> "tuple[Member, ...]":
        """The members of this object; none when it is no object."""
        return self.value if self.kind == "object" else ()  # type: ignore[return-value]  # told by its kind

    def items(self) -> "tuple[Node, ...]":
        """The items of this array; of anything else, itself alone."""
        return self.value if self.kind == "array" else (self,)  # type: ignore[return-value]  # told by its kind

    @property
    def text(self) -> str:
        """The value as a policy reads it: `true` of a boolean, `5` of a number."""
        if self.kind == "boolean":
            return "true" if self.value else "false"
        return str(self.value)


class Member(NamedTuple):
    """A key of an object, where it stands, and its value."""

    key: str
    at: int
    node: Node


class NotJson(Exception):  # caught where it becomes AWS's error
    """A text that is no JSON, what is wrong with it, and where."""

    def __init__(self, what: str, at: int) -> None:
        super().__init__(what)
        self.what = what
        self.at = at


def place(text: str, at: int) -> tuple[int, int]:
    """The line and column, from 1, of a place in a text."""
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def read(text: str) -> Node:
    """The value that a text is. Raises NotJson; a key that comes twice in one object is wrong too."""
    node, at = _value(text, _skip(text, 0), 0)
    at = _skip(text, at)
    if at != len(text):
        raise NotJson("rest", at)
    return node


def _skip(text: str, at: int) -> int:
    return _SPACE.match(text, at).end()  # type: ignore[union-attr]  # it matches the empty string


def _value(text: str, at: int, depth: int) -> tuple[Node, int]:
    if depth > _DEEPEST:
        raise NotJson("depth", at)
    match text[at : at + 1]:
        case "{":
            return _object(text, at, depth)
        case "[":
            return _array(text, at, depth)
        case '"':
            value, end = _string(text, at)
            return Node(value, at, "string"), end
        case "":
            raise NotJson("end", at)
    scalar = _SCALAR.match(text, at)
    if scalar is None:
        raise NotJson("value", at)
    return _scalar(scalar[1], at), scalar.end()


def _scalar(word: str, at: int) -> Node:
    match word:
        case "null":
            return Node(None, at, "null")
        case "true" | "false":
            return Node(word == "true", at, "boolean")
    return Node(json.loads(word), at, "number")


def _string(text: str, at: int) -> tuple[str, int]:
    try:
        value, end = scanstring(text, at + 1, True)  # noqa: FBT003  # its third parameter is `strict`
        return str(value), int(end)
    except json.JSONDecodeError as error:
        raise NotJson("string", error.pos) from None


def _object(text: str, at: int, depth: int) -> tuple[Node, int]:
    members: dict[str, Member] = {}
    here = _skip(text, at + 1)
    if text.startswith("}", here):
        return Node((), at, "object", here + 1), here + 1
    while True:
        if not text.startswith('"', here):
            raise NotJson("key" if here < len(text) else "end", here)
        key, after = _string(text, here)
        if key in members:
            raise NotJson("twice", here)
        colon = _skip(text, after)
        if not text.startswith(":", colon):
            raise NotJson("colon", colon)
        node, after = _value(text, _skip(text, colon + 1), depth + 1)
        members[key] = Member(key, here, node)
        here = _skip(text, after)
        if text.startswith("}", here):
            return Node(tuple(members.values()), at, "object", here + 1), here + 1
        here = _comma(text, here)


def _array(text: str, at: int, depth: int) -> tuple[Node, int]:
    items: list[Node] = []
    here = _skip(text, at + 1)
    if text.startswith("]", here):
        return Node((), at, "array", here + 1), here + 1
    while True:
        node, after = _value(text, here, depth + 1)
        items.append(node)
        here = _skip(text, after)
        if text.startswith("]", here):
            return Node(tuple(items), at, "array", here + 1), here + 1
        here = _comma(text, here)


def _comma(text: str, here: int) -> int:
    if not text.startswith(",", here):
        raise NotJson("comma" if here < len(text) else "end", here)
    return _skip(text, here + 1)
