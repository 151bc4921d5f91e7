"""Metric math: the language of expressions over time series, read and computed by a pure function.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
"""

import math
import operator
import re
import statistics
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from ecslab.engine.cloudwatch.time_series import (
    MathError,
    Series,
    Value,
    choose,
    each,
    filled,
    mapped,
    pairwise,
    several,
    together,
    walked,
)


class Unknown(Exception):
    """A function of CloudWatch that is not simulated, by its name."""


class Metrics(NamedTuple):
    """What an expression may speak of."""

    named: Callable[[str], Value]
    """The value of an id. Raises KeyError where there is none."""
    metrics: Callable[[str], Sequence[Series]]
    """The metrics, not the expressions, of the request whose label or id contains a text."""
    periods: Sequence[int]
    """The beginnings of all periods in the time that is asked for."""
    period_s: int


_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d*)?(?:[eE][-+]?\d+)?|\.\d+)|(?P<text>\"[^\"]*\"|'[^']*')"
    r"|(?P<name>[A-Za-z_]\w*)|(?P<sign>&&|\|\||==|!=|<=|>=|[-+*/^<>=(),\[\]]))"
)
_DEEPEST = 50


def _divide(left: float, right: float) -> float:
    return left / right if right else math.nan


def _power(left: float, right: float) -> float:
    try:
        found = left**right
    except (OverflowError, ZeroDivisionError):
        return math.nan
    return found if isinstance(found, float) else math.nan


def _test(compare: Callable[[float, float], bool]) -> Callable[[float, float], float]:
    return lambda left, right: float(compare(left, right))


_LEVELS: tuple[Mapping[str, Callable[[float, float], float]], ...] = (
    dict.fromkeys(("OR", "||"), lambda left, right: float(bool(left) or bool(right))),
    dict.fromkeys(("AND", "&&"), lambda left, right: float(bool(left) and bool(right))),
    {
        "=": _test(operator.eq),
        "==": _test(operator.eq),
        "!=": _test(operator.ne),
        "<": _test(operator.lt),
        ">": _test(operator.gt),
        "<=": _test(operator.le),
        ">=": _test(operator.ge),
    },
    {"+": operator.add, "-": operator.sub},
    {"*": operator.mul, "/": _divide},
)
"""Operators, those that bind least first; `^` binds more than all of them."""

_EACH: Mapping[str, Callable[[float], float]] = {
    "ABS": abs,
    "CEIL": math.ceil,
    "FLOOR": math.floor,
    "LOG": lambda value: math.log(value) if value > 0 else math.nan,
    "LOG10": lambda value: math.log10(value) if value > 0 else math.nan,
}
_TOGETHER: Mapping[str, Callable[[Sequence[float]], float]] = {
    "AVG": statistics.fmean,
    "MAX": max,
    "MIN": min,
    "STDDEV": statistics.pstdev,
    "SUM": math.fsum,
}
_WALKING = ("DIFF", "RATE", "RUNNING_SUM")
_OTHERS = ("FILL", "IF", "METRICS", "PERIOD", "TIME_SERIES")

FUNCTIONS = tuple(sorted((*_EACH, *_TOGETHER, *_WALKING, *_OTHERS)))
"""The functions that are simulated."""

_NOT_SIMULATED = frozenset(
    (
        *("ANOMALY_DETECTION_BAND", "DATAPOINT_COUNT", "DAY", "DB_PERF_INSIGHTS", "DIFF_TIME", "EPOCH"),
        *("FIRST", "HOUR", "INSIGHT_RULE_METRIC", "LAMBDA", "LAST", "METRIC_COUNT", "MINUTE", "MONTH"),
        *("REMOVE_EMPTY", "SEARCH", "SELECT", "SERVICE_QUOTA", "SLICE", "SORT", "YEAR", "DATE"),
    )
)


def evaluate(text: str, given: Metrics) -> Value:
    """What an expression comes to. Raises MathError and Unknown."""
    reader = _Reader(_tokens(text), given)
    found = reader.level(0, 0)
    if reader.at != len(reader.tokens):
        raise MathError(f"unexpected '{reader.tokens[reader.at][1]}'")
    return found


