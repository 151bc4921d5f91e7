"""Laws of DynamoDB's values and expressions: order, exactness, and conditions against a tiny evaluator."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ecslab.engine.dynamodb import keys, numbers
from ecslab.engine.dynamodb.conditions import holds
from ecslab.engine.dynamodb.documents import at, projected, with_value, without
from ecslab.engine.dynamodb.parser import Names, parse_condition, parse_projection, parse_update
from ecslab.engine.dynamodb.updates import updated
from ecslab.engine.dynamodb.values import read
from ecslab.engine.errors import ApiError

NUMBERS = st.builds(
    lambda digits, exponent, minus: Decimal((int(minus), tuple(map(int, str(digits))), exponent)),
    st.integers(0, 10**38 - 1),
    st.integers(-90, 80),
    st.booleans(),
)
TEXTS = st.text("\0\1ab\U0010ffff\ud7ff", max_size=4)


@settings(deadline=None)
@given(NUMBERS, NUMBERS)
def test_numbers_sort_by_their_texts_and_come_back_exactly(left, right):
    texts = [numbers.sortable(numbers.checked(each)) for each in (left, right)]
    assert (texts[0] < texts[1]) == (left < right)
    assert (texts[0] == texts[1]) == (left == right)
    assert numbers.read(numbers.show(numbers.checked(left))) == left


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_strings_sort_by_their_texts_none_of_which_begins_another(left, right):
    texts = [keys.sortable({"S": each}) for each in (left, right)]
    assert (texts[0] < texts[1]) == (left < right)
    assert texts[1].startswith(texts[0]) == (left == right)
    assert texts[0].startswith(keys.opening({"S": right})) == left.startswith(right)


@settings(deadline=None)
@given(NUMBERS, NUMBERS)
def test_sums_are_exact_or_refused(left, right):
    exact = Fraction(left) + Fraction(right)
    try:
        assert Fraction(numbers.add(left, right)) == exact
    except ApiError as refused:
        assert refused.message == "Attempting to store more than 38 significant digits in a Number"
        shifted = exact * 10**90
        assert len(str(abs(shifted.numerator)).rstrip("0")) > 38


@pytest.mark.parametrize(
    "text", ["", "1e999999", "1e126", "1e-131", "1" * 39, "NaN", "Infinity", "1_0", "１"]
)
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ApiError):
        numbers.read(text)


VALUES = st.sampled_from(
    [
        {"S": ""},
        {"S": "a"},
        {"S": "ab"},
        {"N": "1"},
        {"N": "10"},
        {"N": "2"},
        {"B": b"a"},
        {"BOOL": True},
        {"NULL": True},
        {"SS": ["a", "b"]},
        {"L": [{"S": "a"}, {"N": "1"}]},
        {"M": {"x": {"S": "a"}}},
    ]
)
ITEMS = st.dictionaries(st.sampled_from(["p", "q", "r"]), VALUES)
OPERANDS = st.sampled_from(["p", "q", "r.x", "r[0]", "size(p)", ":a", ":n", ":l"])
CONSTANTS = {":a": {"S": "a"}, ":n": {"N": "2"}, ":l": {"L": [{"S": "a"}, {"N": "1"}]}}
SIMPLE = st.one_of(
    st.tuples(st.sampled_from(["=", "<>", "<", "<=", ">", ">="]), OPERANDS, OPERANDS),
    st.tuples(st.just("BETWEEN"), OPERANDS, OPERANDS, OPERANDS),
    st.tuples(st.just("IN"), OPERANDS, OPERANDS, OPERANDS),
    st.tuples(st.sampled_from(["contains", "begins_with"]), OPERANDS, OPERANDS),
    st.tuples(st.sampled_from(["attribute_exists", "attribute_not_exists"]), st.sampled_from(["p", "r.x"])),
)
CONDITIONS = st.recursive(
    SIMPLE,
    lambda inner: st.one_of(
        st.tuples(st.just("NOT"), inner), st.tuples(st.sampled_from(["AND", "OR"]), inner, inner)
    ),
    max_leaves=6,
)


def written(tree):
    """The tree as an expression, with parentheses only where a reader would not know without."""
    match tree:
        case ("NOT", inner):
            return f"NOT {bracketed(inner, ('AND', 'OR'))}"
        case ("AND", left, right):
            return f"{bracketed(left, ('OR',))} and {bracketed(right, ('OR', 'AND'))}"
        case ("OR", left, right):
            return f"{written(left)} OR {bracketed(right, ('OR',))}"
        case ("BETWEEN", value, low, high):
            return f"{value} BETWEEN {low} AND {high}"
        case ("IN", value, *choices):
            return f"{value} in ({', '.join(choices)})"
        case (("=" | "<>" | "<" | "<=" | ">" | ">=") as sign, left, right):
            return f"{left}{sign}{right}"
        case (name, *arguments):
            return f"{name}({','.join(arguments)})"


def bracketed(tree, looser):
    return f"({written(tree)})" if tree[0] in looser else written(tree)


def value_of(operand, item):
    """What an operand is, as a Python value with its kind; None when it is not there."""
    if operand.startswith("size("):
        inner = value_of(operand[5:-1], item)
        return ("N", Decimal(len(inner[1]))) if inner and inner[0] in ("S", "B", "SS", "L", "M") else None
    if operand in CONSTANTS:
        return plain(CONSTANTS[operand])
    name, rest = operand[0], operand[1:]
    found = item.get(name)
    if rest == ".x":
        found = found.get("M", {}).get("x") if found else None
    if rest == "[0]":
        found = (found.get("L") or [None])[0] if found else None
    return plain(found) if found else None


def plain(value):
    ((kind, content),) = value.items()
    return (kind, Decimal(content) if kind == "N" else content)


def truth(tree, item):  # noqa: C901  # a case for each kind of condition
    match tree:
        case ("NOT", inner):
            return not truth(inner, item)
        case ("AND", left, right):
            return truth(left, item) and truth(right, item)
        case ("OR", left, right):
            return truth(left, item) or truth(right, item)
        case ("BETWEEN", value, low, high):
            return truth((">=", value, low), item) and truth(("<=", value, high), item)
        case ("IN", value, *choices):
            return any(truth(("=", value, choice), item) for choice in choices)
        case ("attribute_exists", path):
            return value_of(path, item) is not None
        case ("attribute_not_exists", path):
            return value_of(path, item) is None
    name, left, right = tree[0], value_of(tree[1], item), value_of(tree[2], item)
    if name == "<>":
        return left != right
    if left is None or right is None:
        return False
    if name == "=":
        return left == right
    if name == "contains":
        if left[0] == "L":
            return right in [plain(each) for each in left[1]]
        return (left[0], right[0]) in (("S", "S"), ("B", "B"), ("SS", "S")) and right[1] in left[1]
    if left[0] != right[0] or left[0] not in "SNB":
        return False
    if name == "begins_with":
        return left[0] != "N" and left[1].startswith(right[1])
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[name]


@settings(deadline=None)
@given(CONDITIONS, ITEMS)
def test_a_condition_is_true_where_a_tiny_evaluator_says_so(tree, item):
    text = written(tree)
    used = {name: value for name, value in CONSTANTS.items() if name in text}
    condition = parse_condition(text, "ConditionExpression", Names(None, used))
    assert holds(condition, item) == truth(tree, item), text


@settings(deadline=None)
@given(st.text("ab.[]0(), =<>:#\0é", max_size=12))
def test_any_text_is_an_expression_or_refused(text):
    for parse in (
        lambda: parse_condition(text, "FilterExpression", Names(None, None)),
        lambda: parse_projection(text, Names(None, None)),
        lambda: parse_update("SET " + text, Names(None, None)),
    ):
        try:
            parse()
        except ApiError as refused:
            assert refused.code == "ValidationException"


@pytest.mark.parametrize("depth", [50, 5_000])
def test_deep_nesting_ends_in_an_answer(depth):
    text = "(" * depth + "a = a" + ")" * depth
    if depth == 50:
        assert holds(parse_condition(text, "FilterExpression", Names(None, None)), {"a": {"S": "x"}})
    else:
        with pytest.raises(ApiError):
            parse_condition(text, "FilterExpression", Names(None, None))


PATHS = st.sampled_from([("p",), ("q",), ("r", "x"), ("r", 0), ("r", 1)])


@settings(deadline=None)
@given(ITEMS, PATHS, VALUES)
def test_what_is_put_at_a_path_is_there_and_goes_again(item, path, value):
    assume(len(path) == 1 or "r" in item)
    try:
        changed = with_value(item, path, value)
    except ApiError:
        assert len(path) > 1
        return
    assert at(changed, path) == value or isinstance(path[-1], int)
    assert set(without(changed, path)) == set(changed) - (set(path) if len(path) == 1 else set())


def apply(text, item, names=None, **values):
    given_values = {f":{name}": read(value) for name, value in values.items()}
    return updated(parse_update(text, Names(names, given_values or None)), item)


@pytest.mark.parametrize(
    ("text", "values", "wanted"),
    [
        ("SET a = :v", {"v": {"S": "x"}}, {"a": {"S": "x"}, "n": {"N": "1"}}),
        ("set n = n + :v", {"v": {"N": "0.1"}}, {"n": {"N": "1.1"}}),
        ("SET n = :v - n", {"v": {"N": "0.1"}}, {"n": {"N": "-0.9"}}),
        ("SET n = if_not_exists(m, :v)", {"v": {"N": "7"}}, {"n": {"N": "7"}}),
        ("SET m = if_not_exists(n, :v) + :v", {"v": {"N": "7"}}, {"n": {"N": "1"}, "m": {"N": "8"}}),
        ("ADD n :v, m :v", {"v": {"N": "2"}}, {"n": {"N": "3"}, "m": {"N": "2"}}),
        ("ADD s :v", {"v": {"SS": ["b", "a"]}}, {"n": {"N": "1"}, "s": {"SS": ["a", "b"]}}),
        ("REMOVE n, nothing", {}, {}),
        ("REMOVE n SET m = n", {}, {"m": {"N": "1"}}),
    ],
)
def test_updates_read_the_item_as_it_was(text, values, wanted):
    assert apply(text, {"n": {"N": "1"}}, **values) == wanted


def test_lists_append_close_up_and_lose_the_elements_that_were_meant():
    item = {"l": {"L": [{"N": str(number)} for number in range(4)]}}
    assert apply("REMOVE l[0], l[2]", item) == {"l": {"L": [{"N": "1"}, {"N": "3"}]}}
    assert apply("SET l[9] = :v", item, v={"N": "9"})["l"]["L"][-1] == {"N": "9"}
    assert apply("SET l = list_append(:v, l)", item, v={"L": [{"S": "x"}]})["l"]["L"][0] == {"S": "x"}
    assert projected(item, (("l", 3), ("l", 1))) == {"l": {"L": [{"N": "1"}, {"N": "3"}]}}


def test_a_set_that_loses_all_is_gone():
    item = {"s": {"NS": ["1", "2"]}}
    assert apply("DELETE s :v", item, v={"NS": ["2", "10"]}) == {"s": {"NS": ["1"]}}
    assert apply("DELETE s :v", item, v={"NS": ["1", "2"]}) == {}
