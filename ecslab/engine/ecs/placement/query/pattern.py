"""Regular expressions in queries: matched as a whole, and only such as end in reasonable time."""

import re
from functools import lru_cache

_MOST_OPEN = 4
"""How many parts of a pattern may repeat without bound."""

_LITTLE = re.compile(r"\\.|\[\^?\]?[^\]]*\]|[()]|[*+?]|\{\d*,?\d*\}|.", re.DOTALL)


class PatternError(ValueError):
    """A pattern that cannot be used; the text says why."""


@lru_cache(maxsize=512)
def compiled(pattern: str) -> re.Pattern[str]:
    """`pattern` ready to match. Raises PatternError for one that is none, or could take for ever."""
    try:
        found = re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        raise PatternError(f"invalid regular expression ({error})") from None
    _check_effort(pattern)
    return found


def _check_effort(pattern: str) -> None:
    """Refuse what can make a search explode: many open repetitions, or a repetition of repetitions."""
    pieces = _LITTLE.findall(pattern)
    repeats, groups = 0, [False]
    for number, piece in enumerate(pieces):
        following = pieces[number + 1] if number + 1 < len(pieces) else ""
        if piece == "(":
            groups.append(False)
        elif piece == ")" and len(groups) > 1:
            inner = groups.pop()
            if inner and (following in ("*", "+") or following.startswith("{")):
                raise PatternError("a repetition of repetitions is too much work")
            groups[-1] = groups[-1] or inner
        elif piece in ("*", "+") or (piece.startswith("{") and len(piece) > 1):
            repeats += 1
            groups[-1] = True
    if repeats > _MOST_OPEN:
        raise PatternError(f"more than {_MOST_OPEN} repetitions are too much work")
    if re.search(r"\\[1-9]|\(\?", pattern):
        raise PatternError("references and extensions are not supported")
