"""Laws of the evaluation, whatever the policies say."""

import string

from hypothesis import given, settings
from hypothesis import strategies as st
from iam_asking import Asking, allow_or_deny

from ecslab.engine.iam.patterns import wildcard

ACTIONS = ("s3:GetObject", "s3:PutObject", "ecs:RunTask")
RESOURCES = ("arn:aws:s3:::a/x", "arn:aws:s3:::b/y", "*")
VALUES = ("a", "ab", "5", "")
contexts = st.fixed_dictionaries(
    {}, optional={"x:k": st.sampled_from(VALUES), "x:n": st.sampled_from(("1", "9"))}
)
operators = st.sampled_from(
    (
        "StringEquals",
        "StringNotEquals",
        "StringLike",
        "NumericLessThan",
        "ForAnyValue:StringLike",
        "ArnNotLike",
    )
)
conditions = st.dictionaries(
    operators,
    st.dictionaries(st.sampled_from(("x:k", "x:n")), st.sampled_from((*VALUES, "a*", "7")), max_size=2),
    max_size=2,
)
patterns = st.sampled_from((*ACTIONS, "s3:*", "*", "ecs:*"))
places = st.sampled_from((*RESOURCES, "arn:aws:s3:::*", "arn:aws:s3:::a/*"))


def statements(effects=("Allow", "Deny")):
    return st.builds(allow_or_deny, st.sampled_from(effects), patterns, places, conditions)


policies = st.lists(statements(), max_size=5)
asked = st.tuples(st.sampled_from(ACTIONS), st.sampled_from(RESOURCES), contexts)


def decided(policy, question):
    iam = Asking()
    return iam.decide(iam.user(*policy), *question)


@settings(max_examples=150, deadline=None)
@given(policies, statements(("Deny",)), asked)
def test_adding_a_deny_never_allows(policy, more, question):
    assert decided(policy, question).allowed >= decided([*policy, more], question).allowed


@settings(max_examples=150, deadline=None)
@given(policies, statements(("Allow",)), asked)
def test_adding_an_allow_never_denies(policy, more, question):
    before, after = decided(policy, question), decided([*policy, more], question)
    assert before.allowed <= after.allowed
    assert (before.kind == "explicit-deny") is (after.kind == "explicit-deny")


@settings(max_examples=150, deadline=None)
@given(policies, st.randoms(use_true_random=False), asked)
def test_the_order_of_statements_does_not_matter(policy, chance, question):
    shuffled = chance.sample(policy, len(policy))
    assert decided(policy, question).kind == decided(shuffled, question).kind


@settings(max_examples=150, deadline=None)
@given(operators, st.sampled_from((*VALUES, "a*", "7")), asked)
def test_if_exists_is_never_stricter(operator, value, question):
    plain = [allow_or_deny("Allow", "*", "*", {operator: {"x:k": value}})]
    weaker = [allow_or_deny("Allow", "*", "*", {f"{operator}IfExists": {"x:k": value}})]
    assert decided(plain, question).allowed <= decided(weaker, question).allowed


@settings(max_examples=150, deadline=None)
@given(policies, policies, asked)
def test_a_boundary_never_gives(policy, boundary, question):
    iam = Asking()
    free = iam.decide(iam.user(*policy), *question).allowed
    iam = Asking()
    assert iam.decide(iam.user(*policy, boundary=boundary), *question).allowed <= free


@settings(max_examples=200, deadline=None)
@given(
    st.text(string.ascii_lowercase[:3] + "*?", max_size=8), st.text(string.ascii_lowercase[:3], max_size=8)
)
def test_a_wildcard_matches_as_one_letter_after_another_would(pattern, text):
    def matches(pattern, text):
        if not pattern:
            return not text
        if pattern[0] == "*":
            return any(matches(pattern[1:], text[at:]) for at in range(len(text) + 1))
        return bool(text) and pattern[0] in ("?", text[0]) and matches(pattern[1:], text[1:])

    assert (wildcard(pattern).fullmatch(text) is not None) is matches(pattern, text)
