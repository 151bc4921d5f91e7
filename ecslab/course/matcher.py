"""What a goal wants of the value it finds: one matcher, decided on JSON values."""

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import AfterValidator, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from ecslab.course.fields import Line, Many, Model
from ecslab.course.values import whole

Number = int | float


def _amount(value: Any) -> Any:
    if _number(value) or (isinstance(value, str) and whole(value) is not None):
        return value
    raise PydanticCustomError("number", "a number")


Amount = Annotated[
    Any,
    AfterValidator(_amount),
    WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^\{\{[^{}]*\}\}$"}]}),
]
"""A number, or the placeholder of a value that is one."""


class Wanted(NamedTuple):
    """The matcher that a goal uses, and the value it compares with."""

    kind: str
    """As the lesson file spells it: "equals", "one-of", "at-least", …"""
    value: Any


class Matched(Model):
    """Exactly one of the matchers."""

    equals: Any = None
    """The found value is this one."""
    one_of: Many[Any] | None = None
    """The found value is one of these."""
    at_least: Amount = None
    """The found value is a number, this or more."""
    at_most: Amount = None
    """The found value is a number, this or less."""
    contains: Any = None
    """The found list has this item, or the found text has this text in it."""
    matches: Line | None = None
    """A regular expression that is found somewhere in the text."""
    exists: Literal[True] | None = None
    """There is something: not null, and no empty list, text or object."""
    absent: Literal[True] | None = None
    """There is nothing: null, or an empty list, text or object."""

    @property
    def matched(self) -> bool:
        """Whether a matcher is what decides."""
        return True

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if not self.matched:
            return self
        given = [kind for name, kind in MATCHERS.items() if name in self.model_fields_set]
        if len(given) != 1:
            raise PydanticCustomError(
                "one_matcher",
                "exactly one matcher",
                {"choices": ", ".join(MATCHERS.values()), "found": ", ".join(given) or "-"},
            )
        return self

    @property
    def wanted(self) -> Wanted:
        """The one matcher that is given."""
        name = next(name for name in MATCHERS if name in self.model_fields_set)
        value = getattr(self, name)
        return Wanted(MATCHERS[name], list(value) if name == "one_of" else value)

    def holds(self, found: Any) -> bool:
        """Whether `found`, a JSON value, is what is wanted."""
        wanted = self.wanted
        return _TESTS[wanted.kind](found, wanted.value)


MATCHERS: Mapping[str, str] = {name: str(field.alias) for name, field in Matched.model_fields.items()}
"""The matchers: name of the field → key in the file."""


def same(found: Any, wanted: Any) -> bool:
    """Equality of JSON values: a number never equals a boolean, `1` equals `1.0`, keys have no order."""
    if isinstance(found, bool) or isinstance(wanted, bool):
        return found is wanted
    if isinstance(found, list) and isinstance(wanted, list):
        return len(found) == len(wanted) and all(map(same, found, wanted))
    if isinstance(found, dict) and isinstance(wanted, dict):
        return found.keys() == wanted.keys() and all(same(found[key], wanted[key]) for key in found)
    return bool(found == wanted)


def _number(found: Any) -> bool:
    return isinstance(found, Number) and not isinstance(found, bool)


def _contains(found: Any, wanted: Any) -> bool:
    if isinstance(found, str):
        return isinstance(wanted, str) and wanted in found
    return isinstance(found, list) and any(same(item, wanted) for item in found)


def _something(found: Any) -> bool:
    return found is not None and found not in ([], "", {})


_TESTS: Mapping[str, Callable[[Any, Any], bool]] = {
    "equals": same,
    "one-of": lambda found, wanted: any(same(found, one) for one in wanted),
    "at-least": lambda found, wanted: _number(found) and found >= wanted,
    "at-most": lambda found, wanted: _number(found) and found <= wanted,
    "contains": _contains,
    "matches": lambda found, wanted: isinstance(found, str) and re.search(wanted, found) is not None,
    "exists": lambda found, _: _something(found),
    "absent": lambda found, _: not _something(found),
}
