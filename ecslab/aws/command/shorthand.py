"""The AWS CLI's shorthand: `key=value,list=a,b,nested={key=[x,y]}`, with quotes, escapes and carets.

See https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-shorthand.html
"""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING, Any

from ecslab.engine.errors import EcslabError

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_DEPTH = 64
"""How deep lists and structures may nest; no model of AWS nests a tenth of it."""

_KEY = re.compile(r"[A-Za-z0-9\-_.#/:]*")
_SINGLE_QUOTED = re.compile(r"'(?:\\'|[^'])*'")
_DOUBLE_QUOTED = re.compile(r'"(?:\\"|[^"])*"')
# A bare word starts with nothing that opens or separates. What may follow depends on where it stands: the
# first value after `=` may hold another `=` but not a closing bracket, later ones of a list the reverse.
_START = r"(?:\\,|[^\x00-\x20\"',=\[{\U00010000-\U0010ffff])"
_FIRST = re.compile(_START + r"(?:\\,|\s|[^\x00-\x20\"',\]}\U00010000-\U0010ffff])*")
_SECOND = re.compile(_START + r"(?:\\,|\s|[^\x00-\x20\"',=\U00010000-\U0010ffff])*")


class ShorthandError(EcslabError):
    """The text is no shorthand; the message marks the place with a caret."""


class _Mismatch(ShorthandError):
    """Something else was expected at this place."""


def parse_shorthand(text: str, read_file: Callable[[str], str | bytes | None]) -> dict[str, Any]:
    """The structure that `text` describes; `read_file` resolves the value of a `key@=file://…`.

    All scalars are strings: only a model knows better. Raises ShorthandError.
    """
    return _Reader(text, read_file).parameter()


class _Reader:
    """One pass over one text."""

    def __init__(self, text: str, read_file: Callable[[str], str | bytes | None]) -> None:
        self._text = text
        self._at = 0
        self._depth = 0
        self._read_file = read_file
        self._from_file = False

    def parameter(self) -> dict[str, Any]:
        """Pairs up to the end of the text."""
        found: dict[str, Any] = {}
        before = self._at
        while True:
            name, value = self._pair(self._values)
            if name in found:
                raise ShorthandError(
                    f'Second instance of key "{name}" encountered for input:\n{self._marked(before + 1)}\n'
                    'This is often because there is a preceding "," instead of a space.'
                )
            found[name] = value
            before = self._at
            if self._ended:
                return found
            self._expect(",", spaces=True)

    def _pair(self, value: Callable[[], Any]) -> tuple[str, Any]:
        name = self._key()
        self._from_file = False
        self._skip_spaces()
        if self._current == "@":
            self._expect("@", spaces=True)
            self._from_file = True
        self._expect("=", spaces=True)
        return name, value()

    def _key(self) -> str:
        found = _KEY.match(self._text, self._at)
        return self._take(found) if found else ""

    def _values(self) -> Any:
        """What follows a key at the top: one value, or several with commas between them."""
        if self._ended:
            return ""
        if self._current in "[{":
            return self._nested()
        return self._comma_values()

    def _comma_values(self) -> Any:
        first = self._first()
        self._skip_spaces()
        if self._current != ",":
            return first
        self._expect(",", spaces=True)
        found = [first]
        while True:
            try:
                value = self._second()
                self._skip_spaces()
                if self._ended:
                    found.append(value)
                    break
                self._expect(",", spaces=True)
                found.append(value)
            except _Mismatch:
                if self._ended:
                    raise
                # `a=b,c=d`: what came after the comma is the next key, not another value.
                self._at = self._text.rindex(",", 0, self._at + 1)
                break
        return found if len(found) > 1 else first

    def _nested(self) -> Any:
        """A list or structure with brackets, or one value."""
        if self._current not in ("[", "{"):
            return self._first()
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ShorthandError(f"Nested deeper than {MAX_DEPTH} for input:\n{self._marked(self._at)}")
        found = self._list() if self._current == "[" else self._structure()
        self._depth -= 1
        return found

    def _list(self) -> list[Any]:
        self._expect("[", spaces=True)
        found: list[Any] = []
        while self._current != "]":
            found.append(self._nested())
            self._next_item("]")
        self._expect("]")
        return found

    def _structure(self) -> dict[str, Any]:
        self._expect("{", spaces=True)
        found: dict[str, Any] = {}
        while self._current != "}":
            name, value = self._pair(self._nested)
            self._next_item("}")
            found[name] = value
        self._expect("}")
        return found

    def _next_item(self, closing: str) -> None:
        self._skip_spaces()
        if self._current != closing:
            self._expect(",")
            self._skip_spaces()

    def _first(self) -> str | bytes:
        if self._current in ("'", '"'):
            return self._quoted()
        found = _FIRST.match(self._text, self._at)
        return self._bare(found) if found else ""

    def _second(self) -> str | bytes:
        if self._current in ("'", '"'):
            return self._quoted()
        found = _SECOND.match(self._text, self._at)
        if found is None:
            raise self._mismatch("<second>", "<none>")
        return self._bare(found)

    def _bare(self, found: re.Match[str]) -> str | bytes:
        return self._resolved(self._take(found).replace("\\,", ",").rstrip())

    def _quoted(self) -> str | bytes:
        quote = self._current
        found = (_SINGLE_QUOTED if quote == "'" else _DOUBLE_QUOTED).match(self._text, self._at)
        if found is None:
            raise self._mismatch("<singled quoted>" if quote == "'" else "<double quoted>", "<none>")
        return self._resolved(self._take(found)[1:-1].replace("\\" + quote, quote).replace("\\\\", "\\"))

    def _resolved(self, value: str) -> str | bytes:
        content = self._read_file(value) if self._from_file else None
        return value if content is None else content

    @property
    def _ended(self) -> bool:
        return self._at >= len(self._text)

    @property
    def _current(self) -> str:
        """The character at this place; empty at the end, and then unequal to any."""
        return self._text[self._at : self._at + 1]

    def _take(self, found: re.Match[str]) -> str:
        self._at = found.end()
        return found.group()

    def _skip_spaces(self) -> None:
        while not self._ended and self._current in string.whitespace:
            self._at += 1

    def _expect(self, character: str, *, spaces: bool = False) -> None:
        if spaces:
            self._skip_spaces()
        if self._current != character:
            raise self._mismatch(character, self._current or "EOF")
        self._at += 1
        if spaces:
            self._skip_spaces()

    def _mismatch(self, expected: str, received: str) -> _Mismatch:
        return _Mismatch(
            f"Expected: '{expected}', received: '{received}' for input:\n{self._marked(self._at)}"
        )

    def _marked(self, at: int) -> str:
        """The text with a caret under `at`, the caret under its own line where there are several."""
        line_start = self._text.rfind("\n", 0, at) + 1
        line_end = self._text.find("\n", at)
        line_end = len(self._text) if line_end < 0 else line_end
        return f"{self._text[:line_end]}\n{' ' * (at - line_start)}^{self._text[line_end:]}"
