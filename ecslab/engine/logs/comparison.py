"""One value of a line compared with what a filter pattern asks for.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
"""

import re
from typing import NamedTuple


class PatternError(Exception):
    """A filter pattern that means nothing."""


class Operand(NamedTuple):
    """What stands at the right of an operator: a text with wildcards, a number, or a regular expression."""

    text: str
    number: float | None = None
    regex: re.Pattern[str] | None = None


_ALLOWED = re.compile(r"[A-Za-z0-9@#=',/ ;~\t^$?\[\]{}|\\*+.:_\-!<>&\"%]*")


def regex(text: str) -> re.Pattern[str]:
    """The regular expression between two `%`. AWS's have no groups, which also bounds their work."""
    if not text or not _ALLOWED.fullmatch(text):
        raise PatternError(text)
    try:
        return re.compile(text)
    except re.error:
        raise PatternError(text) from None


def operand(text: str, *, quoted: bool) -> Operand:
    """A word or a quoted text; only a bare word can be a number."""
    return Operand(text, None if quoted else _number(text))


def holds(found: object, operator: str, wanted: Operand) -> bool:
    """Whether `found operator wanted`."""
    if operator in ("=", "!="):
        return _equals(found, wanted) == (operator == "=")
    value = _number(found)
    if value is None or wanted.number is None:
        return False
    match operator:
        case ">":
            return value > wanted.number
        case ">=":
            return value >= wanted.number
        case "<":
            return value < wanted.number
        case _:
            return value <= wanted.number


def _equals(found: object, wanted: Operand) -> bool:
    if wanted.regex is not None:
        return isinstance(found, str) and wanted.regex.search(found) is not None
    if wanted.number is not None and (value := _number(found)) is not None:
        return value == wanted.number
    if not isinstance(found, str):
        return False
    parts = [re.escape(part) for part in wanted.text.split("*")]
    return re.fullmatch(".*".join(parts), found, re.DOTALL) is not None


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return float(value) if not isinstance(value, str) or re.match(r"[-+.\d]", value) else None
    except (ValueError, OverflowError):
        return None
