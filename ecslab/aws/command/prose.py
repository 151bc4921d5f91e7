"""AWS's HTML documentation as plain text for a terminal."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from textwrap import wrap

WIDTH = 80

_BLOCKS = frozenset(
    {"p", "li", "dl", "dt", "dd", "ul", "ol", "note", "important", "h1", "h2", "h3", "div", "br", "tr"}
)
_LABELS = {"note": "Note: ", "important": "Important: "}


def paragraphs(html: str) -> list[str]:
    """The text of each block, tags and doubled spaces gone; items of a list start with a dash."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.finish()


def first_sentence(html: str) -> str:
    """The first sentence, or the whole first paragraph where no sentence ends."""
    blocks = paragraphs(html)
    if not blocks:
        return ""
    ended = re.match(r".*?[.!?](?=\s|$)", blocks[0])
    return ended.group() if ended else blocks[0]


def wrapped(html: str, indent: int) -> list[str]:
    """Lines of at most WIDTH columns, an empty one between paragraphs that are no list items."""
    lines: list[str] = []
    for block in paragraphs(html):
        is_item = block.startswith("- ")
        if lines and not is_item:
            lines.append("")
        lines += fill(block, indent, hanging=2 if is_item else 0)
    return lines


def fill(text: str, indent: int, *, hanging: int = 0) -> list[str]:
    """One paragraph within WIDTH columns."""
    lead = " " * indent
    return wrap(
        text, WIDTH, initial_indent=lead, subsequent_indent=lead + " " * hanging, break_on_hyphens=False
    )


class _Reader(HTMLParser):
    """Collects blocks of text."""

    def __init__(self) -> None:
        super().__init__()
        self._blocks: list[str] = []
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  # HTMLParser's
        if tag in _BLOCKS:
            # The paragraph of a list item or a note continues what stands before it.
            if self._text.strip() not in ("-", *(label.strip() for label in _LABELS.values())):
                self._close_block()
            if tag in ("li", "dt"):
                self._text = "- "
            self._text += _LABELS.get(tag, "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._close_block()

    def handle_data(self, data: str) -> None:
        self._text += data

    def finish(self) -> list[str]:
        self._close_block()
        return self._blocks

    def _close_block(self) -> None:
        text = " ".join(self._text.split())
        if text not in ("", "-"):
            self._blocks.append(text)
        self._text = ""
