"""Access keys in the environment: whose they are, it is who calls."""

import json

import pytest

from ecslab.aws.api import Aws
from ecslab.aws.command import Command
from ecslab.engine.errors import ApiError
from ecslab.engine.journal import Journal
from ecslab.engine.lab import replay

DEV = "arn:aws:iam::123456789012:user/dev"
ROLE = "arn:aws:iam::123456789012:role/report"


@pytest.fixture
def keyed(lab, policy_text):
    """A lab with a user who may list clusters and assume a role, and the environment with the user's key."""
    listing = policy_text({"Effect": "Allow", "Action": "ecs:ListClusters", "Resource": "*"})
    lab.call("iam", "CreateUser", {"UserName": "dev"})
    lab.call("iam", "PutUserPolicy", {"UserName": "dev", "PolicyName": "own", "PolicyDocument": listing})
    trust = policy_text({"Effect": "Allow", "Principal": {"AWS": DEV}, "Action": "sts:AssumeRole"})
    lab.call("iam", "CreateRole", {"RoleName": "report", "AssumeRolePolicyDocument": trust})
    key = lab.call("iam", "CreateAccessKey", {"UserName": "dev"})["AccessKey"]
    return lab, {
        "AWS_ACCESS_KEY_ID": key["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"],
    }


def run(lab, environment, *words):
    return Command(lab, environment=environment).run(words)


def test_a_user_s_key_makes_the_caller(keyed):
    lab, environment = keyed
    assert run(lab, environment, "sts", "get-caller-identity").value["Arn"] == DEV
    assert run(lab, environment, "ecs", "list-clusters").value == {"clusterArns": []}
    refused = run(lab, environment, "ecs", "list-task-definitions")
    assert refused.exit_code == 254
    assert f"User: {DEV} is not authorized to perform: ecs:ListTaskDefinitions" in refused.stderr
    assert refused.problem.code == "iam-nothing"


def test_a_key_tells_when_it_was_last_used(keyed):
    lab, environment = keyed
    asked = {"AccessKeyId": environment["AWS_ACCESS_KEY_ID"]}
    assert lab.call("iam", "GetAccessKeyLastUsed", asked)["AccessKeyLastUsed"]["ServiceName"] == "N/A"
    run(lab, environment, "ecs", "list-clusters")
    assert lab.call("iam", "GetAccessKeyLastUsed", asked)["AccessKeyLastUsed"]["ServiceName"] == "ecs"


def test_an_assumed_role_s_credentials_make_the_caller_until_they_expire(keyed):
    lab, environment = keyed
    answer = run(lab, environment, "sts", "assume-role", "--role-arn", ROLE, "--role-session-name", "one")
    given = answer.value["Credentials"]
    session = {
        "AWS_ACCESS_KEY_ID": given["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": given["SecretAccessKey"],
        "AWS_SESSION_TOKEN": given["SessionToken"],
    }
    who = run(lab, session, "sts", "get-caller-identity").value
    assert who["Arn"] == "arn:aws:sts::123456789012:assumed-role/report/one"
    assert who["UserId"] == answer.value["AssumedRoleUser"]["AssumedRoleId"]
    lab.advance(3_600_000)
    assert "(ExpiredToken)" in run(lab, session, "sts", "get-caller-identity").stderr
    assert "(ExpiredTokenException)" in run(lab, session, "ecs", "list-clusters").stderr


@pytest.mark.parametrize(
    ("change", "service", "operation", "code"),
    [
        (
            {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE"},
            "ecs",
            "list-clusters",
            "UnrecognizedClientException",
        ),
        ({"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE"}, "iam", "list-users", "InvalidClientTokenId"),
        ({"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE"}, "ec2", "describe-vpcs", "AuthFailure"),
        ({"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE"}, "s3api", "list-buckets", "InvalidAccessKeyId"),
        ({"AWS_SECRET_ACCESS_KEY": "wrong"}, "ecs", "list-clusters", "InvalidSignatureException"),
        ({"AWS_SECRET_ACCESS_KEY": "wrong"}, "sts", "get-caller-identity", "SignatureDoesNotMatch"),
    ],
)
def test_other_credentials_are_refused(keyed, change, service, operation, code):
    lab, environment = keyed
    assert f"({code})" in run(lab, environment | change, service, operation).stderr


def test_half_of_the_credentials_is_a_configuration_error(keyed):
    lab, environment = keyed
    del environment["AWS_SECRET_ACCESS_KEY"]
    outcome = run(lab, environment, "ecs", "list-clusters")
    assert outcome.exit_code == 253
    assert "missing: AWS_SECRET_ACCESS_KEY" in outcome.stderr


def test_a_key_that_is_switched_off_is_no_key(keyed):
    lab, environment = keyed
    off = {"UserName": "dev", "AccessKeyId": environment["AWS_ACCESS_KEY_ID"], "Status": "Inactive"}
    lab.call("iam", "UpdateAccessKey", off)
    assert "UnrecognizedClientException" in run(lab, environment, "ecs", "list-clusters").stderr


def test_a_session_policy_takes_from_the_role(keyed, policy_text):
    lab, _environment = keyed
    everything = policy_text({"Effect": "Allow", "Action": "*", "Resource": "*"})
    lab.call(
        "iam", "PutRolePolicy", {"RoleName": "report", "PolicyName": "all", "PolicyDocument": everything}
    )
    only = policy_text({"Effect": "Allow", "Action": "ecs:ListClusters", "Resource": "*"})
    params = {"RoleArn": ROLE, "RoleSessionName": "one", "Policy": only}
    caller = lab.call("sts", "AssumeRole", params, DEV)["AssumedRoleUser"]["Arn"]
    lab.call("ecs", "ListClusters", {}, caller)
    with pytest.raises(ApiError, match="because no session policy allows the ecs:ListTasks action"):
        lab.call("ecs", "ListTasks", {}, caller)


def test_a_role_that_does_not_trust_the_caller_is_not_assumed(keyed):
    lab, _ = keyed
    with pytest.raises(ApiError, match="no role trust policy allows the sts:AssumeRole action") as refused:
        lab.call("sts", "AssumeRole", {"RoleArn": ROLE, "RoleSessionName": "one"})
    assert refused.value.code == "AccessDenied"
    with pytest.raises(ApiError, match="not authorized to perform: sts:AssumeRole"):
        lab.call("sts", "AssumeRole", {"RoleArn": f"{ROLE}s", "RoleSessionName": "one"}, DEV)


def test_a_replay_knows_the_key_too(keyed):
    lab, environment = keyed
    run(lab, environment, "ecs", "list-clusters")
    journal = lab.dump_journal()
    again = replay(Journal.loads(journal)[0], Aws())
    assert again.state_hash() == lab.state_hash()
    assert json.loads(journal.splitlines()[-2])["caller"] == environment["AWS_ACCESS_KEY_ID"]
