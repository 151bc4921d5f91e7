"""JSON as EventBridge's parser reads it: token after token, each with the place that its errors name.

EventBridge parses patterns with Jackson, whose errors tell where the parser stands: after what it has read,
and of a string that nobody has asked for yet only after its opening quotation mark.

https://github.com/aws/event-ruler
"""

import re
from typing import Final, NamedTuple

NAME: Final = "name"
STRING: Final = "string"
NUMBER: Final = "number"
LITERAL: Final = "literal"
"""A token's kind is one of these, or the bracket that it is."""

_SPACE: Final = re.compile(r"[ \t\r\n]*")
_NUMBER: Final = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?")
_WORD: Final = re.compile(r"[\w$]+")
_PLAIN: Final = re.compile(r'[^"\\\x00-\x1f]*')
_ESCAPES: Final = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\", "/": "/"}
_HEX: Final = re.compile(r"[0-9a-fA-F]{4}")
_CLOSERS: Final = {"{": "}", "[": "]"}
_LITERALS: Final = ("true", "false", "null")
_VALUES: Final = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"
DEEPEST: Final = 200
"""How deeply brackets may nest; AWS does not tell its limit."""


class Malformed(Exception):
    """What is wrong with a text, and at which character; `placed` when AWS tells the place too."""

    def __init__(self, reason: str, at: int, *, placed: bool = True) -> None:
        super().__init__(reason)
        self.reason = reason
        self.at = at
        self.placed = placed


class Token(NamedTuple):
    """Its kind, what it says, where it begins, where the parser stands when it sees it and has read it."""

    kind: str
    text: str
    start: int
    seen: int
    read: int


