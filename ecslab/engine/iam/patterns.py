"""Wildcards and variables of the policy language.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
"""

import re
from collections.abc import Callable
from functools import lru_cache

Resolve = Callable[[str], str | None]
"""The one value of a condition key; None when the request has none, or several."""

_VARIABLE = re.compile(r"\$\{([^{}]*)\}")
_LITERALS = {"*": "*", "?": "?", "$": "$"}
_DEFAULT = re.compile(r"\s*([^,\s]+)\s*,\s*'([^']*)'\s*")


Piece = tuple[str, bool]
"""A part of a pattern, and whether it is literal: what a variable gave has no wildcards."""


@lru_cache(maxsize=4096)
def wildcard(pattern: str, *, ignore_case: bool = False) -> re.Pattern[str]:
    """A pattern in which `*` stands for any text and `?` for any one character, as a regular expression."""
    return re.compile(_regex([(pattern, False)]), re.DOTALL | (re.IGNORECASE if ignore_case else 0))


def _regex(pieces: list[Piece]) -> str:
    """What the pieces match; no text makes it slow, for each `*` takes the least that it can and keeps it."""
    parts: list[str] = [""]
    for text, literal in pieces:
        if literal:
            parts[-1] += re.escape(text)
            continue
        first, *rest = (re.escape(part).replace(r"\?", ".") for part in re.split(r"\*+", text))
        parts[-1] += first
        parts.extend(rest)
    if len(parts) == 1:
        return parts[0]
    first, *between, last = parts
    return first + "".join(f"(?>.*?{part})" for part in between if part) + f".*{last}"


def has_variable(text: str) -> bool:
    """Whether a policy's text has a variable or an escaped character in it."""
    return "${" in text


def variables(text: str) -> tuple[str, ...]:
    """The condition keys that a text asks for."""
    return tuple(
        inside.partition(",")[0].strip() for inside in _VARIABLE.findall(text) if inside not in _LITERALS
    )


def substitute(text: str, resolve: Resolve) -> str | None:
    """The text with its variables replaced; None when one has neither a value nor a default.

    What a variable gives is taken as it stands: a `*` in it is no wildcard.
    """
    found = _fill(text, resolve)
    return None if found is None else "".join(piece for piece, _ in found)


def filled_pattern(text: str, resolve: Resolve) -> re.Pattern[str] | None:
    """As `wildcard`, of a text with variables; None when one has neither a value nor a default."""
    found = _fill(text, resolve)
    if found is None:
        return None
    return re.compile(_regex(found), re.DOTALL)


def _fill(text: str, resolve: Resolve) -> list[Piece] | None:
    """The pieces of the text, each with whether it is to be taken literally."""
    pieces: list[Piece] = []
    at = 0
    for match in _VARIABLE.finditer(text):
        pieces.append((text[at : match.start()], False))
        at = match.end()
        value = _value(match[1], resolve)
        if value is None:
            return None
        pieces.append((value, True))
    pieces.append((text[at:], False))
    return pieces


def _value(inside: str, resolve: Resolve) -> str | None:
    if inside in _LITERALS:
        return _LITERALS[inside]
    default = _DEFAULT.fullmatch(inside)
    if default is None:
        return resolve(inside.strip())
    found = resolve(default[1])
    return default[2] if found is None else found


def arn_pattern(text: str, resolve: Resolve) -> tuple[re.Pattern[str], ...] | None:
    """The patterns of an ARN's six parts; None for what is no ARN or has a variable without a value."""
    parts: list[list[Piece]] = [[]]
    for piece, literal in _fill(text, resolve) or ():
        first, *rest = piece.split(":", 6 - len(parts))
        parts[-1].append((first, literal))
        parts.extend([(each, literal)] for each in rest)
    return tuple(re.compile(_regex(part), re.DOTALL) for part in parts) if len(parts) == 6 else None


def arn_matches(pattern: tuple[re.Pattern[str], ...], arn: str) -> bool:
    """Whether an ARN is like a pattern, each of the six parts by itself."""
    found = arn.split(":", 5)
    return len(found) == 6 and all(one.fullmatch(part) for one, part in zip(pattern, found, strict=True))
