"""What a page says, as data: words by their keys, so that the language may change while it is read."""

from collections.abc import Mapping

from msgspec import Struct

from ecslab.picture.parts import Target


class Said(Struct, frozen=True):
    """Words of the catalogues: a key and its values, some of which may be words themselves."""

    key: str
    values: Mapping[str, object] = {}


Text = str | Said
"""AWS's words and names as they are, or words of the catalogues."""


class Heading(Struct, frozen=True):
    """The title of what follows."""

    text: Text
    target: Target | None = None


class Fact(Struct, frozen=True, kw_only=True):
    """Something that is known by name."""

    name: str
    """Its word stands at `picture.fact.<name>`."""
    value: Text
    target: Target | None = None
    kind: str = "text"


class Entry(Struct, frozen=True, kw_only=True):
    """Something that was said or happened."""

    text: Text
    at_ms: int | None = None
    kind: str = "text"
    target: Target | None = None


Item = Heading | Fact | Entry


class Page(Struct, frozen=True, kw_only=True):
    """What one tab says of one thing."""

    target: Target
    name: Text
    """What people call the thing."""
    tab: str
    tabs: tuple[str, ...]
    items: tuple[Item, ...] = ()


def fact(
    name: str, value: "Text | int | None", target: Target | None = None, kind: str = "text"
) -> list[Fact]:
    """A fact, unless there is none to tell."""
    if value is None or value == "":
        return []
    text = str(value) if isinstance(value, int) else value
    return [Fact(name=name, value=text, target=target, kind=kind)]


def note(key: str, kind: str = "faint", **values: object) -> Entry:
    """A sentence of the picture's own words."""
    return Entry(text=Said(f"picture.note.{key}", values), kind=kind)
