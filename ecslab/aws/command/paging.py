"""Automatic paging: as many calls as the pages need, one result, and a token where it was cut short.

See https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-pagination.html
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING, Any, NamedTuple

from ecslab.aws.command.arguments import raw_paging_members
from ecslab.aws.command.errors import CommandError, PagingError
from ecslab.aws.command.query import compile_query

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Call = Callable[[dict[str, Any]], dict[str, Any]]

_TRUNCATED = "boto_truncate_amount"
"""The AWS CLI's name, inside a token, for how many items of the page were shown already."""


class Paged(NamedTuple):
    """All pages, each with its result keys only, and the token to go on from if items were left."""

    pages: list[dict[str, Any]]
    token: str | None

    def merged(self) -> dict[str, Any]:
        """The pages as one result."""
        whole: dict[str, Any] = {}
        for page in self.pages:
            _merge(whole, page)
        if self.token is not None:
            whole["NextToken"] = self.token
        return whole


class Limits(NamedTuple):
    """What the paging options ask for."""

    max_items: int | None = None
    starting_token: str | None = None
    page_size: int | None = None

    @classmethod
    def of(cls, added: Mapping[str, Any]) -> Limits:
        """The limits among the options that the command line adds."""
        return cls(added.get("max-items"), added.get("starting-token"), added.get("page-size"))

    def names(self) -> list[str]:
        """The options that were given."""
        given = {
            "--starting-token": self.starting_token,
            "--page-size": self.page_size,
            "--max-items": self.max_items,
        }
        return [name for name, value in given.items() if value]


def must_not_page(config: Mapping[str, Any], params: Mapping[str, Any]) -> bool:
    """Whether a raw paging parameter is given: who gives one pages by hand."""
    return any(name in params for name in raw_paging_members(config))


def fetch(config: Mapping[str, Any], params: Mapping[str, Any], limits: Limits, call: Call) -> Paged:
    """Call until the pages or the wanted items are at an end; raises PagingError and what `call` raises."""
    return _Pager(config, limits).fetch(dict(params), call)


class _Pager:
    """The pages of one operation by its paginator's raw configuration."""

    def __init__(self, config: Mapping[str, Any], limits: Limits) -> None:
        self._limits = limits
        self._inputs = _as_list(config["input_token"])
        self._outputs = [compile_query(text) for text in _as_list(config["output_token"])]
        self._more = compile_query(config["more_results"]) if "more_results" in config else None
        self._keys: list[str] = _as_list(config["result_key"])
        self._whole_keys: list[str] = config.get("non_aggregate_keys", [])
        self._limit_key: str | None = config.get("limit_key")

    def fetch(self, params: dict[str, Any], call: Call) -> Paged:
        tokens, skip = self._start()
        _set_tokens(params, tokens)
        if self._limits.page_size is not None and self._limit_key is not None:
            params[self._limit_key] = self._limits.page_size
        pages: list[dict[str, Any]] = []
        seen = 0
        while True:
            response = call(dict(params))
            page = self._page(response, first=not pages)
            items = self._skip(page, skip)
            pages.append(page)
            left = None if self._limits.max_items is None else self._limits.max_items - seen
            if left is not None and len(items) > left:
                kept = max(left, 0)
                _put(page, self._keys[0], items[:kept])
                return Paged(pages, _encode({**tokens, _TRUNCATED: kept + skip}))
            seen += len(items)
            following = self._tokens(response)
            if not any(following.values()):
                return Paged(pages, None)
            if left is not None and len(items) == left:
                return Paged(pages, _encode(following))
            if following == tokens:
                raise PagingError(f"The same next token was received twice: {following}")
            tokens, skip = following, 0
            _set_tokens(params, tokens)

    def _page(self, response: dict[str, Any], *, first: bool) -> dict[str, Any]:
        page: dict[str, Any] = {}
        for key in [*self._whole_keys, *self._keys] if first else self._keys:
            if (found := _get(response, key)) is not None:
                _put(page, key, found)
        return page

    def _skip(self, page: dict[str, Any], skip: int) -> list[Any]:
        """The items of the page; of a page that was shown in part, only those that were not."""
        items: list[Any] = _get(page, self._keys[0]) or []
        if not skip:
            return items
        for key in self._keys[1:]:
            _put(page, key, [] if isinstance(_get(page, key), list) else _get(page, key))
        _put(page, self._keys[0], items[skip:])
        return items[skip:]

    def _tokens(self, response: dict[str, Any]) -> dict[str, Any]:
        if self._more is not None and not self._more.search(response):
            return {}
        found = [output.search(response) or None for output in self._outputs]
        return dict(zip(self._inputs, found, strict=False))

    def _start(self) -> tuple[dict[str, Any], int]:
        """The service's own tokens inside `--starting-token`, and how many items to skip."""
        text = self._limits.starting_token
        if text is None:
            return dict.fromkeys(self._inputs), 0
        try:
            decoded = json.loads(b64decode(text))
        except ValueError:
            decoded = None
        if not isinstance(decoded, dict):
            # The service's own token, as --no-paginate shows it.
            return {name: text if at == 0 else None for at, name in enumerate(self._inputs)}, 0
        skip = decoded.pop(_TRUNCATED, 0)
        if set(decoded) != set(self._inputs) or not isinstance(skip, int) or skip < 0:
            raise CommandError(f"Bad starting token: {text}")
        return decoded, skip


def _encode(token: Mapping[str, Any]) -> str:
    return b64encode(json.dumps(token).encode()).decode()


def _set_tokens(params: dict[str, Any], tokens: Mapping[str, Any]) -> None:
    for name, token in tokens.items():
        if token is None:
            params.pop(name, None)
        else:
            params[name] = token


def _as_list(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def _get(value: dict[str, Any], path: str) -> Any:
    return compile_query(path).search(value)


def _put(value: dict[str, Any], path: str, item: Any) -> None:
    """Set the member that a dotted path names; the paths of paginators are no more than that."""
    *parents, last = path.split(".")
    for name in parents:
        value = value.setdefault(name, {})
    value[last] = item


def _merge(whole: dict[str, Any], page: Mapping[str, Any]) -> None:
    for name, value in page.items():
        known = whole.get(name)
        if isinstance(known, list) and isinstance(value, list):
            known.extend(value)
        elif isinstance(known, dict) and isinstance(value, dict):
            _merge(known, value)
        elif isinstance(known, (int, float, str)) and isinstance(value, type(known)):
            whole[name] = known + value  # type: ignore[operator]  # both are of one type that adds
        else:
            whole[name] = _copied(value)


def _copied(value: Any) -> Any:
    """A list or structure of its own, so that merging leaves the pages alone."""
    if isinstance(value, list):
        return list(value)
    if isinstance(value, dict):
        return {name: _copied(item) for name, item in value.items()}
    return value
