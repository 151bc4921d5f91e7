"""Conditions joined by `&&`, `||` and parentheses, as JSON and space-delimited patterns have them.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
"""

import re
from collections.abc import Callable, Sequence

from ecslab.engine.logs.comparison import Operand, PatternError, holds, operand, regex

Lookup = Callable[[str], Sequence[object]]
"""What a line has at a place: nothing, one value, or several where the place has a wildcard."""
Test = Callable[[Lookup], bool]

_TOKEN = re.compile(
    r"\s*(?:(?P<place>\$(?:\.[\w\-]+|\[(?:\d+|\*|'[^']*'|\"[^\"]*\")\])+)"
    r"|(?P<operator>&&|\|\||!=|>=|<=|=|>|<|\(|\))"
    r"|(?P<quoted>\"(?:\\.|[^\"\\])*\")"
    r"|(?P<regex>%(?:\\%|[^%])+%)"
    r"|(?P<word>[^\s()=!<>&|\",%]+))"
)
_COMPARISONS = ("=", "!=", ">", ">=", "<", "<=")
_DEEPEST = 50


def parse(text: str, *, places: Callable[[str], bool], bare: bool = False) -> tuple[Test, tuple[str, ...]]:
    """What an expression asks of a line, and the places that it names.

    `places` says which words are places; with `bare`, a place may stand alone. Raises PatternError.
    """
    parser = _Parser(_tokens(text), places, bare=bare)
    test = parser.either(0)
    if parser.at != len(parser.tokens):
        raise PatternError(text)
    return test, tuple(dict.fromkeys(parser.named))


def _tokens(text: str) -> list[tuple[str, str]]:
    found, at = [], 0
    text = text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise PatternError(text)
        found.append((match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return found


class _Parser:
    """A recursive descent over the tokens."""

    def __init__(
        self, tokens: Sequence[tuple[str, str]], places: Callable[[str], bool], *, bare: bool
    ) -> None:
        self.tokens = tokens
        self.at = 0
        self.named: list[str] = []
        self._places = places
        self._bare = bare

    def either(self, depth: int) -> Test:
        tests = [self._both(depth)]
        while self._take("||"):
            tests.append(self._both(depth))
        return tests[0] if len(tests) == 1 else lambda lookup: any(test(lookup) for test in tests)

    def _both(self, depth: int) -> Test:
        tests = [self._one(depth)]
        while self._take("&&"):
            tests.append(self._one(depth))
        return tests[0] if len(tests) == 1 else lambda lookup: all(test(lookup) for test in tests)

    def _one(self, depth: int) -> Test:
        if depth > _DEEPEST:
            raise PatternError("nested too deeply")
        if self._take("("):
            inner = self.either(depth + 1)
            if not self._take(")"):
                raise PatternError("a parenthesis is not closed")
            return inner
        place = self._next()[1]
        if not self._places(place):
            raise PatternError(place)
        self.named.append(place)
        return self._condition(place)

    def _condition(self, place: str) -> Test:
        for operator in _COMPARISONS:
            if self._take(operator):
                wanted = self._operand()
                return lambda lookup: any(holds(found, operator, wanted) for found in lookup(place))
        words = self._word()
        if words == "IS":
            named = {"NULL": None, "TRUE": True, "FALSE": False}
            state = self._word(advance=True)
            if state not in named:
                raise PatternError(state)
            return lambda lookup: any(found is named[state] for found in lookup(place))
        if words == "NOT" and self._word(advance=True) == "EXISTS":
            return lambda lookup: not lookup(place)
        if words or not self._bare:
            raise PatternError(place)
        return lambda lookup: bool(lookup(place))

    def _operand(self) -> Operand:
        kind, text = self._next()
        match kind:
            case "quoted":
                return operand(re.sub(r"\\(.)", r"\1", text[1:-1]), quoted=True)
            case "regex":
                return Operand(text, regex=regex(text[1:-1].replace("\\%", "%")))
            case "word":
                return operand(text, quoted=False)
        raise PatternError(text)

    def _word(self, *, advance: bool = False) -> str:
        """The next word, in capitals, which is passed when it is one of a condition's."""
        if self.at >= len(self.tokens) or self.tokens[self.at][0] != "word":
            if advance:
                raise PatternError("a word is missing")
            return ""
        word = self.tokens[self.at][1].upper()
        self.at += 1
        return word

    def _take(self, operator: str) -> bool:
        if self.at < len(self.tokens) and self.tokens[self.at] == ("operator", operator):
            self.at += 1
            return True
        return False

    def _next(self) -> tuple[str, str]:
        if self.at >= len(self.tokens):
            raise PatternError("the pattern ends too early")
        self.at += 1
        return self.tokens[self.at - 1]
