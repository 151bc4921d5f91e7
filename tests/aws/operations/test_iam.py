"""IAM's operations: what they refuse and how, and what they answer."""

import json

import pytest

from ecslab.engine.errors import ApiError
from ecslab.locale import told

ACCOUNT = "123456789012"
READING = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*"}
TRUST = {"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}
SCHEDULER = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"


def text(*statements, **more):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)} | more)


@pytest.fixture
def iam(lab):
    def call(operation, **params):
        return lab.call("iam", operation, params)

    call.lab = lab
    return call


@pytest.fixture
def full(iam):
    """An account in which everything hangs on everything."""
    iam("CreatePolicy", PolicyName="reading", PolicyDocument=text(READING))
    arn = f"arn:aws:iam::{ACCOUNT}:policy/reading"
    iam("CreateUser", UserName="dev")
    iam("CreateGroup", GroupName="team")
    iam("AddUserToGroup", UserName="dev", GroupName="team")
    iam("AttachUserPolicy", UserName="dev", PolicyArn=arn)
    iam("CreateRole", RoleName="report", AssumeRolePolicyDocument=text(TRUST))
    iam("AttachRolePolicy", RoleName="report", PolicyArn=arn)
    iam("CreateInstanceProfile", InstanceProfileName="hosts")
    iam("AddRoleToInstanceProfile", InstanceProfileName="hosts", RoleName="report")
    for _ in range(4):
        iam("CreatePolicyVersion", PolicyArn=arn, PolicyDocument=text(READING))
    return iam


