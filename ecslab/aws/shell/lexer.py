"""From characters to words and operators, as sh reads them; refuses what is not allowed where it stands."""

import re
import unicodedata
from collections.abc import Callable
from enum import Enum, auto
from itertools import groupby

from ecslab.aws.shell.limits import MAX_NESTING
from ecslab.aws.shell.source import Source, shorten
from ecslab.aws.shell.tree import Command, Literal, Parameter, Part, Substitution, Word

BLANKS = " \t"
_OPERATOR = re.compile(r"<<<|<<-|&>>|&&|\|\||;;|<<|<&|<>|<\(|>>|>&|>\||>\(|&>|[;&|()<>\n]")
_BLANK = re.compile(r"(?:[ \t]|\\\n)*")
_ENDS_A_WORD = frozenset(" \t\n;&|<>()")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_ALTERNATIVES = (":-", ":=", ":+", ":?", "-", "=", "+", "?")
_CURLY_QUOTES = frozenset("‘’“”„‟＇＂")
_LONG_DASHES = frozenset("‐‑‒–—―−－")


class Quoting(Enum):
    """Which characters are special where the lexer stands."""

    BARE = auto()
    DOUBLE = auto()
    DOCUMENT = auto()


_ORDINARY = {
    Quoting.BARE: re.compile(r"[\w./:=,@%+\[\]{*?-]+", re.ASCII),
    Quoting.DOUBLE: re.compile(r'[^\\"$`}]+'),
    Quoting.DOCUMENT: re.compile(r'[^\\"$`}]+'),
}
"""Runs of characters that are never special, read at once."""
_ESCAPED = {Quoting.DOUBLE: frozenset('$`"\\'), Quoting.DOCUMENT: frozenset("$`\\")}


