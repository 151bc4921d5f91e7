"""Listings of Scheduler, a page at a time."""

from collections.abc import Sequence
from typing import Any

from ecslab.aws.operations.paging import Refusals, page

_MOST = 100
_REFUSALS = Refusals(size="ValidationException", continuation="ValidationException")


def pages(
    name: str, items: Sequence[Any], filters: Sequence[object], size: int | None, token: str | None
) -> dict[str, Any]:
    """A page of `items` under `name`. Raises ValidationException for a token of another listing."""
    found = page(items, filters, size, token, _MOST, _REFUSALS)
    return {name: found.items} | ({"NextToken": found.token} if found.token else {})