P = f"arn:aws:iam::{ACCOUNT}:policy"
REFUSED = [
    ("GetRole", {"RoleName": "x"}, "NoSuchEntity", "The role with name x cannot be found."),
    ("GetUser", {"UserName": "x"}, "NoSuchEntity", "The user with name x cannot be found."),
    ("GetGroup", {"GroupName": "x"}, "NoSuchEntity", "The group with name x cannot be found."),
    ("GetPolicy", {"PolicyArn": f"{P}/nothing"}, "NoSuchEntity", f"Policy {P}/nothing was not found."),
    (
        "GetRolePolicy",
        {"RoleName": "report", "PolicyName": "x"},
        "NoSuchEntity",
        "The role policy with name x cannot be found.",
    ),
    (
        "GetInstanceProfile",
        {"InstanceProfileName": "x"},
        "NoSuchEntity",
        "Instance Profile x cannot be found.",
    ),
    (
        "AttachRolePolicy",
        {"RoleName": "report", "PolicyArn": f"{P}/nothing"},
        "NoSuchEntity",
        f"Policy {P}/nothing does not exist or is not attachable.",
    ),
    (
        "DetachRolePolicy",
        {"RoleName": "report", "PolicyArn": SCHEDULER},
        "NoSuchEntity",
        f"Policy {SCHEDULER} was not found.",
    ),
    (
        "CreateRole",
        {"RoleName": "REPORT", "AssumeRolePolicyDocument": text(TRUST)},
        "EntityAlreadyExists",
        "Role with name REPORT already exists.",
    ),
    ("CreateUser", {"UserName": "dev"}, "EntityAlreadyExists", "User with name dev already exists."),
    ("CreateGroup", {"GroupName": "team"}, "EntityAlreadyExists", "Group with name team already exists."),
    (
        "CreatePolicy",
        {"PolicyName": "reading", "PolicyDocument": text(READING)},
        "EntityAlreadyExists",
        "A policy called reading already exists. Duplicate names are not allowed.",
    ),
    (
        "CreateInstanceProfile",
        {"InstanceProfileName": "hosts"},
        "EntityAlreadyExists",
        "Instance Profile hosts already exists.",
    ),
    (
        "DeleteRole",
        {"RoleName": "report"},
        "DeleteConflict",
        "Cannot delete entity, must remove roles from instance profile first.",
    ),
    (
        "DeleteUser",
        {"UserName": "dev"},
        "DeleteConflict",
        "Cannot delete entity, must detach all policies first.",
    ),
    (
        "DeleteGroup",
        {"GroupName": "team"},
        "DeleteConflict",
        "Cannot delete entity, must remove users from group first.",
    ),
    (
        "DeletePolicy",
        {"PolicyArn": f"{P}/reading"},
        "DeleteConflict",
        "Cannot delete a policy attached to entities.",
    ),
    (
        "DeleteInstanceProfile",
        {"InstanceProfileName": "hosts"},
        "DeleteConflict",
        "Cannot delete entity, must remove roles from instance profile first.",
    ),
    (
        "DeletePolicyVersion",
        {"PolicyArn": f"{P}/reading", "VersionId": "v1"},
        "DeleteConflict",
        "Cannot delete the default version of a policy.",
    ),
    (
        "CreatePolicyVersion",
        {"PolicyArn": f"{P}/reading", "PolicyDocument": text(READING)},
        "LimitExceeded",
        "A managed policy can have up to 5 versions.",
    ),
    (
        "AddRoleToInstanceProfile",
        {"InstanceProfileName": "hosts", "RoleName": "ecsInstanceRole"},
        "LimitExceeded",
        "InstanceSessionsPerInstanceProfile: 1",
    ),
    ("DeleteRole", {"RoleName": "AWSServiceRoleForECS"}, "UnmodifiableEntity", "only modifiable by AWS"),
    (
        "CreateServiceLinkedRole",
        {"AWSServiceName": "ecs.amazonaws.com"},
        "InvalidInput",
        "Service role name AWSServiceRoleForECS has been taken in this account",
    ),
    (
        "CreateRole",
        {"RoleName": "a b", "AssumeRolePolicyDocument": text(TRUST)},
        "ValidationError",
        "The specified value for roleName is invalid.",
    ),
    ("CreateUser", {"UserName": "a", "Path": "x"}, "ValidationError", "path is invalid"),
    (
        "CreateUser",
        {"UserName": "a", "Tags": [{"Key": "k", "Value": "1"}, {"Key": "K", "Value": "2"}]},
        "InvalidInput",
        "Duplicate tag keys found.",
    ),
    (
        "SetDefaultPolicyVersion",
        {"PolicyArn": f"{P}/reading", "VersionId": "one"},
        "ValidationError",
        "versionId",
    ),
    (
        "AttachUserPolicy",
        {
            "UserName": "dev",
            "PolicyArn": "arn:aws:iam::aws:policy/aws-service-role/AmazonECSServiceRolePolicy",
        },
        "PolicyNotAttachable",
        "Cannot attach a Service Role Policy",
    ),
    (
        "PutUserPolicy",
        {
            "UserName": "dev",
            "PolicyName": "big",
            "PolicyDocument": text(READING | {"Resource": ["arn:aws:s3:::" + "x" * 500] * 5}),
        },
        "LimitExceeded",
        "Maximum policy size of 2048 bytes exceeded for user dev",
    ),
    (
        "PutRolePermissionsBoundary",
        {"RoleName": "report", "PermissionsBoundary": f"{P}/nothing"},
        "NoSuchEntity",
        "does not exist",
    ),
]


@pytest.mark.parametrize(("operation", "params", "code", "said"), REFUSED)
def test_iam_refuses_in_its_own_words_and_changes_nothing(full, operation, params, code, said):
    before = (
        full.lab.world.roles.copy(),
        list(full.lab.world.users.values()),
        list(full.lab.world.policies.values()),
    )
    with pytest.raises(ApiError) as refused:
        full(operation, **params)
    assert refused.value.code == code
    assert said in refused.value.message
    assert list(full.lab.world.roles.values()) == list(before[0].values())
    assert (list(full.lab.world.users.values()), list(full.lab.world.policies.values())) == before[1:]


