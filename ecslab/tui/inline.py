"""Short texts of a lesson as styled content: `code` and **strong** marks become styles."""

import re

from textual.content import Content

_MARKED = re.compile(r"`([^`]+)`|\*\*([^*]+)\*\*")


def inline(text: str) -> Content:
    """`text` with its code and strong marks shown; anything else in it stands as it is."""
    parts: list[str | Content | tuple[str, str]] = []
    end = 0
    for match in _MARKED.finditer(text):
        parts.append(text[end : match.start()])
        code, strong = match.groups()
        parts.append((code, "$text-accent") if code else (strong, "bold"))
        end = match.end()
    return Content.assemble(*parts, text[end:])
