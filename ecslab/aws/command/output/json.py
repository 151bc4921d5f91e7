"""`--output json`: four spaces, nothing escaped that need not be."""

from __future__ import annotations

from json import dumps
from typing import Any

from msgspec.json import encode
from msgspec.json import format as lay_out


def render_json(value: Any) -> str:
    """The value as the AWS CLI's `json.dump(indent=4, ensure_ascii=False)` writes it, but in C."""
    if value == {}:
        return ""
    try:
        return lay_out(encode(value), indent=4).decode() + "\n"
    except (OverflowError, UnicodeEncodeError):
        # Integers beyond 64 bits and halves of surrogate pairs, which a query's literals may hold.
        return dumps(value, indent=4) + "\n"
