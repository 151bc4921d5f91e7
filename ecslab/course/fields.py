"""What every model of a lesson file is built from: strict, frozen, no unknown keys; durations, ids, paths."""

import re
from pathlib import PurePosixPath
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Strict, WithJsonSchema
from pydantic_core import PydanticCustomError

from ecslab.engine.clock import DAY, parse_duration
from ecslab.engine.errors import EcslabError


def kebab(name: str) -> str:
    """A field's key as lesson files spell it: `at_least` is `at-least`, `else_` is `else`."""
    return name.rstrip("_").replace("_", "-")


class Model(BaseModel):
    """A part of a lesson file."""

    model_config = ConfigDict(
        strict=True,
        frozen=True,
        extra="forbid",
        alias_generator=kebab,
        use_attribute_docstrings=True,
        protected_namespaces=(),
    )


_LONGEST = 3650 * DAY

T = TypeVar("T")
Many = Annotated[tuple[T, ...], Strict(strict=False)]
"""A list in the file, a tuple in memory."""


def _not_blank(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("blank", "must not be blank")
    return text


def _is_id(text: str) -> str:
    if len(text) > 60 or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text):
        raise PydanticCustomError("id", "an id is lower-case words joined by '-'")
    return text


def _stays_inside(text: str) -> str:
    """A path below the lesson's folder, written with '/', on every system the same file."""
    path = PurePosixPath(text)
    if not text.strip() or "\\" in text or ":" in text or path.is_absolute() or ".." in path.parts:
        raise PydanticCustomError("outside", "must be a path inside the lesson's folder")
    return str(path)


def milliseconds(value: Any) -> int:
    """The milliseconds of "90m", "1h30m", "45s": the check behind Duration, for other fields' use."""
    try:
        if isinstance(value, str) and len(value) <= 40 and (duration_ms := parse_duration(value)) <= _LONGEST:
            return duration_ms
    except EcslabError:
        pass  # reported as every other value that is no duration
    raise PydanticCustomError("duration", "a duration such as 45s, 90m or 1h30m")


Line = Annotated[str, AfterValidator(_not_blank)]
"""Words or a command: text that is not blank."""

Id = Annotated[
    str, AfterValidator(_is_id), WithJsonSchema({"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"})
]
"""What other parts of a lesson call this one: lower-case words joined by '-'."""

Inside = Annotated[str, AfterValidator(_stays_inside)]
"""A file inside the lesson's folder, with '/' between its parts."""

Duration = Annotated[
    int,
    BeforeValidator(milliseconds),
    WithJsonSchema({"type": "string", "pattern": r"^([0-9]+(ms|s|m|h|d))+$"}),
]
"""Virtual time: "45s", "90m", "1h30m", "2d" in the file; milliseconds in memory."""
