"""The grammar of condition, filter, key, projection and update expressions.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from ecslab.engine.dynamodb.lexer import Source, Token, tokens
from ecslab.engine.dynamodb.nodes import (
    And,
    Attribute,
    Between,
    Comparison,
    Condition,
    Constant,
    Function,
    IfNotExists,
    In,
    ListAppend,
    Not,
    Operand,
    Or,
    Path,
    Size,
    Step,
    Sum,
    Update,
)
from ecslab.engine.dynamodb.reserved import RESERVED
from ecslab.engine.dynamodb.values import invalid
from ecslab.engine.errors import ApiError

_COMPARATORS = ("=", "<>", "<", "<=", ">", ">=")
_CONDITIONS = {
    "attribute_exists": 1,
    "attribute_not_exists": 1,
    "attribute_type": 2,
    "begins_with": 2,
    "contains": 2,
}
_OPERANDS = {"if_not_exists": 2, "list_append": 2}
_SECTIONS = ("SET", "REMOVE", "ADD", "DELETE")
_DEEPEST = 300
_MOST_CHOICES = 100
_TYPES = frozenset({"B", "NULL", "SS", "BOOL", "L", "BS", "N", "NS", "S", "M"})
_MISUSED = "The function is not allowed to be used this way in an expression"
T = TypeVar("T")


class Names:
    """What the placeholders of a request stand for, and which of them some expression used."""

    def __init__(self, names: Mapping[str, str] | None, values: Mapping[str, dict[str, Any]] | None) -> None:
        self._names = names
        self._values = values
        self._used: set[str] = set()

    def name(self, source: Source, placeholder: str) -> str:
        """The attribute's name that `#n` stands for. Raises ValidationException."""
        self._used.add(placeholder)
        if self._names is None or placeholder not in self._names:
            raise source.refusal(
                "An expression attribute name used in the document path is not defined; "
                f"attribute name: {placeholder}"
            )
        return self._names[placeholder]

    def value(self, source: Source, placeholder: str) -> dict[str, Any]:
        """The value that `:v` stands for. Raises ValidationException."""
        self._used.add(placeholder)
        if self._values is None or placeholder not in self._values:
            raise source.refusal(
                "An expression attribute value used in expression is not defined; "
                f"attribute value: {placeholder}"
            )
        return self._values[placeholder]

    def check_all_used(self, *, any_expression: bool) -> None:
        """Raise ValidationException for placeholders that nothing uses."""
        for parameter, given in (
            ("ExpressionAttributeNames", self._names),
            ("ExpressionAttributeValues", self._values),
        ):
            if given is None:
                continue
            if not any_expression:
                raise invalid(f"{parameter} can only be specified when using expressions")
            if not given:
                raise invalid(f"{parameter} must not be empty")
            if unused := [name for name in given if name not in self._used]:
                raise invalid(
                    f"Value provided in {parameter} unused in expressions: keys: {{{', '.join(unused)}}}"
                )


def parse_condition(text: str, parameter: str, names: Names) -> Condition:
    """A condition. Raises ValidationException."""
    parser = _Parser(Source(text, parameter), names)
    return parser.whole(parser.disjunction)


def parse_projection(text: str, names: Names) -> tuple[Path, ...]:
    """The paths of a projection. Raises ValidationException."""
    source = Source(text, "ProjectionExpression")
    parser = _Parser(source, names)
    paths = parser.whole(lambda: parser.several(parser.path))
    _check_apart(source, paths)
    return paths


def parse_update(text: str, names: Names) -> Update:
    """The actions of an update. Raises ValidationException."""
    source = Source(text, "UpdateExpression")
    parser = _Parser(source, names)
    update = parser.whole(parser.update)
    _check_apart(source, update.paths)
    return update


def _check_apart(source: Source, paths: tuple[Path, ...]) -> None:
    """Raise for two paths one of which leads through the other."""
    seen: set[Path] = set()
    for path in sorted(paths, key=len):
        for length in range(1, len(path) + 1):
            if path[:length] in seen:
                raise source.refusal(
                    "Two document paths overlap with each other; must remove or rewrite one of these paths; "
                    f"path one: {_shown(path[:length])}, path two: {_shown(path)}"
                )
        seen.add(path)