def broken(change, statement=READING):
    return text({key: value for key, value in (statement | change).items() if value is not None})


MALFORMED = [
    # (document, AWS's words, where the lab sees it, the nearest right form)
    (
        '{"Version": "2012-10-17",\n "Statement": [{"Effect": "Allow",}]}',
        "Syntax errors in policy.",
        "line 2, column 35",
        "",
    ),
    (" ", "Syntax errors in policy.", "line 1, column 2", ""),
    ('{"Version": "2012-10-17" "Statement": []}', "Syntax errors in policy.", "comma", ""),
    ('{"Version": "2012-10-17", "Version": "x"}', "Syntax errors in policy.", "twice", ""),
    ("[]", "Syntax errors in policy.", "braces", ""),
    (text(READING, Versoin="x"), "Syntax errors in policy.", "'Versoin'", "Version"),
    (broken({"Efect": "Allow"}), "Syntax errors in policy.", "'Efect'", "Effect"),
    (broken({"effect": "Allow"}), "Syntax errors in policy.", "'effect'", "Effect"),
    (broken({"Effect": "allow"}), "Syntax errors in policy.", "'allow'", "Allow"),
    (broken({"Effect": None}), "Syntax errors in policy.", "'Effect' is missing", ""),
    (broken({"NotAction": "s3:*"}), "Syntax errors in policy.", "either Action or NotAction", ""),
    (
        broken({"Condition": {"StringEqual": {"a:b": "c"}}}),
        "Syntax errors in policy.",
        "'StringEqual'",
        "StringEquals",
    ),
    (
        broken({"Condition": {"ForAnyValue:StringLik": {"a:b": "c"}}}),
        "Syntax errors in policy.",
        "StringLik",
        "ForAnyValue:StringLike",
    ),
    (broken({"Resource": {"a": "b"}}), "Syntax errors in policy.", "text", ""),
    (text(), "Syntax errors in policy.", "empty", ""),
    (text(READING, Version="2012-10-18"), "Syntax errors in policy.", "2012-10-18", ""),
    (
        text(READING, Version="2008-10-17"),
        "Policy document must be version 2012-10-17 or greater.",
        "2012-10-17",
        "",
    ),
    (broken({"Principal": "*"}), "Policy document should not specify a principal.", "Principal", ""),
    (
        text(READING | {"Sid": "a"}, READING | {"Sid": "a"}),
        "Statement IDs (SID) in a single policy must be unique.",
        "'a'",
        "",
    ),
    (broken({"Sid": "a b"}), "Statement IDs (SID) must be alpha-numeric.", "'a b'", ""),
    (broken({"Action": None}), "Policy statement must contain actions.", "no action", ""),
    (broken({"Action": []}), "Policy statement must contain actions.", "no action", ""),
    (
        broken({"Action": "GetObject"}),
        "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
        "'GetObject'",
        "",
    ),
    (broken({"Action": "s3:a:b"}), "Actions/Condition can contain only one colon.", "s3:a:b", ""),
    (broken({"Action": "s3?:a"}), "Vendor s3? is not valid", "s3?:a", ""),
    (broken({"Resource": None}), "Policy statement must contain resources.", "no resource", ""),
    (broken({"Resource": "reports"}), 'Resource reports must be in ARN format or "*".', "'reports'", ""),
    (
        broken({"Resource": "arn:amazon:s3:::x"}),
        'Partition "amazon" is not valid for resource "arn:amazon:s3:::x".',
        "amazon",
        "",
    ),
    (
        broken({"Resource": "arn:aws:s3:us-east-1::x"}),
        "Resource arn:aws:s3:us-east-1::x can not contain region information.",
        "us-east-1",
        "",
    ),
    (
        broken({"Resource": f"arn:aws:iam::{ACCOUNT}:roles/x"}),
        'IAM resource path must either be "*" or start with',
        "roles/x",
        "",
    ),
    (
        broken({"Condition": {"DateLessThan": {"aws:CurrentTime": "tomorrow"}}}),
        "The policy failed legacy parsing",
        "'tomorrow'",
        "",
    ),
]


