"""Pages: an opaque token that continues one listing and no other."""

import base64
import binascii
import hashlib
import json
from collections.abc import Sequence
from typing import Any, NamedTuple, TypeVar

from ecslab.engine.errors import ApiError

T = TypeVar("T")


class Page(NamedTuple):
    """One page of a listing: its items and, when there is more, the token that continues it."""

    items: list[Any]
    token: str | None

    def answer(self, name: str) -> dict[str, Any]:
        """The page as AWS answers it, its items under `name`."""
        return {name: self.items} | ({"nextToken": self.token} if self.token else {})


class Refusals(NamedTuple):
    """The error codes with which a service refuses the size of a page, and a token of no use."""

    size: str
    continuation: str


ECS = Refusals(size="InvalidParameterException", continuation="InvalidParameterException")


def page(
    items: Sequence[T],
    filters: Sequence[object],
    size: int | None,
    token: str | None,
    most: int,
    codes: Refusals = ECS,
) -> Page:
    """The page of `items` that `token` asks for, `most` items at most and by default.

    `filters` are the listing's other parameters. Raises ApiError, with one of `codes`, for a token that
    belongs to another listing and for a size that AWS does not allow.
    """
    if size is not None and not 1 <= size <= 100:
        raise ApiError(codes.size, "maxResults must be between 1 and 100.")
    start = read_token(token, filters, codes) if token else 0
    end = start + (size or most)
    return Page(list(items[start:end]), make_token(end, filters) if end < len(items) else None)


def make_token(place: int, filters: Sequence[object]) -> str:
    """The token that continues the listing with these `filters` at a place."""
    return base64.urlsafe_b64encode(f"{_mark(filters)}:{place}".encode()).decode()


def read_token(token: str, filters: Sequence[object], codes: Refusals = ECS) -> int:
    """The place of a token; raises ApiError where it is of another listing or of none."""
    try:
        found, _, place = base64.urlsafe_b64decode(token.encode()).decode().partition(":")
        if found == _mark(filters):
            return int(place)
    except (binascii.Error, ValueError):
        pass
    raise ApiError(codes.continuation, "Invalid token.")


def _mark(filters: Sequence[object]) -> str:
    return hashlib.sha256(json.dumps(filters, default=str).encode()).hexdigest()[:16]
