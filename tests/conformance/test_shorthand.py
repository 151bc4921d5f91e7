"""Our reader of shorthand says of any text what the AWS CLI's says, errors with their carets included."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecslab.aws.command.shorthand import ShorthandError, parse_shorthand

word = st.text("ab=, '\"\\[]{}@#:/._-1\n\t日é", max_size=8)
plain = st.text("abc123 日", min_size=1, max_size=4)
key = st.text("abK-_.#/:9", min_size=1, max_size=3)
quoted = st.builds(
    lambda text, quote: quote + text.replace(quote, "\\" + quote) + quote, word, st.sampled_from("'\"")
)
value = st.recursive(
    plain | quoted,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[{','.join(items)}]")
        | st.lists(st.tuples(key, inner), max_size=3).map(
            lambda pairs: "{" + ",".join(map("=".join, pairs)) + "}"
        )
    ),
    max_leaves=6,
)
pair = st.builds(
    "{}{}{}".format, key, st.sampled_from(["=", " = ", "@="]), value | st.lists(plain).map(",".join)
)
well_formed = st.lists(pair, min_size=1, max_size=4).map(",".join)
spoilt = st.builds(
    lambda text, at, extra: text[: at % (len(text) + 1)] + extra + text[at % (len(text) + 1) :],
    well_formed,
    st.integers(0, 100),
    st.sampled_from(list("=,[]{}'\"\\ \n@😀\x00")),
)


def ours(text):
    try:
        return {"value": parse_shorthand(text, lambda _: None)}
    except ShorthandError as error:
        return {"error": str(error)}


@settings(deadline=None, max_examples=600, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=well_formed | spoilt | word)
def test_any_text_reads_as_the_aws_cli_reads_it(aws_cli, text):
    assert ours(text) == aws_cli.ask("shorthand", text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a=b,c",
        "a=b,,c=d",
        "a=b,c=d,",
        "a=b,a=c",
        "a=[b,c",
        "a={b=c",
        "a={b=[c,{d=e}]}",
        'a=\'it\\\'s\',b="say \\"x\\""',
        "a=b\nc==d\ne",
        "a=b\\,c",
        "😀=a",
        "a=😀",
        "a={=b}",
        "a= [ b , c ] , d = e ",
    ],
)
def test_a_corner_reads_as_the_aws_cli_reads_it(aws_cli, text):
    assert ours(text) == aws_cli.ask("shorthand", text)
