"""Listings of EventBridge, a page at a time."""

from collections.abc import Sequence
from typing import Any

from ecslab.aws.operations.paging import page
from ecslab.engine.errors import ApiError

_MOST = 100


def pages(
    name: str, items: Sequence[Any], filters: Sequence[object], limit: int | None, token: str | None
) -> dict[str, Any]:
    """A page of `items` under `name`. Raises ValidationException for a token of another listing."""
    try:
        found = page(items, filters, limit, token, _MOST)
    except ApiError as refused:
        raise ApiError("ValidationException", refused.message) from None
    return {name: found.items} | ({"NextToken": found.token} if found.token else {})
