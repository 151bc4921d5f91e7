"""Why a call was refused, told in words."""

import json

import pytest

from ecslab.engine.errors import ApiError
from ecslab.engine.explain import explain
from ecslab.locale import words

DEV = "arn:aws:iam::123456789012:user/dev"
CLUSTER = "arn:aws:ecs:us-east-1:123456789012:cluster"


def allow(action, resource="*", **more):
    return {"Effect": "Allow", "Action": action, "Resource": resource} | more


CASES = [
    ([], "iam-nothing", {"action": "ecs:DeleteCluster"}),
    (
        [allow("ecs:*", f"{CLUSTER}/other")],
        "iam-other-resource",
        {"statement": "#1", "wanted": f"{CLUSTER}/other"},
    ),
    (
        [allow("ecs:*", Sid="Red", Condition={"StringEquals": {"aws:ResourceTag/team": "red"}})],
        "iam-condition-missing",
        {"statement": "Red", "key": "aws:ResourceTag/team", "operator": "StringEquals"},
    ),
    (
        [allow("ecs:*", Condition={"ArnEquals": {"ecs:cluster": f"{CLUSTER}/other"}})],
        "iam-condition",
        {"found": f"{CLUSTER}/lab", "wanted": f"{CLUSTER}/other"},
    ),
    (
        [allow("*"), allow("ecs:Delete*", Effect="Deny")],
        "iam-denied",
        {"policy": "own (user/dev)", "statement": "#2"},
    ),
]


@pytest.fixture
def refused(desk):
    """A lab in which `dev`, who has these statements, was refused to delete a cluster."""

    def make(statements):
        desk.lab.call("iam", "CreateUser", {"UserName": "dev"})
        if statements:
            document = json.dumps({"Version": "2012-10-17", "Statement": statements})
            desk.lab.call(
                "iam", "PutUserPolicy", {"UserName": "dev", "PolicyName": "own", "PolicyDocument": document}
            )
        with pytest.raises(ApiError) as error:
            desk.lab.call("ecs", "DeleteCluster", {"cluster": "lab"}, DEV)
        return error.value

    return make


@pytest.mark.parametrize(("statements", "code", "values"), CASES)
def test_a_refusal_and_why_tell_the_same(desk, refused, statements, code, values):
    error = refused(statements)
    assert error.problem.code == code
    assert values.items() <= error.problem.values.items()
    desk.wait(60)
    fact, reason = explain(desk.lab, "user/dev")
    assert (fact.code, fact.values["ago"], fact.values["operation"]) == ("denied-call", "1m", "DeleteCluster")
    assert (reason.code, reason.values) == (code, error.problem.values)
    for language in ("en", "ja"):
        assert words(language)(f"engine.why.{reason.code}", **reason.values)


def test_why_tells_that_it_would_be_allowed_now(desk, refused):
    refused([])
    everything = {"UserName": "dev", "PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}
    desk.lab.call("iam", "AttachUserPolicy", everything)
    assert [reason.code for reason in explain(desk.lab, "user/dev")] == ["denied-call", "denied-no-more"]


def test_why_knows_who_was_never_refused_and_who_is_not_there(desk):
    assert [reason.code for reason in explain(desk.lab, "role/ecsInstanceRole")] == ["nothing-denied"]
    with pytest.raises(Exception, match=r"no-user.*learner"):
        explain(desk.lab, "user/lerner")
