"""A solution as learners see it: its commands alone, without notes for authors and marks for the proof."""

import re
from collections.abc import Iterator

_MARK = re.compile(r"[ \t]+#[ \t]*(optional|free:.*)$")
_NOTE = re.compile(r"[ \t]*#")
_DOCUMENT = re.compile(r"<<(-?)[ \t]*(['\"]?)(\w+)\2")


def shown(text: str) -> str:
    """The script without lines that are comments, and without `# optional` and `# free: …` at their ends."""
    return "\n".join(_lines(text)).strip()


def _lines(text: str) -> Iterator[str]:
    """What is shown, line by line; here-documents stay as they are."""
    end: str | None = None
    tabs = False
    for line in text.splitlines():
        if end is not None:
            yield line
            if (line.lstrip("\t") if tabs else line) == end:
                end = None
        elif not _NOTE.match(line):
            yield _MARK.sub("", line)
            if found := _DOCUMENT.search(line):
                tabs, end = bool(found[1]), found[3]
