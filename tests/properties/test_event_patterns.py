"""Laws of event patterns, over random values, patterns and texts."""

import json

from hypothesis import assume, given
from hypothesis import strategies as st

from ecslab.engine.eventbridge import pattern

words = st.text(alphabet="abAB*\\", max_size=5)
numbers = st.integers(-9, 9) | st.floats(-9, 9).map(lambda number: round(number, 3))
values = words | numbers | st.booleans() | st.none()
operands = st.one_of(
    st.builds(lambda word: {"prefix": word}, words),
    st.builds(lambda word: {"suffix": word}, words),
    st.builds(lambda word: {"equals-ignore-case": word}, words),
    st.builds(lambda number: {"numeric": [">=", number]}, numbers),
    st.builds(lambda number: {"anything-but": number}, numbers),
    values,
)


def fits(asked, event):
    return pattern.read(json.dumps(asked)).fits(pattern.fields(event))


@given(st.lists(words, min_size=1, max_size=3) | st.lists(numbers, min_size=1, max_size=3), values)
def test_anything_but_is_what_the_list_is_not(refused, value):
    assert fits({"a": [{"anything-but": refused}]}, {"a": value}) != fits({"a": refused}, {"a": value})


@given(st.sampled_from(["prefix", "suffix", "equals-ignore-case"]), words, values)
def test_anything_but_an_operator_is_what_the_operator_is_not(operator, word, value):
    assume(word)
    alone = {operator: word}
    assert fits({"a": [{"anything-but": alone}]}, {"a": value}) != fits({"a": [alone]}, {"a": value})


@given(st.lists(operands, min_size=1, max_size=3), values)
def test_an_array_is_the_union_of_its_elements(asked, value):
    assert fits({"a": asked}, {"a": value}) == any(fits({"a": [each]}, {"a": value}) for each in asked)


@given(operands, operands, values, values)
def test_fields_are_an_intersection_and_or_is_a_union(first, second, one, other):
    event = {"a": one, "b": other}
    left, right = {"a": [first]}, {"b": [second]}
    assert fits(left | right, event) == (fits(left, event) and fits(right, event))
    assert fits({"$or": [left, right]}, event) == (fits(left, event) or fits(right, event))


@given(operands, st.lists(values, max_size=4))
def test_an_array_of_an_event_fits_when_one_of_its_elements_does(asked, several):
    assert fits({"a": [asked]}, {"a": several}) == any(fits({"a": [asked]}, {"a": each}) for each in several)


@given(values)
def test_a_field_is_there_or_not(value):
    there, gone = {"a": [{"exists": True}]}, {"a": [{"exists": False}]}
    assert fits(there, {"a": value})
    assert not fits(gone, {"a": value})
    assert fits(gone, {"b": value})


@given(words.filter(lambda word: "**" not in word and "\\" not in word), words)
def test_a_wildcard_is_what_a_walk_over_both_texts_finds(asked, value):
    def walk(left, right):
        if not left:
            return not right
        if left[0] == "*":
            return walk(left[1:], right) or (bool(right) and walk(left, right[1:]))
        return bool(right) and left[0] == right[0] and walk(left[1:], right[1:])

    assert fits({"a": [{"wildcard": asked}]}, {"a": value}) == walk(asked, value)


@given(st.text(alphabet='{}[]":,ab1.-\\u \n', max_size=40))
def test_any_text_is_a_pattern_or_is_refused_with_a_place_in_it(text):
    try:
        pattern.read(text)
    except pattern.InvalidEventPattern as error:
        assert 1 <= error.problem.values["line"] <= text.count("\n") + 1
        assert error.problem.values["column"] >= 1


scalars = st.recursive(
    values,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from("abc"), scalars, max_size=3))
def test_every_field_of_an_event_fits_a_pattern_of_its_own_value(event):
    for path, occurrences in pattern.fields(event).items():
        for occurrence in occurrences:
            assert fits({path: [occurrence.value]}, event)
