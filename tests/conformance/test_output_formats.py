"""JSON, text and tables are the AWS CLI's own, character for character."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecslab.aws.command.errors import CommandError
from ecslab.aws.command.globals import Globals
from ecslab.aws.command.output import render

RESULTS = [
    {},
    {"taskArns": []},
    {"taskArns": ["arn:1", "arn:2"]},
    {
        "cluster": {
            "clusterName": "lab",
            "status": "ACTIVE",
            "tags": [],
            "settings": [{"name": "a", "value": "b"}],
        }
    },
    {
        "services": [
            {
                "serviceName": "web",
                "desiredCount": 2,
                "deployments": [{"id": "ecs-svc/1", "rolloutState": "COMPLETED"}],
                "events": [{"id": "1", "message": "(service web) has reached a steady state."}],
                "tags": [],
            },
            {"serviceName": "api", "desiredCount": 0, "enableExecuteCommand": False, "deployments": []},
        ],
        "failures": [],
    },
    {"tasks": [{"containers": [{"name": "日本語", "exitCode": None}], "cpu": "256", "long": "x" * 90}]},
    {"Account": "123456789012", "Arn": "arn:aws:iam::123456789012:user/admin", "UserId": "AIDA"},
    [],
    [["a", 1], ["b", 2]],
    [["a", ["b"]], ["c"]],
    ["a", ["b", "c"]],
    [1, None, True, 2.5],
    "text",
    "",
    0,
    None,
    True,
    [{"a": 1}, {"b": 2, "c": [1]}, {"a": {"x": 1}}],
    [{"a": 1}, None],
    [None, {"a": 1}],
    [[{"a": 1}], [{"a": 2}]],
]

scalar = st.none() | st.booleans() | st.integers(-5, 10**6) | st.text("ab 日é\n\"'\t", max_size=12)


def unmixed(items):
    """Structures only, or none: what the AWS CLI makes of a mixture is most often an error of Python's."""
    return len({isinstance(item, dict) for item in items}) < 2


result = st.recursive(
    scalar,
    lambda inner: (
        st.lists(inner, max_size=3).filter(unmixed)
        | st.dictionaries(st.text("abKey", max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)


def agrees(aws_cli, value, output, *, color=False):
    """Whether both show the same; a result that theirs cannot show must be refused by ours."""
    question = {"value": value, "output": output, "title": "DescribeTasks", "color": "on" if color else "off"}
    theirs = aws_cli.ask("show", question)
    try:
        shown = render(value, "DescribeTasks", Globals(output, None, paginate=True, color=color))
    except CommandError:
        return "error" in theirs
    return {"shown": shown} == theirs


@pytest.mark.parametrize("output", ["json", "text", "table"])
@pytest.mark.parametrize("value", RESULTS, ids=repr)
def test_a_result_looks_as_the_aws_cli_shows_it(aws_cli, value, output):
    assert agrees(aws_cli, value, output)


def test_a_coloured_table_has_the_aws_clis_colours(aws_cli):
    assert agrees(aws_cli, RESULTS[4], "table", color=True)


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=result, output=st.sampled_from(["json", "text", "table"]))
def test_any_result_looks_as_the_aws_cli_shows_it(aws_cli, value, output):
    assert agrees(aws_cli, value, output)
