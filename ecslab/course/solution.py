"""A solution as learners see it: without the marks that only its proof needs."""

import re

_MARK = re.compile(r"[ \t]+#[ \t]*(optional|free:.*)$", re.MULTILINE)


def shown(text: str) -> str:
    """The script without `# optional` and `# free: …` at the ends of its lines."""
    return _MARK.sub("", text).strip()