@pytest.mark.parametrize(("document", "said", "place", "near"), MALFORMED)
def test_a_malformed_policy_has_aws_s_message_and_in_the_lab_its_place(iam, document, said, place, near):
    with pytest.raises(ApiError) as refused:
        iam("CreatePolicy", PolicyName="p", PolicyDocument=document)
    assert refused.value.code == "MalformedPolicyDocument"
    assert said in refused.value.message
    explained = told(refused.value.problem, "en")
    assert place in explained
    assert f"did you mean '{near}'" in explained if near else "did you mean" not in explained
    assert told(refused.value.problem, "ja")


BAD_TRUST = [
    ("{", "This policy contains invalid Json", ""),
    (broken({"Resource": "*"}, TRUST), "Has prohibited field Resource", ""),
    (broken({"Principal": None}, TRUST), "Missing required field Principal", ""),
    (
        broken({"Action": "s3:GetObject"}, TRUST),
        "AssumeRole policy may only specify STS AssumeRole actions.",
        "",
    ),
    (
        broken({"Principal": {"Service": "ecs-task.amazonaws.com"}}, TRUST),
        'Invalid principal in policy: "SERVICE":"ecs-task.amazonaws.com"',
        "ecs-tasks.amazonaws.com",
    ),
    (
        broken({"Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:user/nobody"}}, TRUST),
        f'Invalid principal in policy: "AWS":"arn:aws:iam::{ACCOUNT}:user/nobody"',
        "",
    ),
    (broken({"Principal": {"Services": "ec2.amazonaws.com"}}, TRUST), "Syntax errors in policy.", "Service"),
]


@pytest.mark.parametrize(("document", "said", "near"), BAD_TRUST)
def test_a_malformed_trust_policy_is_refused(iam, document, said, near):
    with pytest.raises(ApiError) as refused:
        iam("CreateRole", RoleName="report", AssumeRolePolicyDocument=document)
    assert (refused.value.code, refused.value.message) == ("MalformedPolicyDocument", said)
    assert near in told(refused.value.problem, "en")


def test_a_new_account_has_the_console_s_roles_with_aws_s_policies(iam):
    roles = {role["RoleName"]: role for role in iam("ListRoles")["Roles"]}
    assert set(roles) == {"AWSServiceRoleForECS", "ecsInstanceRole", "ecsTaskExecutionRole"}
    attached = iam("ListAttachedRolePolicies", RoleName="ecsTaskExecutionRole")["AttachedPolicies"]
    assert attached == [
        {
            "PolicyName": "AmazonECSTaskExecutionRolePolicy",
            "PolicyArn": "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
        }
    ]
    profile = iam("GetInstanceProfile", InstanceProfileName="ecsInstanceRole")["InstanceProfile"]
    assert [role["RoleName"] for role in profile["Roles"]] == ["ecsInstanceRole"]
    assert iam("GetUser")["User"]["UserName"] == "learner"


def test_every_policy_of_aws_can_be_read_and_compiled(iam):
    found = iam("ListPolicies", Scope="AWS", MaxItems=1000)["Policies"]
    assert len(found) > 60
    for policy in found:
        asked = {"PolicyArn": policy["Arn"], "VersionId": policy["DefaultVersionId"]}
        document = json.loads(iam("GetPolicyVersion", **asked)["PolicyVersion"]["Document"])
        assert document["Version"] == "2012-10-17"
        assert document["Statement"]


