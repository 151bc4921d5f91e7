"""Goals about what a role may do."""

import json

import pytest
from pydantic import ValidationError

from ecslab.aws import new_lab
from ecslab.grading.judge import judge

TRUST = {"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}
PUT = "s3:PutObject on arn:aws:s3:::reports/today.csv"
DELETE = "s3:DeleteObject on arn:aws:s3:::reports/today.csv"


def text(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


@pytest.fixture
def with_policy():
    def make(action, resource="arn:aws:s3:::reports/*", **condition):
        lab = new_lab()
        lab.call("iam", "CreateRole", {"RoleName": "report", "AssumeRolePolicyDocument": text(TRUST)})
        statement = {"Effect": "Allow", "Action": action, "Resource": resource}
        document = text(statement | ({"Condition": condition} if condition else {}))
        lab.call(
            "iam", "PutRolePolicy", {"RoleName": "report", "PolicyName": "own", "PolicyDocument": document}
        )
        return lab

    return make


@pytest.mark.parametrize(
    ("action", "found", "why"),
    [
        ("s3:PutObject", {}, []),
        ("s3:*", {"allowed": [DELETE]}, ["iam-allowed"]),
        ("s3:GetObject", {"denied": [PUT]}, ["iam-nothing"]),
        ("s3:DeleteObject", {"denied": [PUT], "allowed": [DELETE]}, ["iam-nothing", "iam-allowed"]),
    ],
)
def test_a_role_is_to_have_what_it_needs_and_no_more(goal, with_policy, action, found, why):
    asked = goal(run=None, role_of="report", may=[PUT], may_not=[DELETE])
    (verdict,) = judge(with_policy(action), [asked])
    assert (verdict.outcome, verdict.found) == ("failed" if found else "passed", found)
    assert [reason.code for reason in verdict.why] == why
    for name, permissions in found.items():
        assert permissions[0] in verdict.reason.en, name
        assert permissions[0] in verdict.reason.ja


def test_a_permission_may_depend_on_the_request(goal, with_policy):
    lab = with_policy(
        "ecs:RunTask", "*", ArnEquals={"ecs:cluster": "arn:aws:ecs:us-east-1:123456789012:cluster/lab"}
    )
    here, there = (
        "ecs:RunTask when ecs:cluster=arn:aws:ecs:us-east-1:123456789012:cluster/" + name
        for name in ("lab", "x")
    )
    assert judge(lab, [goal(run=None, role_of="report", may=[here], may_not=[there])])[0].outcome == "passed"


def test_a_role_that_is_not_there_fails(goal):
    (verdict,) = judge(new_lab(), [goal(run=None, role_of="reports", may=[PUT])])
    assert (verdict.outcome, verdict.found) == ("failed", "NoSuchEntity")


def test_a_family_stands_for_its_task_role(goal, with_policy, desk):
    lab = with_policy("s3:PutObject")
    role = "arn:aws:iam::123456789012:role/report"
    container = {"name": "a", "image": "nginx", "memory": 128}
    lab.call(
        "ecs",
        "RegisterTaskDefinition",
        {"family": "job", "taskRoleArn": role, "containerDefinitions": [container]},
    )
    assert judge(lab, [goal(run=None, role_of="family/job", may=[PUT])])[0].outcome == "passed"


@pytest.mark.parametrize(
    "keys",
    [
        {"role_of": "report"},
        {"role_of": "report", "may": [PUT], "equals": 3},
        {"role_of": "report", "may": [PUT], "query": "a"},
        {"role_of": "report", "may": ["PutObject"]},
        {"role_of": "report", "may": ["s3:PutObject onto x"]},
        {"run": "aws ecs list-tasks", "role_of": "report", "may": [PUT]},
        {"run": "aws ecs list-tasks", "exists": True, "may": [PUT]},
        {},
    ],
)
def test_a_goal_asks_one_whole_question(goal, keys):
    with pytest.raises(ValidationError):
        goal(**{"run": None} | keys)
