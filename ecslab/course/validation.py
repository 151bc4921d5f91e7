"""From a document to a model: every error of the model's as a finding at its place in the file."""

from collections.abc import Iterator, Mapping
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, RootModel, Tag, ValidationError
from pydantic_core import ErrorDetails

from ecslab.course.document import Document, Path
from ecslab.course.findings import Code, CourseError, Finding, nearest, shown
from ecslab.course.kinds import MARK

M = TypeVar("M", bound=BaseModel)


def validate(model: type[M], document: Document) -> M:
    """The document's data as a `model`; raises CourseError with everything that is wrong."""
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        errors = error.errors(include_url=False)
    findings = [
        (details, finding)
        for details in errors
        if not _follows(details, errors)
        for finding in _findings(model, document, details)
    ]
    misspelt = {(*_path(details)[:-1], finding.nearest) for details, finding in findings if finding.nearest}
    raise CourseError(
        finding
        for details, finding in findings
        if finding.code is not Code.FIELD_MISSING or _path(details) not in misspelt
    )


def _follows(details: ErrorDetails, errors: list[ErrorDetails]) -> bool:
    """Whether a list is too short only because an item of it is wrong, which is reported anyway."""
    depth = len(details["loc"])
    return details["type"] == "too_short" and any(
        len(other["loc"]) > depth and other["loc"][:depth] == details["loc"] for other in errors
    )


def _path(details: ErrorDetails) -> Path:
    """Where an error is, without the marks of kinds."""
    return tuple(step for step in details["loc"] if not _is_mark(step))


_TYPES: Mapping[str, Code] = {
    "missing": Code.FIELD_MISSING,
    "model_type": Code.NOT_MAPPING,
    "model_attributes_type": Code.NOT_MAPPING,
    "dict_type": Code.NOT_MAPPING,
    "tuple_type": Code.NOT_LIST,
    "string_type": Code.NOT_TEXT,
    "int_type": Code.NOT_NUMBER,
    "float_type": Code.NOT_NUMBER,
    "int_from_float": Code.NOT_NUMBER,
    "number": Code.NOT_NUMBER,
    "bool_type": Code.NOT_BOOLEAN,
    "scalar": Code.NOT_SCALAR,
    "option": Code.NOT_OPTION,
    "duration": Code.NOT_DURATION,
    "instant": Code.NOT_INSTANT,
    "id": Code.NOT_ID,
    "outside": Code.NOT_INSIDE,
    "region": Code.NOT_REGION,
    "blank": Code.BLANK,
    "literal_error": Code.NOT_ONE_OF,
    "too_short": Code.TOO_FEW,
    "too_long": Code.TOO_MANY,
    "twice": Code.SAID_TWICE,
    "near_right": Code.NEAR_RIGHT,
    "greater_than_equal": Code.TOO_SMALL,
    "less_than_equal": Code.TOO_BIG,
    "one_kind": Code.ONE_KEY,
    "one_matcher": Code.ONE_KEY,
    "one_time": Code.ONE_TIME,
    "beside": Code.BESIDE,
    "one_right": Code.ONE_RIGHT,
    "some_right": Code.SOME_RIGHT,
}
"""What the models' errors are called, and which finding each one is."""


def _findings(model: type[BaseModel], document: Document, details: ErrorDetails) -> Iterator[Finding]:
    path = _path(details)
    kind = details["type"]
    if kind == "extra_forbidden":
        known = fields_at(model, details["loc"][:-1])
        yield document.finding(Code.FIELD_UNKNOWN, path, key=True, nearest=nearest(str(path[-1]), known))
    elif kind == "missing":
        yield document.finding(Code.FIELD_MISSING, path)
    elif kind == "one_kind" and isinstance(details["input"], dict):
        yield from _one_key(model, document, path, details)
    else:
        values = {"found": shown(details["input"])} | details.get("ctx", {})
        code = Code.NOT_MAPPING if kind == "one_kind" else _TYPES.get(kind, Code.REFUSED)
        if code is Code.REFUSED:
            values["problem"] = details["msg"]
        near = nearest(str(details["input"]), _expected(details)) if code is Code.NOT_ONE_OF else None
        near = near if near != details["input"] else None  # the right word, but not as the right type
        yield document.finding(code, path, values, nearest=near)


def _one_key(
    model: type[BaseModel], document: Document, path: Path, details: ErrorDetails
) -> Iterator[Finding]:
    """None or several of the keys that name a kind; or one that is misspelt."""
    choices = str(details.get("ctx", {})["choices"]).split(", ")
    found = [key for key in choices if key in details["input"]]
    known = {key for kind in choices for key in fields_at(model, (*details["loc"], MARK + kind))}
    unknown = [key for key in details["input"] if key not in known]
    misspelt = [(key, near) for key in unknown if (near := nearest(key, choices))]
    if not found and misspelt:
        for key, near in misspelt:
            yield document.finding(Code.FIELD_UNKNOWN, (*path, key), key=True, nearest=near)
    else:
        yield document.finding(
            Code.ONE_KEY, path, {"choices": ", ".join(choices), "found": ", ".join(found) or "-"}
        )


def _expected(details: ErrorDetails) -> list[str]:
    expected = str(details.get("ctx", {}).get("expected", ""))
    return [word.strip("' ") for word in expected.replace(" or ", ",").split(",")]


def _is_mark(step: str | int) -> bool:
    return isinstance(step, str) and (step.startswith(MARK) or step == "[key]")


def fields_at(model: type[BaseModel], location: tuple[str | int, ...]) -> list[str]:
    """The keys that the mapping at `location` may have."""
    annotation: Any = model
    for step in location:
        annotation = _below(_unwrapped(annotation, step), step)
    found = _unwrapped(annotation, None)
    if isinstance(found, type) and issubclass(found, BaseModel):
        return [str(field.alias) for field in found.model_fields.values()]
    return []


def _unwrapped(annotation: Any, step: str | int | None) -> Any:
    """The annotation without Annotated and None; of several kinds still all, unless `step` names one."""
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) in (Union, UnionType):
        members = [member for member in get_args(annotation) if member is not type(None)]
        if len(members) == 1:
            return _unwrapped(members[0], step)
    return annotation


def _below(annotation: Any, step: str | int) -> Any:
    """The annotation of what stands at `step` inside one of `annotation`."""
    arguments = get_args(annotation)
    if get_origin(annotation) in (Union, UnionType):
        return next((member for member in arguments if _tag(member) == step), None)
    if get_origin(annotation) is tuple:
        return arguments[0]
    if get_origin(annotation) is dict:
        return arguments[1]
    if isinstance(annotation, type) and issubclass(annotation, RootModel):
        return _below(annotation.model_fields["root"].annotation, step)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        found = (field for field in annotation.model_fields.values() if field.alias == step)
        return next((field.annotation for field in found), None)
    return None


def _tag(member: Any) -> str | None:
    """Which kind a member of a union is, by its Tag."""
    return next((item.tag for item in get_args(member) if isinstance(item, Tag)), None)