def _shown(path: Path) -> str:
    return "[" + ", ".join(f"[{step}]" if isinstance(step, int) else step for step in path) + "]"


class _Parser:
    """Recursive descent over the tokens of one expression."""

    def __init__(self, source: Source, names: Names) -> None:
        self._source = source
        self._names = names
        self._tokens = tokens(source)
        self._at = 0
        self._depth = 0

    def whole(self, part: Callable[[], T]) -> T:
        """What `part` reads, after which nothing may follow."""
        found = part()
        if self._next.kind != "end":
            raise self._unexpected()
        return found

    def several(self, part: Callable[[], T]) -> tuple[T, ...]:
        """What `part` reads, once or more, with commas between."""
        found = [part()]
        while self._skip(","):
            found.append(part())
        return tuple(found)

    def disjunction(self) -> Condition:
        """Conditions with OR between."""
        found = self._conjunction()
        while self._skip_word("OR"):
            found = Or(found, self._conjunction())
        return found

    def _conjunction(self) -> Condition:
        found = self._negation()
        while self._skip_word("AND"):
            found = And(found, self._negation())
        return found

    def _negation(self) -> Condition:
        if self._skip_word("NOT"):
            with _Deeper(self):
                return Not(self._negation())
        if self._skip("("):
            with _Deeper(self):
                found = self.disjunction()
            self._expect(")")
            return found
        return self._simple()

    def _simple(self) -> Condition:
        if self._next.kind == "word" and self._after.text == "(" and self._next.text != "size":
            return self._function()
        left = self._operand()
        token = self._next
        if token.text in _COMPARATORS:
            self._at += 1
            return Comparison(token.text, left, self._operand())
        if self._skip_word("BETWEEN"):
            low = self._operand()
            if not self._skip_word("AND"):
                raise self._unexpected()
            return Between(left, low, self._operand())
        if self._skip_word("IN"):
            self._expect("(")
            choices = self.several(self._operand)
            self._expect(")")
            if len(choices) > _MOST_CHOICES:
                raise self._miscounted("IN", len(choices))
            return In(left, choices)
        raise self._unexpected()

    def _function(self) -> Function:
        name, arguments = self._call()
        if name not in _CONDITIONS:
            known = name in _OPERANDS
            said = (
                "The function is not allowed in a condition expression" if known else "Invalid function name"
            )
            raise self._source.refusal(f"{said}; function: {name}")
        if len(arguments) != _CONDITIONS[name]:
            raise self._miscounted(name, len(arguments))
        if not isinstance(arguments[0], Attribute) and name.startswith("attribute"):
            raise self._source.refusal(
                f"Operator or function requires a document path; operator or function: {name}"
            )
        if name == "attribute_type":
            self._check_type(arguments[1])
        return Function(name, arguments)

    def _check_type(self, named: Operand) -> None:
        value = named.value if isinstance(named, Constant) else {}
        if value.get("S") not in _TYPES:
            raise self._source.refusal(
                f"Invalid attribute type name found; type: {value.get('S')}, "
                "valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}"
            )

    def _call(self) -> tuple[str, tuple[Operand, ...]]:
        name = self._take().text
        self._expect("(")
        with _Deeper(self):
            arguments = self.several(self._operand)
        self._expect(")")
        return name, arguments

    def _operand(self) -> Operand:
        token = self._next
        if token.kind == "value":
            self._at += 1
            return Constant(self._names.value(self._source, token.text))
        if token.kind == "word" and self._after.text == "(":
            return self._operand_function()
        return Attribute(self.path())

    def _operand_function(self) -> Operand:
        name, arguments = self._call()
        if name == "size":
            if len(arguments) != 1:
                raise self._miscounted(name, len(arguments))
            (of,) = arguments
            if not isinstance(of, (Attribute, Constant)):
                raise self._source.refusal(f"{_MISUSED}; function: size")
            return Size(of)
        if name not in _OPERANDS or self._source.parameter != "UpdateExpression":
            known = name in _CONDITIONS or name in _OPERANDS
            said = _MISUSED if known else "Invalid function name"
            raise self._source.refusal(f"{said}; function: {name}")
        if len(arguments) != _OPERANDS[name]:
            raise self._miscounted(name, len(arguments))
        first, second = arguments
        if name == "list_append":
            return ListAppend(first, second)
        if not isinstance(first, Attribute):
            raise self._source.refusal(
                "Operator or function requires a document path; operator or function: if_not_exists"
            )
        return IfNotExists(first.path, second)

    def path(self) -> Path:
        """A document path."""
        steps: list[Step] = [self._name()]
        while self._next.text in (".", "["):
            if self._skip("."):
                steps.append(self._name())
            else:
                self._expect("[")
                if self._next.kind != "number":
                    raise self._unexpected()
                steps.append(int(self._take().text))
                self._expect("]")
        return tuple(steps)

    def _name(self) -> str:
        token = self._next
        if token.kind == "name":
            self._at += 1
            return self._names.name(self._source, token.text)
        if token.kind != "word":
            raise self._unexpected()
        self._at += 1
        if token.text.upper() in RESERVED:
            raise self._source.refusal(
                f"Attribute name is a reserved keyword; reserved keyword: {token.text}"
            )
        return token.text

    def update(self) -> Update:
        """The sections of an update, each at most once."""
        sections: dict[str, Any] = {}
        while self._next.kind != "end":
            name = self._next.text.upper()
            if name not in _SECTIONS:
                raise self._unexpected()
            if name in sections:
                raise self._source.refusal(
                    f'The "{name}" section can only be used once in an update expression;'
                )
            self._at += 1
            match name:
                case "SET":
                    sections[name] = self.several(self._assignment)
                case "REMOVE":
                    sections[name] = self.several(self.path)
                case _:
                    sections[name] = self.several(self._pair)
        return Update(*(sections.get(name, ()) for name in _SECTIONS))

    def _assignment(self) -> tuple[Path, Operand]:
        path = self.path()
        self._expect("=")
        operand = self._operand()
        if isinstance(operand, Size):
            raise self._source.refusal("The function is not allowed in an update expression; function: size")
        if self._next.text in ("+", "-"):
            minus = self._take().text == "-"
            return path, Sum(operand, minus, self._operand())
        return path, operand

    def _pair(self) -> tuple[Path, Constant]:
        path = self.path()
        if self._next.kind != "value":
            raise self._unexpected()
        return path, Constant(self._names.value(self._source, self._take().text))

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    @property
    def _after(self) -> Token:
        return self._tokens[min(self._at + 1, len(self._tokens) - 1)]

    def _take(self) -> Token:
        token = self._next
        self._at += 1
        return token

    def _skip(self, symbol: str) -> bool:
        found = self._next.kind == "symbol" and self._next.text == symbol
        self._at += found
        return found

    def _skip_word(self, word: str) -> bool:
        found = self._next.kind == "word" and self._next.text.upper() == word
        self._at += found
        return found

    def _expect(self, symbol: str) -> None:
        if not self._skip(symbol):
            raise self._unexpected()

    def _unexpected(self) -> ApiError:
        around = self._tokens[max(0, self._at - 1) : self._at + 2]
        last = around[-2] if around[-1].kind == "end" and len(around) > 1 else around[-1]
        near = self._source.text[around[0].at : last.at + len(last.text)]
        return self._source.refusal(f'Syntax error; token: "{self._next.text}", near: "{near}"')

    def _miscounted(self, name: str, count: int) -> ApiError:
        return self._source.refusal(
            "Incorrect number of operands for operator or function; "
            f"operator or function: {name}, number of operands: {count}"
        )

    def deepen(self, by: int) -> None:
        """Go so many levels down or up. Raises ValidationException below the deepest allowed."""
        self._depth += by
        if self._depth > _DEEPEST:
            raise self._source.refusal("The expression contains too many levels of parentheses or functions")


class _Deeper:
    """A level of nesting."""

    def __init__(self, parser: _Parser) -> None:
        self._parser = parser

    def __enter__(self) -> None:
        self._parser.deepen(1)

    def __exit__(self, *_: object) -> None:
        self._parser.deepen(-1)
