"""Where a malformed event pattern is wrong, and what the nearest right form may be."""

import difflib
import json
import re
from typing import Final

from ecslab.engine.errors import Problem
from ecslab.engine.eventbridge.tokens import Malformed, line_and_column

_OPERATORS: Final = (
    *("anything-but", "cidr", "equals-ignore-case", "exists", "numeric", "prefix", "suffix", "wildcard"),
)
_MEANT: Final = {
    "begins-with": "prefix",
    "contains": "wildcard",
    "ends-with": "suffix",
    "equals": "exactly",
    "ip": "cidr",
    "like": "wildcard",
    "not": "anything-but",
    "not-equals": "anything-but",
    "startswith": "prefix",
    "starts-with": "prefix",
    "endswith": "suffix",
    "regex": "wildcard",
}


def advise(text: str, wrong: Malformed) -> Problem:
    """The place of what is wrong with the pattern `text` and, where one is known, the nearest right form."""
    line, column = line_and_column(text, wrong.at)
    near = _near(text, wrong)
    hint = {} if near is None else {"near": near}
    return Problem("malformed-pattern", line=line, column=column, **hint)


def _near(text: str, wrong: Malformed) -> str | None:
    reason = wrong.reason
    if (found := re.fullmatch(r'"(.*)" must be an object or an array', reason, re.DOTALL)) is not None:
        value = _value_around(text, wrong.at)
        return f"{json.dumps(found[1], ensure_ascii=False)}: [{value}]" if value else None
    if (found := re.fullmatch(r"Unrecognized match type (.*)", reason, re.DOTALL)) is not None:
        return _operator(found[1])
    if (found := re.fullmatch(r"Unsupported (.+) pattern: (.*)", reason, re.DOTALL)) is not None:
        return f'{{"{found[1]}": {{"equals-ignore-case": "…"}}}}'
    return next((form for words, form in _FORMS if words in reason), None)


def _operator(name: str) -> str | None:
    simple = name.lower().replace("_", "-").replace(" ", "-")
    if simple in _MEANT:
        return f'"{_MEANT[simple]}"'
    if name in ("=", "<", "<=", ">", ">="):
        return f'{{"numeric": ["{name}", 5]}}'
    close = difflib.get_close_matches(simple, _OPERATORS, n=1, cutoff=0.5)
    return f'"{close[0]}"' if close else None


def _value_around(text: str, at: int) -> str | None:
    """The plain value that stands at or ends at a place."""
    for start in range(at, -1, -1):
        if text[start : start + 1] in (":", ""):
            continue
        if start and text[start - 1] == ":":
            found = re.match(r'\s*("(?:[^"\\]|\\.)*"|[\w.+-]+)', text[start:])
            return found[1] if found is not None else None
    return None


_FORMS: Final = (
    ("double-quote to start field name", '{"source": ["aws.ecs"]}'),
    ("Filter is not an object", '{"source": ["aws.ecs"]}'),
    ("Unrecognized token", '{"source": ["aws.ecs"]}'),
    ("Empty objects", '{"detail": {"lastStatus": [{"exists": true}]}}'),
    ("Empty arrays", '{"lastStatus": [{"exists": true}]}'),
    ("Value of numeric must be an array", '{"numeric": ["=", 5]}'),
    ("must be numeric", '{"numeric": [">", 0, "<=", 5]}'),
    ("numeric", '{"numeric": [">", 0, "<=", 5]}'),
    ("Bottom must be less than top", '{"numeric": [">", 0, "<=", 5]}'),
    ("exists match pattern", '{"exists": true}'),
    ("CIDR", '{"cidr": "10.0.0.0/24"}'),
    ("mask bits", '{"cidr": "10.0.0.0/24"}'),
    ("Nonstandard IP", '{"cidr": "10.0.0.0/24"}'),
    ("prefix/suffix match pattern", '{"anything-but": {"prefix": ["a", "b"]}}'),
    ("Null prefix/suffix", '{"anything-but": {"prefix": "a"}}'),
    ("prefix match pattern must be a string", '[{"prefix": "a"}, {"prefix": "b"}]'),
    ("suffix match pattern must be a string", '[{"suffix": "a"}, {"suffix": "b"}]'),
    ("wildcard match pattern must be a string", '[{"wildcard": "a*"}, {"wildcard": "b*"}]'),
    ("anything-but/equals-ignore-case", '{"anything-but": {"equals-ignore-case": ["a", "b"]}}'),
    ("equals-ignore-case match pattern", '{"equals-ignore-case": "a"}'),
    ("Inside anything but list", '{"anything-but": {"prefix": ["a", "b"]}}'),
    ("Value of anything-but", '{"anything-but": ["a", "b"]}'),
    ("Only one key allowed", '[{"prefix": "a"}, {"suffix": "b"}]'),
    ("Consecutive wildcard", '{"wildcard": "a*b"}'),
    ("Invalid escape character", '{"wildcard": "a\\\\*b"}'),
    ("too complex", '{"wildcard": "a*"}'),
    ("Objects in $or", '{"$or": [{"a": [1]}, {"b": [2]}]}'),
    ("$or", '{"$or": [{"a": [1]}, {"b": [2]}]}'),
    ("Match value must be", '["a", "b"]'),
)
"""What the nearest right form is by words of the reason; the first that stands in it."""