def test_a_version_is_in_force_when_it_is_made_the_default(full):
    arn = f"{P}/reading"
    full("DeletePolicyVersion", PolicyArn=arn, VersionId="v2")
    writing = READING | {"Action": "s3:PutObject"}
    full("CreatePolicyVersion", PolicyArn=arn, PolicyDocument=text(writing))
    asked = {
        "PolicySourceArn": f"arn:aws:iam::{ACCOUNT}:role/report",
        "ActionNames": ["s3:PutObject"],
        "ResourceArns": ["arn:aws:s3:::reports/a"],
    }
    assert full("SimulatePrincipalPolicy", **asked)["EvaluationResults"][0]["EvalDecision"] == "implicitDeny"
    full("SetDefaultPolicyVersion", PolicyArn=arn, VersionId="v6")
    (result,) = full("SimulatePrincipalPolicy", **asked)["EvaluationResults"]
    assert result["EvalDecision"] == "allowed"
    assert result["MatchedStatements"][0]["SourcePolicyId"] == "reading"


def test_the_simulator_names_statements_and_what_it_was_not_told(iam):
    policy = text(
        READING | {"Condition": {"StringEquals": {"s3:prefix": "x"}}},
        {"Effect": "Deny", "Action": "s3:Put*", "Resource": "*"},
    )
    asked = {
        "PolicyInputList": [policy],
        "ActionNames": ["s3:GetObject", "s3:PutObject"],
        "ResourceArns": ["arn:aws:s3:::reports/a"],
    }
    get, put = iam("SimulateCustomPolicy", **asked)["EvaluationResults"]
    assert (get["EvalDecision"], get["MissingContextValues"]) == ("implicitDeny", ["s3:prefix"])
    assert put["EvalDecision"] == "explicitDeny"
    (matched,) = put["MatchedStatements"]
    start, end = matched["StartPosition"]["Column"] - 1, matched["EndPosition"]["Column"] - 1
    assert json.loads(policy[start:end]) == {"Effect": "Deny", "Action": "s3:Put*", "Resource": "*"}
    told_more = asked | {
        "ContextEntries": [
            {"ContextKeyName": "s3:prefix", "ContextKeyValues": ["x"], "ContextKeyType": "string"}
        ]
    }
    assert iam("SimulateCustomPolicy", **told_more)["EvaluationResults"][0]["EvalDecision"] == "allowed"


def test_a_listing_comes_in_pages(iam):
    for number in range(5):
        iam("CreateUser", UserName=f"u{number}")
    first = iam("ListUsers", MaxItems=4)
    rest = iam("ListUsers", MaxItems=4, Marker=first["Marker"])
    names = [user["UserName"] for user in first["Users"] + rest["Users"]]
    assert names == ["learner", "u0", "u1", "u2", "u3", "u4"]
    assert (first["IsTruncated"], rest["IsTruncated"]) == (True, False)
    with pytest.raises(ApiError, match="Invalid Marker"):
        iam("ListRoles", Marker=first["Marker"])


def test_a_service_s_role_goes_only_when_the_service_does_not_need_it(iam):
    iam.lab.call("ecs", "CreateCluster", {"clusterName": "lab"})

    def delete():
        task = iam("DeleteServiceLinkedRole", RoleName="AWSServiceRoleForECS")["DeletionTaskId"]
        return iam("GetServiceLinkedRoleDeletionStatus", DeletionTaskId=task)["Status"]

    assert delete() == "FAILED"
    iam.lab.call("ecs", "DeleteCluster", {"cluster": "lab"})
    assert delete() == "SUCCEEDED"
    iam("CreateServiceLinkedRole", AWSServiceName="ecs.amazonaws.com")


def test_a_renamed_user_keeps_keys_and_policies(full):
    key = full("CreateAccessKey", UserName="dev")["AccessKey"]["AccessKeyId"]
    full("UpdateUser", UserName="dev", NewUserName="ops")
    assert full("GetAccessKeyLastUsed", AccessKeyId=key)["UserName"] == "ops"
    assert [group["GroupName"] for group in full("ListGroupsForUser", UserName="ops")["Groups"]] == ["team"]
