"""The text of a script: made readable, bounded, and able to say where a place in it is."""

import re
from bisect import bisect_right

from ecslab.aws.shell.errors import ScriptError
from ecslab.aws.shell.limits import MAX_SCRIPT_BYTES, MAX_SCRIPT_CHARACTERS

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


class Source:
    """Text with a name, whose first character stands on line `first_line`."""

    def __init__(self, text: str, name: str, first_line: int = 1) -> None:
        self.text = text
        self.name = name
        self._first_line = first_line
        self._line_starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def place(self, position: int) -> tuple[int, int]:
        """Line and column, counted from 1, of the character at `position`."""
        line = bisect_right(self._line_starts, position) - 1
        return self._first_line + line, position - self._line_starts[line] + 1

    def error(self, code: str, position: int, *, incomplete: bool = False, **values: object) -> ScriptError:
        """What is wrong at `position`, ready to be raised."""
        line, column = self.place(position)
        return ScriptError(code, self.name, line, column, values, incomplete=incomplete)


def decode(data: bytes, name: str) -> str:
    """The text of a script file. Raises ScriptError when it is too long or not UTF-8."""
    if len(data) > MAX_SCRIPT_BYTES:
        raise ScriptError("too-long", name, 1, 1, {"limit": MAX_SCRIPT_CHARACTERS})
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        raise ScriptError("not-utf8", name, line, column) from None


def readable(text: str, name: str) -> Source:
    """`text` without its byte order mark and carriage returns at line ends.

    Raises ScriptError when it is too long or has control characters: a terminal that shows the
    script must not be at its mercy.
    """
    if len(text) > MAX_SCRIPT_CHARACTERS:
        raise ScriptError("too-long", name, 1, 1, {"limit": MAX_SCRIPT_CHARACTERS})
    source = Source(text.removeprefix("\ufeff").replace("\r\n", "\n"), name)
    if found := _CONTROL.search(source.text):
        raise source.error("control-character", found.start(), character=f"U+{ord(found.group()):04X}")
    return source


def shorten(text: str, limit: int = 40) -> str:
    """`text` on one line, cut to `limit` characters, for use inside a sentence."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
