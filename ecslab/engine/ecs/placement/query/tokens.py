"""The words of the cluster query language, each with its place."""

import re
from typing import NamedTuple

from ecslab.engine.errors import EcslabError


class QueryError(EcslabError):
    """An expression that is none: what is wrong, and at which character (counted from 1)."""

    def __init__(self, problem: str, position: int) -> None:
        super().__init__(f"{problem} at position {position + 1}")
        self.problem = problem
        self.position = position


class Token(NamedTuple):
    """A piece of an expression. `kind` is `word`, `text` (quoted), `end`, or the sign itself."""

    kind: str
    text: str
    position: int


_PIECE = re.compile(
    r"""\s*(?:
        (?P<sign>&&|\|\||==|!=|>=|<=|=~|!~|!(?=in\b|exists\b)|[()\[\],<>!])
      | '(?P<single>[^']*)'
      | "(?P<double>[^"]*)"
      | (?P<word>(?:(?!&&|\|\||==|!=|>=|<=|=~|!~)[^\s()\[\],<>'"])+)
    )""",
    re.VERBOSE,
)


def tokenize(text: str) -> list[Token]:
    """The pieces of `text`, an `end` last. Raises QueryError for a quote that is never closed."""
    tokens, position = [], 0
    while text[position:].strip():
        found = _PIECE.match(text, position)
        if found is None:
            at = position + len(text[position:]) - len(text[position:].lstrip())
            raise QueryError(f"unexpected {text[at]!r}", at)
        name = str(found.lastgroup)
        piece, start = found[name], found.start(name)
        if name == "sign":
            tokens.append(Token(piece, piece, start))
        elif name == "word":
            tokens.append(Token("word", piece, start))
        else:
            tokens.append(Token("text", piece, start - 1))
        position = found.end()
    return [*tokens, Token("end", "", len(text))]
