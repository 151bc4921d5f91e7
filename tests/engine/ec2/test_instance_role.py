"""What the role of an instance's profile must allow for the instance to join a cluster."""

import json

import pytest

PROFILE = {"InstanceProfileName": "hosts"}


def joined(yard, *actions, service="ec2.amazonaws.com"):
    """How many instances join with a profile whose role may do these actions."""
    trust = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    document = json.dumps({"Version": "2012-10-17", "Statement": trust})
    iam = lambda operation, **params: yard.lab.call("iam", operation, params)  # noqa: E731
    iam("CreateRole", RoleName="host", AssumeRolePolicyDocument=document)
    if actions:
        allowed = {"Effect": "Allow", "Action": list(actions), "Resource": "*"}
        document = json.dumps({"Version": "2012-10-17", "Statement": allowed})
        iam("PutRolePolicy", RoleName="host", PolicyName="own", PolicyDocument=document)
    iam("CreateInstanceProfile", **PROFILE)
    iam("AddRoleToInstanceProfile", **PROFILE, RoleName="host")
    yard.launch(IamInstanceProfile={"Name": "hosts"})
    yard.wait(300)
    return len(yard.instances())


NEEDED = ("ecs:DiscoverPollEndpoint", "ecs:RegisterContainerInstance", "ecs:Poll")


@pytest.mark.parametrize(
    ("actions", "count"),
    [(("*",), 1), (NEEDED, 1), (NEEDED[:2], 0), (NEEDED[1:], 0), ((), 0), (("s3:*",), 0)],
)
def test_an_instance_joins_when_its_role_lets_the_agent_call(yard, actions, count):
    assert joined(yard, *actions) == count


def test_a_role_that_ec2_cannot_assume_is_none(yard):
    assert joined(yard, "*", service="ecs-tasks.amazonaws.com") == 0
