"""The tokens of expressions.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.html
"""

import re
from typing import Literal, NamedTuple

from ecslab.engine.dynamodb.values import invalid
from ecslab.engine.errors import ApiError

Kind = Literal["word", "name", "value", "number", "symbol", "end"]
_TOKEN = re.compile(
    r"\s*(?:(?P<name>#[A-Za-z0-9_]+)|(?P<value>:[A-Za-z0-9_]+)|(?P<word>[A-Za-z][A-Za-z0-9_]*)"
    r"|(?P<number>[0-9]+)|(?P<symbol><>|<=|>=|[=<>(),.+\-\[\]]))"
)
_LONGEST = 4_096


class Token(NamedTuple):
    """A token and where it begins."""

    kind: Kind
    text: str
    at: int


class Source(NamedTuple):
    """An expression's text, and the parameter that it came in, which every refusal names."""

    text: str
    parameter: str

    def refusal(self, message: str) -> ApiError:
        """What is wrong with the expression, in DynamoDB's words."""
        return invalid(f"Invalid {self.parameter}: {message}")


def tokens(source: Source) -> list[Token]:
    """The tokens of an expression, an `end` last. Raises ValidationException for other characters."""
    text = source.text
    if not text.strip():
        raise source.refusal("The expression can not be empty;")
    if len(text.encode()) > _LONGEST:
        raise source.refusal(
            f"Expression size has exceeded the maximum allowed size; expression size: {len(text.encode())}"
        )
    found: list[Token] = []
    at, end = 0, len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            bad = len(text) - len(text[at:].lstrip())
            raise source.refusal(
                f'Syntax error; token: "{text[bad]}", near: "{text[max(0, bad - 10) : bad + 10]}"'
            )
        found.append(Token(match.lastgroup, match[match.lastgroup], match.start(match.lastgroup)))  # type: ignore[arg-type]  # the groups are the kinds
        at = match.end()
    return [*found, Token("end", "<EOF>", len(text))]