class Tokens:
    """A text's tokens; `at` is the place where the parser stands."""

    def __init__(self, text: str) -> None:
        self.source = text
        self.at = 0
        self._here = 0
        self._open: list[tuple[str, int]] = []
        self._first = True
        self._ahead: Token | None = None
        self._now = Token("", "", 0, 0, 0)

    def next(self) -> Token:
        """The next token; a name's value is looked at together with it. Raises Malformed."""
        if self._ahead is not None:
            token, self._ahead = self._ahead, None
        else:
            token = self._following()
        self._now = token
        self.at = token.seen
        if token.kind == NAME:
            self._ahead = self._value()
            self.at = self._ahead.seen
        return token

    def text(self) -> str:
        """What the current token says; the parser has read it to its end then."""
        if self._ahead is None:
            self.at = self._now.read
        return self._now.text

    def wrong(self, reason: str) -> Malformed:
        """What is wrong, at the place where the parser stands."""
        return Malformed(reason, self.at)

    def _following(self) -> Token:
        self._skip_space()
        if not self._open:
            return self._value()
        opener, _ = self._open[-1]
        if self._peek() == _CLOSERS[opener]:
            return self._close()
        if not self._first:
            self._skip_comma(opener)
        self._first = False
        return self._name() if opener == "{" else self._value()

    def _skip_comma(self, opener: str) -> None:
        if self._peek() != ",":
            inside = "Object" if opener == "{" else "Array"
            raise self._unexpected(f"was expecting comma to separate {inside} entries")
        self._here += 1
        self._skip_space()

    def _close(self) -> Token:
        character, start = self.source[self._here], self._here
        self._here += 1
        self._open.pop()
        self._first = False
        return Token(character, character, start, self._here, self._here)

    def _name(self) -> Token:
        if self._peek() != '"':
            raise self._unexpected("was expecting double-quote to start field name")
        start = self._here
        text = self._string("in field name")
        self._skip_space()
        if self._peek() != ":":
            raise self._unexpected("was expecting a colon to separate field name and value")
        self._here += 1
        self._skip_space()
        return Token(NAME, text, start, self._here, self._here)

    def _value(self) -> Token:
        self._skip_space()
        character, start = self._peek(), self._here
        if character in _CLOSERS:
            if len(self._open) == DEEPEST:
                raise Malformed(f"Document nesting depth ({DEEPEST + 1}) exceeds the maximum allowed", start)
            self._open.append((character, start))
            self._first = True
            self._here += 1
            return Token(character, character, start, self._here, self._here)
        if character == '"':
            text = self._string("in a String value")
            return Token(STRING, text, start, start + 1, self._here)
        if character in "-0123456789":
            return self._number()
        return self._literal()

    def _number(self) -> Token:
        start = self._here
        match = _NUMBER.match(self.source, start)
        if match is None:
            raise Malformed("Unexpected character: expected digit (0-9) to follow minus sign", start + 1)
        self._here = match.end()
        following = self.source[self._here : self._here + 1]
        if following.isdigit():
            raise Malformed("Invalid numeric value: Leading zeroes not allowed", self._here)
        if following and following not in " \t\r\n,]}":
            raise self._unexpected("Expected space separating root-level values")
        return Token(NUMBER, match[0], start, self._here, self._here)

    def _literal(self) -> Token:
        start = self._here
        match = _WORD.match(self.source, start)
        word = match[0] if match is not None and not match[0][0].isdigit() else ""
        self._here += len(word)
        if word in _LITERALS:
            return Token(LITERAL, word, start, self._here, self._here)
        if word:
            raise Malformed(f"Unrecognized token '{word}': was expecting {_VALUES}", self._here)
        raise self._unexpected(
            "expected a value" if self._peek() in "]},:" else f"expected a valid value {_VALUES}"
        )

    def _string(self, where: str) -> str:
        self._here += 1
        parts = []
        while True:
            parts.append(self._take(_PLAIN))
            character = self.source[self._here : self._here + 1]
            if not character:
                raise Malformed(f"Unexpected end-of-input {where}", self._here)
            if character == '"':
                self._here += 1
                return _paired("".join(parts))
            if character != "\\":
                reason = "has to be escaped using backslash to be included in string value"
                raise Malformed(
                    f"Illegal unquoted character ((CTRL-CHAR, code {ord(character)})): {reason}", self._here
                )
            parts.append(self._escaped())

    def _escaped(self) -> str:
        escape = self.source[self._here + 1 : self._here + 2]
        if escape == "u":
            digits = _HEX.match(self.source, self._here + 2)
            if digits is None:
                raise Malformed(
                    "Unexpected character: expected a hex-digit for character escape sequence", self._here + 2
                )
            self._here = digits.end()
            return chr(int(digits[0], 16))
        if escape not in _ESCAPES or not escape:
            code = f"'{escape}' (code {ord(escape)})" if escape else "end-of-input"
            raise Malformed(f"Unrecognized character escape {code}", self._here + 1)
        self._here += 2
        return _ESCAPES[escape]

    def _skip_space(self) -> None:
        self._take(_SPACE)

    def _take(self, kind: re.Pattern[str]) -> str:
        """As much from here on as is of a kind, and be it nothing."""
        match = kind.match(self.source, self._here)
        taken = match[0] if match is not None else ""
        self._here += len(taken)
        return taken

    def _peek(self) -> str:
        if self._here == len(self.source):
            if not self._open:
                raise Malformed("Unexpected end-of-input", self._here)
            opener, start = self._open[-1]
            kind = "Object" if opener == "{" else "Array"
            line, column = line_and_column(self.source, start)
            marker = (
                f"(start marker at [Source: (String){quoted(self.source)}; line: {line}, column: {column}])"
            )
            raise Malformed(f"Unexpected end-of-input: expected close marker for {kind} {marker}", self._here)
        return self.source[self._here]

    def _unexpected(self, expected: str) -> Malformed:
        character = self._peek()
        return Malformed(
            f"Unexpected character ('{character}' (code {ord(character)})): {expected}", self._here
        )


def _paired(text: str) -> str:
    """The text with escaped halves of a surrogate pair as the one character that they are."""
    if not any("\ud800" <= character <= "\udfff" for character in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def line_and_column(text: str, at: int) -> tuple[int, int]:
    """The line and the column of a character, both counted from 1."""
    before = text[:at]
    return before.count("\n") + 1, at - (before.rfind("\n") + 1) + 1


def quoted(text: str) -> str:
    """A source as Jackson shows it: its first 500 characters."""
    rest = len(text) - 500
    return f'"{text[:500]}"' + (f"[truncated {rest} chars]" if rest > 0 else "")