def _tokens(text: str) -> list[tuple[str, str]]:
    found, at, text = [], 0, text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise MathError(f"unexpected '{text[at:].strip()[:1]}'")
        found.append((match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return found


class _Reader:
    """A recursive descent over the tokens, which computes as it reads."""

    def __init__(self, tokens: Sequence[tuple[str, str]], given: Metrics) -> None:
        self.tokens = tokens
        self.at = 0
        self._given = given

    def level(self, number: int, depth: int) -> Value:
        if number == len(_LEVELS):
            return self._power(depth)
        found = self.level(number + 1, depth)
        while (sign := self._next().upper()) in _LEVELS[number] and not self._is("text"):
            self.at += 1
            found = pairwise(_LEVELS[number][sign], found, self.level(number + 1, depth))
        return found

    def _power(self, depth: int) -> Value:
        if depth > _DEEPEST:
            raise MathError("it is nested too deeply")
        if self._take("-"):
            return pairwise(operator.mul, -1.0, self._power(depth + 1))
        found = self._one(depth + 1)
        return pairwise(_power, found, self._power(depth + 1)) if self._take("^") else found

    def _one(self, depth: int) -> Value:
        kind, text = self.tokens[self.at] if self.at < len(self.tokens) else ("end", "")
        self.at += 1
        match kind:
            case "number":
                return float(text)
            case "name":
                return self._call(text, depth) if self._take("(") else self._named(text)
        if text == "(":
            inner = self.level(0, depth)
            self._expect(")")
            return inner
        if text == "[":
            return [series for value in self._list("]", depth) for series in several(value)]
        raise MathError(f"unexpected '{text}'" if text else "it ends too early")

    def _named(self, name: str) -> Value:
        try:
            return self._given.named(name)
        except KeyError:
            raise MathError(f"the id '{name}' is not in the request") from None

    def _call(self, name: str, depth: int) -> Value:
        function = name.upper()
        if function in _NOT_SIMULATED:
            raise Unknown(function)
        if function == "METRICS":
            label = self.tokens[self.at][1][1:-1] if self._is("text") else ""
            self.at += self._is("text")
            self._expect(")")
            return list(self._given.metrics(label))
        if function == "FILL":
            return self._fill(depth)
        arguments = self._list(")", depth)
        if function in _EACH and len(arguments) == 1:
            return each(_EACH[function], arguments[0])
        if function in _TOGETHER and arguments:
            return together(_TOGETHER[function], arguments)
        if function in _WALKING and len(arguments) == 1:
            return mapped(lambda series: walked(function, series), arguments[0])
        if function == "IF" and len(arguments) in (2, 3):
            return choose(*arguments)
        if function == "PERIOD" and len(arguments) == 1:
            return float(self._given.period_s)
        if function == "TIME_SERIES" and len(arguments) == 1 and isinstance(arguments[0], float):
            return dict.fromkeys(self._given.periods, arguments[0])
        if function in FUNCTIONS:
            raise MathError(f"{function} does not take these arguments")
        raise MathError(f"there is no function '{name}'")

    def _fill(self, depth: int) -> Value:
        value = self.level(0, depth)
        self._expect(",")
        how = self._next().upper()
        if how in ("REPEAT", "LINEAR"):
            self.at += 1
            self._expect(")")
            return mapped(lambda series: filled(series, self._given.periods, how), value)
        by = self.level(0, depth)
        self._expect(")")
        if not isinstance(by, float):
            raise MathError("FILL takes a number, REPEAT or LINEAR")
        return mapped(lambda series: {at: series.get(at, by) for at in self._given.periods}, value)

    def _list(self, closing: str, depth: int) -> list[Value]:
        found: list[Value] = []
        if self._take(closing):
            return found
        while True:
            found.append(self.level(0, depth))
            if self._take(closing):
                return found
            self._expect(",")

    def _next(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def _is(self, kind: str) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at][0] == kind

    def _take(self, sign: str) -> bool:
        if self._next() != sign:
            return False
        self.at += 1
        return True

    def _expect(self, sign: str) -> None:
        if not self._take(sign):
            raise MathError(f"'{sign}' is missing")
