"""From the text of a query to its expression: recursive descent, `and` binding closer than `or`.

alternatives := all ('||' all)*
all          := one ('&&' one)*
one          := '!' one | '(' alternatives ')' | subject operator [argument]
"""

import difflib
from functools import lru_cache

from ecslab.engine.ecs.placement.query.expression import ORDERS, And, Expression, Not, Or, Test
from ecslab.engine.ecs.placement.query.pattern import PatternError, compiled
from ecslab.engine.ecs.placement.query.tokens import QueryError, Token, tokenize

LONGEST = 2000
"""How many characters an expression may have."""

_DEEPEST = 50

_ALIASES = {
    "equals": "==",
    "not_equals": "!=",
    "greater_than": ">",
    "greater_than_equal": ">=",
    "less_than": "<",
    "less_than_equal": "<=",
    "exists": "exists",
    "not_exists": "!exists",
    "in": "in",
    "not_in": "!in",
    "matches": "=~",
    "not_matches": "!~",
    "!in": "!in",
    "!exists": "!exists",
}
_SIGNS = ("==", "!=", ">", ">=", "<", "<=", "=~", "!~")
_TEXT = frozenset({"==", "!=", "in", "!in", "=~", "!~"})
_ORDER = frozenset({"==", "!=", ">", ">=", "<", "<="})

_OPERATORS = {
    "agentConnected": _TEXT,
    "agentVersion": _ORDER,
    "ec2InstanceId": _TEXT,
    "registeredAt": _ORDER,
    "runningTasksCount": _ORDER,
    "task:group": _TEXT,
}
_KEYWORDS = frozenset({"and", "or", "not", *_ALIASES})
_ATTRIBUTE = "attribute:"


@lru_cache(maxsize=512)
def parse(text: str) -> Expression:
    """The expression that `text` says. Raises QueryError, with the place of what is wrong."""
    if len(text) > LONGEST:
        raise QueryError(f"the expression has more than {LONGEST} characters", LONGEST)
    return _Parser(tokenize(text)).whole()


class _Parser:
    """Reads tokens from left to right."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    def whole(self) -> Expression:
        expression = self._alternatives()
        token = self._look()
        if token.kind != "end":
            raise QueryError(f"expected 'and', 'or' or the end, found {token.text!r}", token.position)
        return expression

    def _alternatives(self) -> Expression:
        parts = [self._all()]
        while self._skip("||", "or"):
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _all(self) -> Expression:
        parts = [self._one()]
        while self._skip("&&", "and"):
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _one(self) -> Expression:
        self._depth += 1
        token = self._look()
        if self._depth > _DEEPEST:
            raise QueryError(f"the expression is nested more than {_DEEPEST} deep", token.position)
        if self._skip("!", "not"):
            found: Expression = Not(self._one())
        elif self._skip("("):
            found = self._alternatives()
            self._expect(")")
        else:
            found = self._test()
        self._depth -= 1
        return found

    def _test(self) -> Test:
        subject = self._subject()
        place = self._look().position
        operator = self._operator()
        allowed = _OPERATORS.get(subject, _TEXT | {"exists", "!exists"})
        if operator not in allowed:
            raise QueryError(f"{subject} cannot be used with {operator!r}", place)
        if operator in ("exists", "!exists"):
            return Test(subject, operator)
        place = self._look().position
        arguments = self._list() if operator in ("in", "!in") else (self._literal(),)
        _check(subject, operator, arguments, place)
        return Test(subject, operator, arguments)

    def _subject(self) -> str:
        token = self._take()
        if token.kind == "word" and token.text in _OPERATORS:
            return token.text
        if token.kind == "word" and token.text.startswith(_ATTRIBUTE):
            if token.text == _ATTRIBUTE:
                raise QueryError("expected the name of an attribute", token.position + len(_ATTRIBUTE))
            return token.text
        near = difflib.get_close_matches(token.text, [*_OPERATORS, _ATTRIBUTE], n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise QueryError(f"expected a subject, found {token.text or 'the end'!r}{hint}", token.position)

    def _operator(self) -> str:
        token = self._take()
        if token.kind in _SIGNS:
            return token.kind
        if token.kind == "!" and self._look().text in ("in", "exists"):
            return "!" + self._take().text
        if token.kind == "word" and token.text in _ALIASES:
            return _ALIASES[token.text]
        raise QueryError(f"expected an operator, found {token.text or 'the end'!r}", token.position)

    def _list(self) -> tuple[str, ...]:
        self._expect("[")
        items = [self._literal()]
        while self._skip(","):
            items.append(self._literal())
        self._expect("]")
        return tuple(items)

    def _literal(self) -> str:
        token = self._take()
        if token.kind == "text" or (token.kind == "word" and token.text not in _KEYWORDS):
            return token.text
        raise QueryError(f"expected a value, found {token.text or 'the end'!r}", token.position)

    def _expect(self, kind: str) -> None:
        token = self._look()
        if not self._skip(kind):
            raise QueryError(f"expected {kind!r}, found {token.text or 'the end'!r}", token.position)

    def _skip(self, sign: str, word: str | None = None) -> bool:
        token = self._look()
        if token.kind == sign or (word is not None and token.kind == "word" and token.text == word):
            self._at += 1
            return True
        return False

    def _look(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        token = self._tokens[self._at]
        if token.kind != "end":
            self._at += 1
        return token


def _check(subject: str, operator: str, arguments: tuple[str, ...], place: int) -> None:
    """Raise QueryError for a value that the subject can never have."""
    for argument in arguments:
        try:
            if operator in ("=~", "!~"):
                compiled(argument)
            else:
                ORDERS.get(subject, str)(argument)
        except PatternError as error:
            raise QueryError(str(error), place) from None
        except ValueError:
            raise QueryError(f"{argument!r} is no value of {subject}", place) from None