class Lexer:
    """A place in a source, moved on by reading words and operators.

    `substitution` reads the commands of a `$( … )` from this lexer, up to the closing parenthesis.
    """

    def __init__(
        self, source: Source, substitution: Callable[[], tuple[Command, ...]], depth: int = 0
    ) -> None:
        self.source = source
        self.position = 0
        self.depth = depth
        self._substitution = substitution

    def peek(self, ahead: int = 0) -> str:
        """The character `ahead` of the place, empty past the end."""
        return self.source.text[self.position + ahead : self.position + ahead + 1]

    def starts(self, text: str) -> bool:
        """Whether `text` comes next."""
        return self.source.text.startswith(text, self.position)

    def skip_blanks(self) -> None:
        """Move past blanks and continued line ends."""
        if found := _BLANK.match(self.source.text, self.position):
            self.position = found.end()

    def operator(self) -> str:
        """The operator that comes next (a line end is one), empty when there is none."""
        found = _OPERATOR.match(self.source.text, self.position)
        return found.group() if found else ""

    def word(self) -> Word:
        """Read the word that starts here; without parts when none does."""
        start = self.position
        if self.peek() == "~":
            raise self.source.error("tilde", start)
        if self.peek() in _LONG_DASHES:
            raise self.source.error("long-dash", start, character=self.peek())
        parts = self._parts(Quoting.BARE, in_braces=False)
        return Word(parts, *self.source.place(start))

    def document(self) -> Word:
        """Read all that is left as the body of a here-document."""
        return Word(self._parts(Quoting.DOCUMENT, in_braces=False), *self.source.place(0))

    def _parts(self, quoting: Quoting, *, in_braces: bool) -> tuple[Part, ...]:
        parts: list[Part] = []
        while (char := self.peek()) and not self._ends(char, quoting, in_braces=in_braces):
            if char == "\\":
                part: Part = self._backslash(quoting, in_braces=in_braces)
            elif char == "'" and quoting is Quoting.BARE:
                part = self._single_quoted()
            elif char == '"' and (quoting is Quoting.BARE or in_braces):
                parts += self._double_quoted()
                continue
            elif char == "$":
                part = self._dollar(quoting)
            elif char == "`":
                raise self.source.error("backquote", self.position)
            else:
                part = self._plain(char, quoting)
            parts.append(part)
        return _joined(parts)

    def _ends(self, char: str, quoting: Quoting, *, in_braces: bool) -> bool:
        if in_braces:
            return char == "}"
        if quoting is Quoting.BARE:
            return char in _ENDS_A_WORD
        return quoting is Quoting.DOUBLE and char == '"'

    def _plain(self, char: str, quoting: Quoting) -> Literal:
        if quoting is Quoting.BARE and char > "~":
            if char in _CURLY_QUOTES:
                raise self.source.error("curly-quote", self.position, character=char)
            if unicodedata.category(char) == "Zs":
                raise self.source.error("wide-space", self.position, character=f"U+{ord(char):04X}")
        run = _ORDINARY[quoting].match(self.source.text, self.position)
        self.position = run.end() if run else self.position + 1
        return Literal(run.group() if run else char, quoting is not Quoting.BARE)

    def _backslash(self, quoting: Quoting, *, in_braces: bool) -> Literal:
        start, escaped = self.position, self.peek(1)
        if not escaped:
            raise self.source.error("backslash-at-end", start, incomplete=True)
        self.position += 2
        if escaped == "\n":
            return Literal("", quoting is not Quoting.BARE)
        if quoting is Quoting.BARE:
            if escaped in BLANKS and re.compile(r"[ \t]*(\n|$)").match(self.source.text, self.position):
                raise self.source.error("blank-after-backslash", start)
            return Literal(escaped, quoted=True)
        if escaped in _ESCAPED[quoting] or (in_braces and escaped == "}"):
            return Literal(escaped, quoted=True)
        self.position -= 1
        return Literal("\\", quoted=True)

    def _single_quoted(self) -> Literal:
        start = self.position
        end = self.source.text.find("'", start + 1)
        if end < 0:
            raise self.source.error("quote-open", start, incomplete=True, quote="'")
        self.position = end + 1
        return Literal(self.source.text[start + 1 : end], quoted=True)

    def _double_quoted(self) -> list[Part]:
        start = self.position
        self.position += 1
        parts = self._parts(Quoting.DOUBLE, in_braces=False)
        if self.peek() != '"':
            raise self.source.error("quote-open", start, incomplete=True, quote='"')
        self.position += 1
        return [*parts] or [Literal("", quoted=True)]

    def _dollar(self, quoting: Quoting) -> Part:
        start = self.position
        quoted = quoting is not Quoting.BARE
        following = self.peek(1)
        if self.starts("$(("):
            raise self.source.error("arithmetic", start)
        if following == "(":
            return self._nested(start, lambda: self._substituted(start, quoted=quoted))
        if following == "{":
            return self._nested(start, lambda: self._braced(start, quoting))
        if name := _NAME.match(self.source.text, start + 1):
            self.position = name.end()
            return self._parameter(start, name.group(), quoted=quoted)
        if following == "?":
            self.position += 2
            return self._parameter(start, "?", quoted=quoted)
        if following and following in "0123456789@*#$!-":
            raise self.source.error("special-parameter", start, name="$" + following)
        if following and following in "'\"" and not quoted:
            raise self.source.error("dollar-quote", start, form=f"${following}…{following}")
        self.position += 1
        return Literal("$", quoted)

    def _nested(self, start: int, read: Callable[[], Part]) -> Part:
        if self.depth >= MAX_NESTING:
            raise self.source.error("too-deep", start, limit=MAX_NESTING)
        self.depth += 1
        try:
            return read()
        finally:
            self.depth -= 1

    def _substituted(self, start: int, *, quoted: bool) -> Substitution:
        self.position += 2
        commands = self._substitution()
        if self.peek() != ")":
            raise self.source.error("substitution-open", start, incomplete=True)
        self.position += 1
        return Substitution(commands, quoted)

    def _braced(self, start: int, quoting: Quoting) -> Parameter:
        self.position += 2
        name = _NAME.match(self.source.text, self.position)
        text = name.group() if name else "?" if self.starts("?") else ""
        self.position += len(text)
        operator = next((operator for operator in _ALTERNATIVES if self.starts(operator)), "")
        if not self.peek():
            raise self.source.error("brace-open", start, incomplete=True)
        if not text or (not operator and self.peek() != "}"):
            end = self.source.text.find("}", start)
            form = self.source.text[start : end + 1] if end > 0 else self.source.text[start:]
            raise self.source.error("parameter-form", start, form=shorten(form))
        self.position += len(operator)
        alternative = self._parts(quoting, in_braces=True) if operator else ()
        if self.peek() != "}":
            raise self.source.error("brace-open", start, incomplete=True)
        self.position += 1
        parameter = self._parameter(start, text, quoted=quoting is not Quoting.BARE)
        return Parameter(text, operator, alternative, parameter.quoted, parameter.line, parameter.column)

    def _parameter(self, start: int, name: str, *, quoted: bool) -> Parameter:
        return Parameter(name, "", (), quoted, *self.source.place(start))


def _joined(parts: list[Part]) -> tuple[Part, ...]:
    """`parts` with neighbouring literals that are quoted alike made one."""
    joined: list[Part] = []
    for quoted, run in groupby(parts, lambda part: part.quoted if isinstance(part, Literal) else None):
        if quoted is None:
            joined += run
        elif (text := "".join(part.text for part in run if isinstance(part, Literal))) or quoted:
            joined.append(Literal(text, quoted))
    return tuple(joined)
