"""Values that an exercise draws from the seed, and filling them in where `{{name}}` stands."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, Field
from pydantic_core import PydanticCustomError

from ecslab.course.fields import Many, Model

Value = str | int | float
Drawn = Mapping[str, Value]
"""What was drawn, by name."""

M = TypeVar("M", bound=BaseModel)

RESERVED = ("found", "wanted", "when")
"""What stands for something else in the words of a goal that is not met."""

_TYPED = ("equals", "one_of", "at_least", "at_most", "contains")
"""The fields that hold a JSON value: a lone placeholder there becomes the value itself, not its text."""

_PLACEHOLDER = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


def _option(value: Any) -> Value:
    if isinstance(value, bool) or not isinstance(value, Value):
        raise PydanticCustomError("option", "text or a number")
    return value


class OneOf(Model):
    """A value that is one of a few."""

    one_of: Annotated[Many[Annotated[Any, AfterValidator(_option)]], Field(min_length=2)]
    """What it can be: texts or numbers."""


def draw(values: Mapping[str, OneOf], seed: int) -> dict[str, Value]:
    """What `seed` gives each of `values`; another name or another order of names draws anew.

    Seeds that follow one another take each value through all it can be before it repeats, and each at
    another pace, so that a few seeds meet with many combinations.
    """
    drawn: dict[str, Value] = {}
    combinations = 0
    for name, value in values.items():
        turned = seed + (seed // combinations if combinations else 0)
        first = hashlib.sha256(name.encode()).digest()[0]
        drawn[name] = value.one_of[(first + turned) % len(value.one_of)]
        combinations = (combinations or 1) * len(value.one_of)
    return drawn


def shell(drawn: Drawn) -> dict[str, str]:
    """The same as a script's variables: `image-tag` is `$IMAGE_TAG`."""
    return {variable(name): str(value) for name, value in drawn.items()}


def variable(name: str) -> str:
    """What a script calls the value `name`."""
    return name.upper().replace("-", "_")


def placeholders(text: str) -> Iterator[str]:
    """The names in the `{{ … }}` of `text`."""
    return (found[1] for found in _PLACEHOLDER.finditer(text))


def whole(text: str) -> str | None:
    """The name in `text` when it is one placeholder and nothing else."""
    found = _PLACEHOLDER.fullmatch(text)
    return found[1] if found else None


def filled(model: M, drawn: Drawn) -> M:
    """`model` with what was drawn in the place of its placeholders; those of other names stay."""
    changed = {}
    for name in model.model_fields_set:
        before = getattr(model, name)
        if (after := _filled(before, drawn, typed=name in _TYPED)) is not before:
            changed[name] = after
    return model.model_copy(update=changed) if changed else model


def _filled(value: Any, drawn: Drawn, *, typed: bool) -> Any:
    match value:
        case str() if "{{" in value:
            name = whole(value) if typed else None
            return (
                drawn[name]
                if name is not None and name in drawn
                else _PLACEHOLDER.sub(lambda at: _text(at, drawn), value)
            )
        case BaseModel():
            return filled(value, drawn)
        case tuple() | list():
            items = [_filled(item, drawn, typed=typed) for item in value]
            same = all(new is old for new, old in zip(items, value, strict=True))
            return value if same else type(value)(items)
        case dict():
            return {key: _filled(item, drawn, typed=typed) for key, item in value.items()}
    return value


def _text(place: re.Match[str], drawn: Drawn) -> str:
    return str(drawn[place[1]]) if place[1] in drawn else place[0]
