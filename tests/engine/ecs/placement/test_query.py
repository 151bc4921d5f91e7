"""The cluster query language: the guide's examples, errors with their place, any text at all.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cluster-query-language.html
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecslab.engine.ecs.placement.query import QueryError, matches, parse


class Instance:
    """An instance as a dictionary of what expressions ask."""

    def __init__(self, **values):
        self.values = {
            "agentConnected": ["true"],
            "agentVersion": ["1.98.0"],
            "ec2InstanceId": ["i-abc"],
            "registeredAt": ["2018-06-18T22:28:28+00:00"],
            "runningTasksCount": ["1"],
            "task:group": ["service:production", "family:job"],
            "attribute:ecs.instance-type": ["g2.2xlarge"],
            "attribute:ecs.availability-zone": ["us-east-1a"],
            "attribute:team": ["a team"],
        } | values

    def texts(self, subject):
        return self.values.get(subject, [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("attribute:ecs.instance-type == t2.small", False),
        ("attribute:ecs.availability-zone in [us-east-1a, us-east-1b]", True),
        ("attribute:ecs.instance-type =~ g2.* and attribute:ecs.availability-zone != us-east-1d", True),
        ("task:group == service:production", True),
        ("not(task:group == database)", True),
        ("runningTasksCount == 1", True),
        ("agentVersion < 1.14.5", False),
        ("agentVersion > 1.100", False),
        ("registeredAt < 2018-02-13", False),
        ("registeredAt == 2018-06-18T22:28:28Z", True),
        ("registeredAt >= 2018-06-18T22:28:28", True),
        ("ec2InstanceId in ['i-abc', 'i-def']", True),
        ("ec2InstanceId not_in [i-abc]", False),
        ("ec2InstanceId !in [i-def]", True),
        ("attribute:stack exists", False),
        ("attribute:stack !exists", True),
        ("attribute:stack not_exists", True),
        ("attribute:stack != prod", True),
        ("attribute:team == 'a team'", True),
        ('attribute:team equals "a team"', True),
        ("attribute:ecs.instance-type matches g2", False),
        ("attribute:ecs.instance-type !~ t2.*", True),
        ("runningTasksCount greater_than_equal 1 && runningTasksCount less_than 2", True),
        ("agentConnected == false or runningTasksCount > 5 and ec2InstanceId == i-x", False),
        ("agentConnected == true || runningTasksCount > 5 && ec2InstanceId == i-x", True),
        ("(agentConnected == true || runningTasksCount > 5) && ec2InstanceId == i-x", False),
        ("!(agentConnected == false)", True),
        ("not not agentConnected == true", True),
        ("attribute:ecs.availability-zone==us-east-1a&&agentConnected==true", True),
        ("attribute:ecs.instance-type =~ '(g2|p3)[.]\\d?xlarge'", True),
    ],
)
def test_an_expression_is_true_of_an_instance_or_not(text, expected):
    assert matches(parse(text), Instance()) is expected


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "expected a subject, found 'the end' at position 1"),
        ("attribute:a ==", "expected a value, found 'the end' at position 15"),
        ("attribute:a = b", "expected an operator, found '=' at position 13"),
        ("attribute:a == b c", "expected 'and', 'or' or the end, found 'c' at position 18"),
        ("(attribute:a == b", "expected ')', found 'the end' at position 18"),
        ("attribute:a in us-east-1a", "expected '[', found 'us-east-1a' at position 16"),
        ("attribute:a in [b", "expected ']', found 'the end' at position 18"),
        ("attribute:a == 'b", 'unexpected "\'" at position 16'),
        ("attribute: == b", "expected the name of an attribute at position 11"),
        ("agentConected == true", "found 'agentConected'; did you mean 'agentConnected'? at position 1"),
        ("agentVersion =~ 1.*", "agentVersion cannot be used with '=~' at position 14"),
        ("ec2InstanceId exists", "ec2InstanceId cannot be used with 'exists' at position 15"),
        ("attribute:a > 3", "attribute:a cannot be used with '>' at position 13"),
        ("runningTasksCount > many", "'many' is no value of runningTasksCount at position 21"),
        ("registeredAt > yesterday", "'yesterday' is no value of registeredAt at position 16"),
        ("attribute:a =~ '['", "invalid regular expression"),
        ("attribute:a =~ '(a*)*'", "a repetition of repetitions is too much work at position 16"),
        ("not " * 60 + "agentConnected == true", "nested more than 50 deep"),
        ("attribute:a == " + "b" * 2000, "more than 2000 characters"),
    ],
)
def test_what_is_no_expression_says_where(text, problem):
    with pytest.raises(QueryError) as refused:
        parse(text)
    assert problem in str(refused.value)


PIECES = st.sampled_from(
    [
        "attribute:a",
        "agentVersion",
        "task:group",
        "==",
        "!=",
        "=~",
        "!~",
        "in",
        "!in",
        "exists",
        "&&",
        "||",
        "and",
        "or",
        "not",
        "!",
        "(",
        ")",
        "[",
        "]",
        ",",
        "'",
        '"',
        "1.2",
        "x",
        "a*",
        "[b]",
        "\\",
    ]
)


@settings(max_examples=500, deadline=None)
@given(st.lists(PIECES, max_size=12).map(" ".join) | st.text(max_size=60))
def test_any_text_is_an_expression_or_says_what_is_wrong(text):
    try:
        expression = parse(text)
    except QueryError as wrong:
        assert 0 <= wrong.position <= len(text)
    else:
        assert matches(expression, Instance()) in (True, False)
