"""Time series and what is done with them, as pure functions: what metric math computes with.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
"""

import math
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence

Series = Mapping[int, float]
"""Values by the beginning of their period; periods without data are left out."""
Value = float | Series | Sequence[Series]
"""What an expression may come to: a number, a time series, or several."""


class MathError(Exception):
    """An expression that means nothing; the text says why."""


def pairwise(compute: Callable[[float, float], float], left: Value, right: Value) -> Value:
    """An operation on two values: of two series on the periods in which both have data."""
    if isinstance(left, float) and isinstance(right, float):
        return compute(left, right)
    if isinstance(left, Mapping) and isinstance(right, float):
        return _finite({at: compute(value, right) for at, value in left.items()})
    if isinstance(left, float) and isinstance(right, Mapping):
        return _finite({at: compute(left, value) for at, value in right.items()})
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        return _finite({at: compute(value, right[at]) for at, value in left.items() if at in right})
    if not isinstance(left, float | Mapping) and isinstance(right, float | Mapping):
        return [_series(pairwise(compute, one, right)) for one in left]
    if isinstance(left, float | Mapping) and not isinstance(right, float | Mapping):
        return [_series(pairwise(compute, left, one)) for one in right]
    raise MathError("two lists of time series cannot be put together")


def each(compute: Callable[[float], float], value: Value) -> Value:
    """An operation on every value."""
    if isinstance(value, float):
        return float(compute(value))
    return mapped(lambda series: _finite({at: float(compute(one)) for at, one in series.items()}), value)


def mapped(change: Callable[[Series], Series], value: Value) -> Value:
    """Every series changed. Raises MathError for a number."""
    if isinstance(value, float):
        raise MathError("a time series is wanted where a number stands")
    return change(value) if isinstance(value, Mapping) else [change(series) for series in value]


def together(compute: Callable[[Sequence[float]], float], arguments: Sequence[Value]) -> Value:
    """Of one series its own values as a number; of several, those of each period in which any has data."""
    if len(arguments) == 1 and isinstance(arguments[0], Mapping):
        return float(compute(list(arguments[0].values()))) if arguments[0] else math.nan
    if all(isinstance(value, float) for value in arguments):
        return float(compute([value for value in arguments if isinstance(value, float)]))
    found = [series for value in arguments for series in several(value)]
    periods = sorted({at for series in found for at in series})
    return {at: float(compute([series[at] for series in found if at in series])) for at in periods}


def walked(function: str, series: Series) -> Series:
    """Differences between neighbours, rates a second, or the sum so far."""
    found, total, before = {}, 0.0, None
    for at in sorted(series):
        value = series[at]
        total += value
        if function == "RUNNING_SUM":
            found[at] = total
        elif before is not None:
            change = value - series[before]
            found[at] = change if function == "DIFF" else change / ((at - before) / 1000)
        before = at
    return found


def choose(condition: Value, yes: Value, no: Value | None = None) -> Value:
    """One value or the other, period by period where the condition is a series."""
    if isinstance(condition, float):
        chosen = yes if condition else no
        return chosen if chosen is not None else {}
    if not isinstance(condition, Mapping):
        raise MathError("IF takes a number or one time series as its condition")
    found = {}
    for at, holds in condition.items():
        chosen = yes if holds else no
        if isinstance(chosen, float):
            found[at] = chosen
        elif isinstance(chosen, Mapping) and at in chosen:
            found[at] = chosen[at]
        elif chosen is not None and not isinstance(chosen, Mapping):
            raise MathError("IF takes numbers or single time series")
    return found


def filled(series: Series, periods: Sequence[int], how: str) -> Series:
    """A series whose gaps are filled with the value before, or on a line to the next."""
    known = sorted(series)
    found = dict(series)
    for at in periods:
        if at in series or not known:
            continue
        place = bisect_left(known, at)
        before = known[place - 1] if place else None
        after = known[place] if place < len(known) else None
        if how == "REPEAT" and before is not None:
            found[at] = series[before]
        elif how == "LINEAR" and before is not None and after is not None:
            share = (at - before) / (after - before)
            found[at] = series[before] + (series[after] - series[before]) * share
    return {at: found[at] for at in sorted(found)}


def several(value: Value) -> Sequence[Series]:
    """The series of a value, one or more. Raises MathError for a number."""
    if isinstance(value, float):
        raise MathError("a time series is wanted where a number stands")
    return (value,) if isinstance(value, Mapping) else value


def _series(value: Value) -> Series:
    if not isinstance(value, Mapping):
        raise MathError("a time series is wanted here")
    return value


def _finite(series: Series) -> Series:
    return {at: value for at, value in series.items() if math.isfinite(value)}
