"""Completions of one option's value, down into half-typed shorthand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ecslab.aws.command.naming import cli_name

if TYPE_CHECKING:
    from botocore.model import Shape

    from ecslab.aws.command.words import Word

Names = Callable[[str], Sequence[str]]

_KINDS = {
    "cluster": "cluster",
    "clusters": "cluster",
    "family": "family",
    "family-prefix": "family",
    "security-groups": "security-group",
    "group-ids": "security-group",
    "service": "service",
    "services": "service",
    "subnets": "subnet",
    "subnet-ids": "subnet",
    "task": "task",
    "tasks": "task",
    "task-definition": "task-definition",
    "task-definitions": "task-definition",
    "vpc-ids": "vpc",
}
"""Which of the lab's names an option takes; options that make a new thing are not among them."""


class Completion(NamedTuple):
    """One thing that can stand at the cursor: `text` replaces the line from `start` to the cursor."""

    text: str
    start: int
    kind: str
    """command, service, operation, waiter, option, key, value or name."""
    help: str


def matching(word: Word, offered: Iterable[tuple[str, str]], kind: str) -> list[Completion]:
    """Those of `offered`, text and help, that begin as the word does."""
    start = word.place(0)
    return [Completion(text, start, kind, said) for text, said in offered if text.startswith(word.text)]


def from_names(word: Word, offset: int, texts: Iterable[str], kind: str) -> list[Completion]:
    """Those of `texts` that begin as the word does from `offset` on."""
    typed, start = word.text[offset:], word.place(offset)
    return [Completion(text, start, kind, "") for text in texts if text.startswith(typed)]


def value_completions(
    word: Word, offset: int, name: str, shape: Shape, names: Names | None
) -> list[Completion]:
    """What can stand at the end of a value that begins at `offset` of the word."""
    if shape.type_name == "list":
        shape = shape.member
    if shape.type_name in ("structure", "map"):
        return _in_shorthand(word, offset, shape, names)
    return _plain(word, offset, name, shape, names)


def _plain(word: Word, offset: int, name: str, shape: Shape, names: Names | None) -> list[Completion]:
    if shape.type_name == "boolean":
        return from_names(word, offset, ("true", "false"), "value")
    if enum := getattr(shape, "enum", None):
        return from_names(word, offset, enum, "value")
    kind = _KINDS.get(name)
    if names is None or kind is None:
        return []
    return from_names(word, offset, names(kind), "name")


class _Open(NamedTuple):
    """A bracket that is not closed yet: the shape inside it, and the member whose value is being typed."""

    shape: Shape | None
    name: str
    member: str | None = None


def _in_shorthand(word: Word, offset: int, shape: Shape, names: Names | None) -> list[Completion]:
    if word.text[offset:].startswith(("[", "{")):
        return []  # JSON
    stack, begin = _read(word.text, offset, shape)
    here = stack[-1]
    if here.shape is None:
        return []
    if here.shape.type_name == "structure" and here.member is None:
        return from_names(word, begin, [f"{name}=" for name in here.shape.members], "key")
    inner, name = _inside(here, here.member)
    if inner is not None and inner.type_name == "list":
        inner = inner.member
    if inner is None or inner.type_name in ("structure", "map", "list"):
        return []
    return _plain(word, begin, name, inner, names)


def _read(text: str, offset: int, shape: Shape) -> tuple[list[_Open], int]:
    """The brackets open at the end of the text, and where the last key or value begins."""
    stack = [_Open(shape, "")]
    begin = offset
    for at in range(offset, len(text)):
        here = stack[-1]
        match text[at]:
            case "=" if here.member is None and here.shape is not None and here.shape.type_name != "list":
                stack[-1] = here._replace(member=text[begin:at].strip().removesuffix("@"))
            case "{" | "[":
                stack.append(_Open(*_inside(here, here.member)))
            case "}" | "]":
                if len(stack) > 1:
                    stack.pop()
            case ",":
                stack[-1] = here._replace(member=None)
            case _:
                continue
        begin = at + 1
    return stack, begin


def _inside(here: _Open, member: str | None) -> tuple[Shape | None, str]:
    """The shape of the value that comes next, and the name by which its names are known."""
    if here.shape is None:
        return None, ""
    match here.shape.type_name:
        case "structure" if member is not None:
            return here.shape.members.get(member), cli_name(member)
        case "map":
            return here.shape.value, ""
        case "list":
            return here.shape.member, here.name
        case _:
            return None, ""
