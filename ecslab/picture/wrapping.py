"""Line breaks in Japanese text.

Rich and Textual break lines at spaces only, which Japanese has few of: a sentence then starts on a line
of its own, or is cut in the middle of a Latin word. Japanese breaks between any two characters, except
that some may not begin a line and some may not end one (kinsoku, https://www.w3.org/TR/jlreq/#line_breaking).
"""

import re
from collections.abc import Iterable
from itertools import pairwise

from rich import _wrap
from rich.cells import get_character_cell_size

NOT_FIRST = frozenset(
    # Japanese punctuation and small letters, then what ends a Latin phrase.
    "、。，．・：；？！」』）］｝】〕〉》”’…‥ーゝゞ々"
    "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ"
    ",.:;?!)]}%'\""
)
"""Characters that may not begin a line."""

NOT_LAST = frozenset("「『（［｛【〔〈《“‘([{")
"""Characters that may not end one."""

_WORD = re.compile(r"\s*\S+\s*")


def pieces(text: str) -> Iterable[tuple[int, int, str]]:
    """The parts of `text` between which a line may be broken: start, end, and the part with its spaces."""
    for match in _WORD.finditer(text):
        start, end = match.span()
        if not match[0].isascii():
            for at in range(start + 1, end):
                if _may_break(text[at - 1], text[at]):
                    yield start, at, text[start:at]
                    start = at
        yield start, end, text[start:end]


def _may_break(before: str, after: str) -> bool:
    if before.isspace() or after.isspace() or after in NOT_FIRST or before in NOT_LAST:
        return False
    return get_character_cell_size(before) == 2 or get_character_cell_size(after) == 2


def install() -> None:
    """Have Rich and Textual break lines so; both ask this one function of Rich for its words."""
    _wrap.words = pieces


def wrapped(text: str, width: int) -> list[str]:
    """`text` in lines no wider than `width` cells; what fits on no line is cut anywhere."""
    install()  # also where no screen has done so
    cuts = [0, *_wrap.divide_line(text, width), len(text)]
    lines = (text[start:end].strip() for start, end in pairwise(cuts))
    return [line for line in lines if line]
