"""Matchers decide on JSON values, as a person would."""

import pytest

from ecslab.course.matcher import Matched


def matched(**keys):
    return Matched.model_validate({key.replace("_", "-"): value for key, value in keys.items()})


@pytest.mark.parametrize(
    ("matcher", "holds", "does_not"),
    [
        (matched(equals=2), [2, 2.0], [3, "2", None, True]),
        (matched(equals=1), [1], [True]),
        (matched(equals=True), [True], [1, "true"]),
        (matched(equals=None), [None], [0, "", []]),
        (matched(equals=["a", 1]), [["a", 1]], [["a", True], ["a"], [1, "a"], "a"]),
        (matched(equals={"a": 1, "b": [2]}), [{"b": [2], "a": 1}], [{"a": 1}, {"a": 1, "b": [3]}]),
        (matched(one_of=[1, "x"]), [1, "x"], [2, True, None]),
        (matched(at_least=2), [2, 3.5], [1, None, "3", True, [3]]),
        (matched(at_most=2), [2, 0], [3, None, False]),
        (matched(contains="a"), [["b", "a"], "cat"], ["dog", ["cat"], None, {"a": 1}, 5]),
        (matched(contains=1), [[1]], [[True], "1", [2]]),
        (matched(matches="^a.c"), ["abcd"], ["xabc", None, ["abc"], 5]),
        (matched(exists=True), [0, False, "x", [0]], [None, "", [], {}]),
        (matched(absent=True), [None, "", [], {}], [0, False, "x"]),
    ],
    ids=lambda value: str(value.wanted) if isinstance(value, Matched) else "",
)
def test_matchers(matcher, holds, does_not):
    for value in holds:
        assert matcher.holds(value), value
    for value in does_not:
        assert not matcher.holds(value), value
