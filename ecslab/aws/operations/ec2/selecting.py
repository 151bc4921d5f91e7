"""Choosing what a Describe operation shows: by id, by filters, page by page.

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html
"""

import difflib
import fnmatch
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from ecslab.aws.operations.paging import Refusals, page
from ecslab.engine.errors import ApiError


class _Record(Protocol):
    """What has an id, and perhaps tags."""

    @property
    def id(self) -> str: ...


R = TypeVar("R", bound=_Record)
Filters = Sequence[Mapping[str, Any]]
Property = Callable[[R], str | None]
_MOST = 1000
_PAGES = Refusals(size="InvalidParameterValue", continuation="InvalidParameterValue")
_TAG = "tag:"


def select(
    records: Iterable[R],
    ids: Sequence[str],
    filters: Filters,
    properties: Mapping[str, Callable[[R], str | None]],
    code: str,
    kind: str,
) -> list[R]:
    """The records with those ids that every filter lets through. Raises `code` for an unknown id."""
    known = {record.id: record for record in records}
    for wanted in ids:
        if wanted not in known:
            raise ApiError(code, f"The {kind} ID '{wanted}' does not exist")
    chosen = [known[wanted] for wanted in ids] if ids else list(known.values())
    for each in filters:
        ask = _property(each.get("Name", ""), properties)
        patterns = each.get("Values", ())
        chosen = [record for record in chosen if _any_matches(ask(record), patterns)]
    return chosen


def answer(
    name: str, items: list[dict[str, Any]], filters: Sequence[object], size: int | None, token: str | None
) -> dict[str, Any]:
    """The answer of a Describe operation: one page of `items` under `name`."""
    found = page(items, (name, *filters), size, token, _MOST, _PAGES)
    return {name: found.items} | ({"NextToken": found.token} if found.token else {})


def _property(name: str, properties: Mapping[str, Callable[[R], str | None]]) -> Callable[[R], str | None]:
    """How a filter asks a record. Raises InvalidParameterValue for a filter that there is not."""
    if name.startswith(_TAG):
        return lambda record: _tag(record, name.removeprefix(_TAG))
    if name not in properties:
        close = difflib.get_close_matches(name, properties, n=1)
        hint = f"; did you mean '{close[0]}'?" if close else ""
        raise ApiError("InvalidParameterValue", f"The filter '{name}' is invalid{hint}")
    return properties[name]


def _tag(record: object, key: str) -> str | None:
    tags = getattr(record, "tags", ())
    return next((tag.value for tag in tags if tag.key == key), None)


def _any_matches(value: str | None, patterns: Iterable[str]) -> bool:
    return value is not None and any(fnmatch.fnmatchcase(value, pattern) for pattern in patterns)
