"""Decisions by IAM's documentation: each group names the page that says so."""

import json

import pytest

from ecslab.engine.iam.decide import trusts
from ecslab.engine.platform.identity import Role

ACCOUNT = "123456789012"
BUCKET = "arn:aws:s3:::bucket"
OBJECT = f"{BUCKET}/johndoe/file"
CLUSTER = f"arn:aws:ecs:us-east-1:{ACCOUNT}:cluster"
NOW = "2026-01-05T09:00:00Z"


def allow(action="*", resource="*", **more):
    return {"Effect": "Allow", "Action": action, "Resource": resource} | _spelled(more)


def deny(action="*", resource="*", **more):
    return allow(action, resource, **more) | {"Effect": "Deny"}


def _spelled(more):
    return {
        {"condition": "Condition", "principal": "Principal"}.get(key, key): value
        for key, value in more.items()
    }


# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
STATEMENTS = [
    # (statements, action, resource, decision)
    ([], "s3:GetObject", OBJECT, "implicit-deny"),
    ([allow()], "s3:GetObject", OBJECT, "allowed"),
    ([allow("s3:*")], "s3:GetObject", OBJECT, "allowed"),
    ([allow("s3:*")], "sqs:SendMessage", "*", "implicit-deny"),
    ([allow("s3:Get*")], "s3:GetObject", OBJECT, "allowed"),
    ([allow("s3:Get*")], "s3:PutObject", OBJECT, "implicit-deny"),
    ([allow("s3:*Object")], "s3:GetObject", OBJECT, "allowed"),
    ([allow("s3:*Object")], "s3:GetObjectAcl", OBJECT, "implicit-deny"),
    ([allow("s3:G?tObject")], "s3:GetObject", OBJECT, "allowed"),
    ([allow("s3:G?tObject")], "s3:GtObject", OBJECT, "implicit-deny"),
    ([allow("S3:getobject")], "s3:GetObject", OBJECT, "allowed"),
    ([allow(["sqs:*", "s3:GetObject"])], "s3:GetObject", OBJECT, "allowed"),
    ([allow("*:GetObject")], "s3:GetObject", OBJECT, "allowed"),
    ([allow("s3:GetObject", OBJECT)], "s3:GetObject", OBJECT, "allowed"),
    ([allow("s3:GetObject", OBJECT)], "s3:GetObject", OBJECT.upper(), "implicit-deny"),
    ([allow("s3:GetObject", f"{BUCKET}/*")], "s3:GetObject", OBJECT, "allowed"),
    ([allow("s3:GetObject", f"{BUCKET}/*")], "s3:GetObject", BUCKET, "implicit-deny"),
    ([allow("s3:GetObject", BUCKET)], "s3:GetObject", OBJECT, "implicit-deny"),
    ([allow("s3:GetObject", f"{BUCKET}*")], "s3:GetObject", OBJECT, "allowed"),
    ([allow("s3:GetObject", f"{BUCKET}/*/file")], "s3:GetObject", OBJECT, "allowed"),
    ([allow("s3:GetObject", f"{BUCKET}/*/file")], "s3:GetObject", f"{BUCKET}/a/b/file", "allowed"),
    ([allow("s3:GetObject", f"{BUCKET}/john???/file")], "s3:GetObject", OBJECT, "allowed"),
    ([allow("s3:GetObject", f"{BUCKET}/john??/file")], "s3:GetObject", OBJECT, "implicit-deny"),
    ([allow("s3:GetObject", "arn:aws:s3:::*")], "s3:GetObject", OBJECT, "allowed"),
    ([allow("s3:GetObject", "arn:*:s3:::bucket/*")], "s3:GetObject", OBJECT, "allowed"),
    ([allow("s3:GetObject", ["arn:aws:s3:::a/*", f"{BUCKET}/*"])], "s3:GetObject", OBJECT, "allowed"),
    ([allow("s3:ListAllMyBuckets", OBJECT)], "s3:ListAllMyBuckets", "*", "implicit-deny"),
    ([allow("s3:ListAllMyBuckets", "*")], "s3:ListAllMyBuckets", "*", "allowed"),
    ([allow("s3:G.*")], "s3:GetObject", OBJECT, "implicit-deny"),
    (
        [allow("ecs:RunTask", f"arn:aws:ecs:*:{ACCOUNT}:task-definition/web:*")],
        "ecs:RunTask",
        f"arn:aws:ecs:us-east-1:{ACCOUNT}:task-definition/web:7",
        "allowed",
    ),
    (
        [allow("ecs:RunTask", f"arn:aws:ecs:*:{ACCOUNT}:task-definition/web")],
        "ecs:RunTask",
        f"arn:aws:ecs:us-east-1:{ACCOUNT}:task-definition/web:7",
        "implicit-deny",
    ),
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_AccessPolicyLanguage_Interplay.html
    ([allow(), deny("s3:GetObject")], "s3:GetObject", OBJECT, "explicit-deny"),
    ([deny("s3:GetObject"), allow()], "s3:GetObject", OBJECT, "explicit-deny"),
    ([allow("s3:GetObject", OBJECT), deny("s3:*")], "s3:GetObject", OBJECT, "explicit-deny"),
    ([allow(), deny("s3:PutObject")], "s3:GetObject", OBJECT, "allowed"),
    ([allow(), deny("s3:*", f"{BUCKET}/secret/*")], "s3:GetObject", OBJECT, "allowed"),
    ([deny("s3:GetObject")], "s3:GetObject", OBJECT, "explicit-deny"),
    ([allow("s3:Put*"), allow("s3:Get*")], "s3:GetObject", OBJECT, "allowed"),
    ([{"Effect": "Allow", "Action": [], "Resource": "*"}], "s3:GetObject", OBJECT, "implicit-deny"),
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html
    (
        [{"Effect": "Allow", "NotAction": "s3:DeleteBucket", "Resource": "arn:aws:s3:::*"}],
        "s3:GetObject",
        OBJECT,
        "allowed",
    ),
    (
        [{"Effect": "Allow", "NotAction": "s3:DeleteBucket", "Resource": "arn:aws:s3:::*"}],
        "s3:DeleteBucket",
        BUCKET,
        "implicit-deny",
    ),
    (
        [{"Effect": "Allow", "NotAction": "s3:DeleteBucket", "Resource": "arn:aws:s3:::*"}],
        "sqs:SendMessage",
        f"arn:aws:sqs:us-east-1:{ACCOUNT}:q",
        "implicit-deny",
    ),
    ([{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}], "ecs:RunTask", "*", "allowed"),
    ([{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}], "iam:CreateUser", "*", "implicit-deny"),
    ([allow(), {"Effect": "Deny", "NotAction": "iam:*", "Resource": "*"}], "iam:CreateUser", "*", "allowed"),
    (
        [allow(), {"Effect": "Deny", "NotAction": "iam:*", "Resource": "*"}],
        "s3:GetObject",
        OBJECT,
        "explicit-deny",
    ),
    (
        [allow(), {"Effect": "Deny", "NotAction": ["s3:*", "sts:*"], "Resource": "*"}],
        "s3:GetObject",
        OBJECT,
        "allowed",
    ),
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notresource.html
    (
        [allow(), {"Effect": "Deny", "Action": "s3:*", "NotResource": [BUCKET, f"{BUCKET}/*"]}],
        "s3:GetObject",
        OBJECT,
        "allowed",
    ),
    (
        [allow(), {"Effect": "Deny", "Action": "s3:*", "NotResource": [BUCKET, f"{BUCKET}/*"]}],
        "s3:GetObject",
        "arn:aws:s3:::other/x",
        "explicit-deny",
    ),
    (
        [{"Effect": "Allow", "Action": "s3:*", "NotResource": f"{BUCKET}/*"}],
        "s3:GetObject",
        "arn:aws:s3:::other/x",
        "allowed",
    ),
    (
        [{"Effect": "Allow", "Action": "s3:*", "NotResource": f"{BUCKET}/*"}],
        "s3:GetObject",
        OBJECT,
        "implicit-deny",
    ),
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
    ([allow("s3:*", BUCKET + "/${aws:username}/*")], "s3:GetObject", OBJECT, "allowed"),
    ([allow("s3:*", BUCKET + "/${aws:username}/*")], "s3:GetObject", f"{BUCKET}/mary/file", "implicit-deny"),
    ([allow("s3:*", BUCKET + "/${AWS:UserName}/*")], "s3:GetObject", OBJECT, "allowed"),
    ([allow("s3:*", BUCKET + "/${aws:userid}/*")], "s3:GetObject", f"{BUCKET}/AIDAJOHN/x", "allowed"),
    ([allow("s3:*", BUCKET + "/${aws:PrincipalTag/team}/*")], "s3:GetObject", f"{BUCKET}/blue/x", "allowed"),
    (
        [allow("s3:*", BUCKET + "/${aws:PrincipalTag/none}/*")],
        "s3:GetObject",
        f"{BUCKET}/blue/x",
        "implicit-deny",
    ),
    (
        [allow("s3:*", BUCKET + "/${aws:PrincipalTag/none, 'all'}/*")],
        "s3:GetObject",
        f"{BUCKET}/all/x",
        "allowed",
    ),
    (
        [allow("s3:*", BUCKET + "/${aws:PrincipalTag/team, 'all'}/*")],
        "s3:GetObject",
        f"{BUCKET}/all/x",
        "implicit-deny",
    ),
    ([allow("s3:*", BUCKET + "/${*}/x")], "s3:GetObject", f"{BUCKET}/*/x", "allowed"),
    ([allow("s3:*", BUCKET + "/${*}/x")], "s3:GetObject", f"{BUCKET}/a/x", "implicit-deny"),
    ([allow("s3:*", BUCKET + "/${?}${$}")], "s3:GetObject", f"{BUCKET}/?$", "allowed"),
    ([allow(), deny("s3:*", BUCKET + "/${aws:PrincipalTag/none}/*")], "s3:GetObject", OBJECT, "allowed"),
    (
        [allow("s3:*", BUCKET + "/${aws:PrincipalTag/star}/*")],
        "s3:GetObject",
        f"{BUCKET}/anything/x",
        "implicit-deny",
    ),
]


@pytest.mark.parametrize(("statements", "action", "resource", "kind"), STATEMENTS)
def test_statements(iam, statements, action, resource, kind):
    user = iam.user(*statements, tags={"team": "blue", "star": "*"})
    assert iam.decide(user, action, resource).kind == kind


def test_an_old_policy_has_no_variables(iam):
    user = iam.user(allow("s3:*", BUCKET + "/${aws:username}/*"), version="2008-10-17")
    assert iam.decide(user, "s3:GetObject", OBJECT).kind == "implicit-deny"
    assert iam.decide(user, "s3:GetObject", BUCKET + "/${aws:username}/x").allowed


# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_multi-value-conditions.html
CONDITIONS = [
    # (operator, key, wanted, found, holds); found None: the request has no such key
    ("StringEquals", "x:k", "a", "a", True),
    ("StringEquals", "x:k", "a", "A", False),
    ("StringEquals", "X:K", "a", "a", True),
    ("StringEquals", "x:k", ["a", "b"], "b", True),
    ("StringEquals", "x:k", "a*", "ab", False),
    ("StringEquals", "x:k", "a", None, False),
    ("StringNotEquals", "x:k", "a", "b", True),
    ("StringNotEquals", "x:k", ["a", "b"], "b", False),
    ("StringNotEquals", "x:k", "a", None, True),
    ("StringEqualsIgnoreCase", "x:k", "a", "A", True),
    ("StringNotEqualsIgnoreCase", "x:k", "a", "A", False),
    ("StringLike", "x:k", "a*c", "abbc", True),
    ("StringLike", "x:k", "a?c", "abbc", False),
    ("StringLike", "x:k", "A*", "abc", False),
    ("StringLike", "x:k", "*", "", True),
    ("StringNotLike", "x:k", "a*", "abc", False),
    ("StringNotLike", "x:k", "a*", None, True),
    ("StringEquals", "x:k", "${aws:username}", "johndoe", True),
    ("StringEquals", "x:k", "${aws:PrincipalTag/none}", "", False),
    ("StringLike", "x:k", "${aws:username}/*", "johndoe/x", True),
    ("StringEqualsIfExists", "x:k", "a", None, True),
    ("StringEqualsIfExists", "x:k", "a", "b", False),
    ("StringLikeIfExists", "x:k", "a*", "ab", True),
    ("NumericEquals", "x:k", "10", "10.0", True),
    ("NumericEquals", "x:k", "10", "ten", False),
    ("NumericNotEquals", "x:k", "10", "11", True),
    ("NumericLessThan", "x:k", "10", "9", True),
    ("NumericLessThan", "x:k", "10", "10", False),
    ("NumericLessThanEquals", "x:k", "10", "10", True),
    ("NumericGreaterThan", "x:k", "9", "10", True),
    ("NumericGreaterThanEquals", "x:k", "10", "9.99", False),
    ("NumericLessThanEquals", "x:k", "10", None, False),
    ("NumericLessThanIfExists", "x:k", "10", None, True),
    ("DateGreaterThan", "aws:CurrentTime", "2026-01-05T08:59:59Z", NOW, True),
    ("DateLessThan", "aws:CurrentTime", "2026-01-05T08:59:59Z", NOW, False),
    ("DateLessThan", "aws:CurrentTime", "2026-01-05T18:00:01+09:00", NOW, True),
    ("DateLessThan", "aws:CurrentTime", "2026-02", NOW, True),
    ("DateGreaterThan", "aws:CurrentTime", "2026", NOW, True),
    ("DateLessThanEquals", "aws:EpochTime", "1767603600", "1767603600", True),
    ("DateEquals", "x:k", "2026-01-05T09:00:00Z", "1767603600", True),
    ("DateNotEquals", "x:k", "2026-01-05T09:00:00Z", "1767603601", True),
    ("DateGreaterThanEquals", "x:k", "2026-01-05", "2026-01-04", False),
    ("Bool", "aws:SecureTransport", "true", "true", True),
    ("Bool", "aws:SecureTransport", "false", "true", False),
    ("Bool", "x:k", "True", "TRUE", True),
    ("Bool", "x:k", "false", None, False),
    ("BoolIfExists", "x:k", "false", None, True),
    ("Bool", "x:k", "maybe", "maybe", False),
    ("BinaryEquals", "x:k", "QmFzZTY0", "QmFzZTY0", True),
    ("BinaryEquals", "x:k", "QmFzZTY0", "QmFzZTY1", False),
    ("IpAddress", "aws:SourceIp", "203.0.113.0/24", "203.0.113.17", True),
    ("IpAddress", "aws:SourceIp", "203.0.113.0/24", "203.0.114.17", False),
    ("IpAddress", "aws:SourceIp", "203.0.113.17", "203.0.113.17", True),
    ("IpAddress", "aws:SourceIp", ["10.0.0.0/8", "2001:db8::/32"], "2001:db8::1", True),
    ("IpAddress", "aws:VpcSourceIp", "203.0.113.0/24", None, False),
    ("NotIpAddress", "aws:SourceIp", "203.0.113.0/24", "10.0.0.1", True),
    ("NotIpAddress", "aws:VpcSourceIp", "203.0.113.0/24", None, True),
    ("ArnEquals", "ecs:cluster", f"{CLUSTER}/lab", f"{CLUSTER}/lab", True),
    ("ArnEquals", "ecs:cluster", f"{CLUSTER}/*", f"{CLUSTER}/lab", True),
    ("ArnLike", "ecs:cluster", f"arn:aws:ecs:*:{ACCOUNT}:cluster/l?b", f"{CLUSTER}/lab", True),
    ("ArnLike", "ecs:cluster", "arn:aws:ecs:*:cluster/lab", f"{CLUSTER}/lab", False),
    ("ArnLike", "ecs:cluster", "*", f"{CLUSTER}/lab", False),
    ("ArnLike", "ecs:cluster", f"{CLUSTER}/lab", "lab", False),
    ("ArnNotEquals", "ecs:cluster", f"{CLUSTER}/lab", f"{CLUSTER}/other", True),
    ("ArnNotLike", "ecs:cluster", f"{CLUSTER}/*", f"{CLUSTER}/lab", False),
    ("ArnNotLike", "ecs:cluster", f"{CLUSTER}/*", None, True),
    ("ArnLike", "x:k", "arn:aws:iam::*:user/${aws:username}", f"arn:aws:iam::{ACCOUNT}:user/johndoe", True),
    ("Null", "x:k", "true", None, True),
    ("Null", "x:k", "true", "a", False),
    ("Null", "x:k", "false", "a", True),
    ("Null", "x:k", "false", None, False),
    ("ForAllValues:StringEquals", "aws:TagKeys", ["a", "b"], ("a", "b"), True),
    ("ForAllValues:StringEquals", "aws:TagKeys", ["a", "b"], ("a", "c"), False),
    ("ForAllValues:StringEquals", "aws:TagKeys", ["a", "b"], ("a",), True),
    ("ForAllValues:StringEquals", "aws:TagKeys", ["a"], None, True),
    ("ForAllValues:StringEquals", "aws:TagKeys", ["a"], (), True),
    ("ForAllValues:StringNotEquals", "aws:TagKeys", ["a"], ("b", "c"), True),
    ("ForAllValues:StringNotEquals", "aws:TagKeys", ["a"], ("a", "c"), False),
    ("ForAnyValue:StringEquals", "aws:TagKeys", ["a", "b"], ("b", "c"), True),
    ("ForAnyValue:StringEquals", "aws:TagKeys", ["a"], ("b", "c"), False),
    ("ForAnyValue:StringEquals", "aws:TagKeys", ["a"], None, False),
    ("ForAnyValue:StringEquals", "aws:TagKeys", ["a"], (), False),
    ("ForAnyValue:StringLike", "aws:TagKeys", ["a*"], ("b", "ab"), True),
    ("ForAnyValue:StringNotEquals", "aws:TagKeys", ["a"], ("a", "b"), True),
    ("ForAnyValue:StringNotEquals", "aws:TagKeys", ["a"], ("a",), False),
    ("ForAnyValue:StringNotEquals", "aws:TagKeys", ["a"], None, False),
    ("ForAnyValue:StringEqualsIfExists", "aws:TagKeys", ["a"], None, True),
    (
        "ForAllValues:ArnLike",
        "ecs:capacity-provider",
        [f"arn:aws:ecs:*:{ACCOUNT}:capacity-provider/a*"],
        (f"arn:aws:ecs:us-east-1:{ACCOUNT}:capacity-provider/ab",),
        True,
    ),
]


@pytest.mark.parametrize(("operator", "key", "wanted", "found", "holds"), CONDITIONS)
def test_a_condition_holds_or_not_in_allow_and_in_deny(iam, operator, key, wanted, found, holds):
    condition = {operator: {key: wanted}}
    context = {} if found is None else {key.lower() if key.startswith("X:") else key: found}
    allowing = iam.user(allow(condition=condition))
    assert iam.decide(allowing, "s3:GetObject", OBJECT, context).allowed is holds
    denying = iam.user(allow(), deny(condition=condition))
    assert iam.decide(denying, "s3:GetObject", OBJECT, context).allowed is not holds


# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
SEVERAL = [
    ({"StringEquals": {"x:a": "1", "x:b": "2"}}, {"x:a": "1", "x:b": "2"}, True),
    ({"StringEquals": {"x:a": "1", "x:b": "2"}}, {"x:a": "1", "x:b": "3"}, False),
    ({"StringEquals": {"x:a": "1"}, "NumericLessThan": {"x:n": "5"}}, {"x:a": "1", "x:n": "4"}, True),
    ({"StringEquals": {"x:a": "1"}, "NumericLessThan": {"x:n": "5"}}, {"x:a": "1", "x:n": "6"}, False),
    ({"StringEquals": {"x:a": ["1", "2"]}, "Null": {"x:b": "true"}}, {"x:a": "2"}, True),
    ({"StringNotEquals": {"x:a": "1", "x:b": "2"}}, {"x:a": "0", "x:b": "2"}, False),
    ({"StringNotEquals": {"x:a": "1", "x:b": "2"}}, {}, True),
    ({}, {}, True),
]


@pytest.mark.parametrize(("condition", "context", "holds"), SEVERAL)
def test_all_of_several_conditions_must_hold(iam, condition, context, holds):
    assert iam.decide(iam.user(allow(condition=condition)), "s3:GetObject", OBJECT, context).allowed is holds


# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
GLOBAL_KEYS = [
    ("user", {"StringEquals": {"aws:username": "johndoe"}}, True),
    ("role", {"Null": {"aws:username": "true"}}, True),
    ("user", {"StringEquals": {"aws:PrincipalType": "User"}}, True),
    ("role", {"StringEquals": {"aws:PrincipalType": "AssumedRole"}}, True),
    ("user", {"ArnEquals": {"aws:PrincipalArn": f"arn:aws:iam::{ACCOUNT}:user/johndoe"}}, True),
    ("role", {"ArnEquals": {"aws:PrincipalArn": f"arn:aws:iam::{ACCOUNT}:role/app"}}, True),
    ("role", {"StringEquals": {"aws:userid": "AROAAPP:one"}}, True),
    ("user", {"StringEquals": {"aws:PrincipalAccount": ACCOUNT}}, True),
    ("user", {"StringEquals": {"aws:RequestedRegion": "us-east-1"}}, True),
    ("user", {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}, False),
    ("user", {"Bool": {"aws:ViaAWSService": "false"}}, True),
    ("user", {"DateEquals": {"aws:CurrentTime": NOW}}, True),
    ("user", {"NumericEquals": {"aws:EpochTime": "1767603600"}}, True),
    ("user", {"StringEquals": {"aws:PrincipalTag/team": "blue"}}, True),
    ("user", {"StringEquals": {"aws:PrincipalTag/TEAM": "blue"}}, True),
    ("user", {"Null": {"aws:MultiFactorAuthPresent": "true"}}, True),
    ("role", {"BoolIfExists": {"aws:MultiFactorAuthPresent": "true"}}, False),
    ("user", {"StringEquals": {"aws:ResourceAccount": ACCOUNT}}, True),
]


@pytest.mark.parametrize(("who", "condition", "holds"), GLOBAL_KEYS)
def test_a_request_knows_the_global_keys(iam, who, condition, holds):
    make = iam.user if who == "user" else iam.role
    caller = make(allow(condition=condition), tags={"team": "blue"})
    assert iam.decide(caller, "s3:GetObject", OBJECT).allowed is holds


def test_a_call_through_a_service_says_so(iam):
    called = {"ForAnyValue:StringEquals": {"aws:CalledVia": ["scheduler.amazonaws.com"]}}
    user = iam.user(allow(condition=called | {"Bool": {"aws:ViaAWSService": "true"}}))
    assert iam.decide(user, "ecs:RunTask", via="scheduler.amazonaws.com").allowed
    assert not iam.decide(user, "ecs:RunTask").allowed


# https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
# https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
ROLE = f"arn:aws:iam::{ACCOUNT}:role/app"
SESSION = f"arn:aws:sts::{ACCOUNT}:assumed-role/app/one"
USER = f"arn:aws:iam::{ACCOUNT}:user/johndoe"


def to(principal, effect=allow, **more):
    granted = effect("s3:*", principal=principal, **more)
    return [granted]


LIMITS = [
    # (who, identity, boundary, session, resource policy, decision, the layer that refuses)
    ("user", [allow()], [allow("s3:*")], None, None, "allowed", ""),
    ("user", [allow()], [allow("sqs:*")], None, None, "implicit-deny", "permissions boundary"),
    ("user", [], [allow("s3:*")], None, None, "implicit-deny", "identity-based policy"),
    ("user", [allow()], [allow(), deny("s3:*")], None, None, "explicit-deny", "permissions boundary"),
    (
        "user",
        [allow()],
        [allow("s3:*", condition={"StringEquals": {"x:k": "a"}})],
        None,
        None,
        "implicit-deny",
        "permissions boundary",
    ),
    ("role", [allow()], None, [allow("s3:*")], None, "allowed", ""),
    ("role", [allow()], None, [allow("sqs:*")], None, "implicit-deny", "session policy"),
    ("role", [allow("sqs:*")], None, [allow()], None, "implicit-deny", "identity-based policy"),
    ("role", [allow()], [allow("sqs:*")], [allow()], None, "implicit-deny", "permissions boundary"),
    ("role", [allow()], [allow("s3:*")], [allow("s3:Get*")], None, "allowed", ""),
    ("role", [allow()], None, [allow(), deny("s3:*")], None, "explicit-deny", "session policy"),
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html
    ("user", [], None, None, to({"AWS": USER}), "allowed", ""),
    ("user", [], None, None, to("*"), "allowed", ""),
    ("user", [], None, None, to({"AWS": "*"}), "allowed", ""),
    ("user", [], None, None, to({"AWS": ["111122223333", USER]}), "allowed", ""),
    (
        "user",
        [],
        None,
        None,
        to({"AWS": f"arn:aws:iam::{ACCOUNT}:user/mary"}),
        "implicit-deny",
        "identity-based policy",
    ),
    (
        "user",
        [],
        None,
        None,
        to({"AWS": f"arn:aws:iam::{ACCOUNT}:root"}),
        "implicit-deny",
        "identity-based policy",
    ),
    ("user", [], None, None, to({"AWS": ACCOUNT}), "implicit-deny", "identity-based policy"),
    ("user", [allow()], None, None, to({"AWS": f"arn:aws:iam::{ACCOUNT}:root"}), "allowed", ""),
    ("user", [allow()], None, None, to({"AWS": ACCOUNT}, deny), "explicit-deny", "resource-based policy"),
    ("user", [allow()], None, None, to({"AWS": USER}, deny), "explicit-deny", "resource-based policy"),
    ("user", [allow()], None, None, to({"Service": "ecs.amazonaws.com"}, deny), "allowed", ""),
    ("user", [deny()], None, None, to({"AWS": USER}), "explicit-deny", "identity-based policy"),
    ("user", [], [allow("sqs:*")], None, to({"AWS": USER}), "allowed", ""),
    ("user", [], [deny("s3:*")], None, to({"AWS": USER}), "explicit-deny", "permissions boundary"),
    ("role", [], None, None, to({"AWS": ROLE}), "allowed", ""),
    ("role", [], None, None, to({"AWS": SESSION}), "allowed", ""),
    ("role", [], [allow("sqs:*")], None, to({"AWS": ROLE}), "implicit-deny", "permissions boundary"),
    ("role", [], None, [allow("sqs:*")], to({"AWS": ROLE}), "implicit-deny", "session policy"),
    ("role", [], [allow("sqs:*")], None, to({"AWS": SESSION}), "allowed", ""),
    ("role", [], None, [allow("sqs:*")], to({"AWS": SESSION}), "allowed", ""),
    (
        "role",
        [],
        None,
        None,
        to({"Service": "ecs-tasks.amazonaws.com"}),
        "implicit-deny",
        "identity-based policy",
    ),
    (
        "user",
        [],
        None,
        None,
        to({"AWS": USER}, condition={"Bool": {"aws:SecureTransport": "false"}}),
        "implicit-deny",
        "identity-based policy",
    ),
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
    (
        "user",
        [allow()],
        None,
        None,
        [{"Effect": "Deny", "NotPrincipal": {"AWS": USER}, "Action": "s3:*", "Resource": "*"}],
        "allowed",
        "",
    ),
    (
        "user",
        [allow()],
        None,
        None,
        [{"Effect": "Deny", "NotPrincipal": {"AWS": ROLE}, "Action": "s3:*", "Resource": "*"}],
        "explicit-deny",
        "resource-based policy",
    ),
]


@pytest.mark.parametrize(("who", "identity", "boundary", "session", "resource", "kind", "layer"), LIMITS)
def test_boundaries_session_policies_and_policies_of_resources(
    iam, who, identity, boundary, session, resource, kind, layer
):
    if who == "user":
        caller = iam.user(*identity, boundary=boundary)
    else:
        caller = iam.role(*identity, boundary=boundary, session=session)
    decision = iam.decide(caller, "s3:GetObject", OBJECT, policy=resource)
    assert (decision.kind, decision.layer) == (kind, layer)


# https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_terms-and-concepts.html
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
TASKS = "ecs-tasks.amazonaws.com"
TRUSTS = [
    ({"Service": TASKS}, {}, TASKS, {}, True),
    ({"Service": ["ec2.amazonaws.com", TASKS]}, {}, TASKS, {}, True),
    ({"Service": "ecs.amazonaws.com"}, {}, TASKS, {}, False),
    ({"AWS": ACCOUNT}, {}, TASKS, {}, False),
    (
        {"Service": TASKS},
        {"StringEquals": {"aws:SourceAccount": ACCOUNT}},
        TASKS,
        {"aws:SourceAccount": ACCOUNT},
        True,
    ),
    (
        {"Service": TASKS},
        {"StringEquals": {"aws:SourceAccount": "111122223333"}},
        TASKS,
        {"aws:SourceAccount": ACCOUNT},
        False,
    ),
    (
        {"Service": TASKS},
        {"ArnLike": {"aws:SourceArn": f"arn:aws:ecs:us-east-1:{ACCOUNT}:*"}},
        TASKS,
        {"aws:SourceArn": f"arn:aws:ecs:us-east-1:{ACCOUNT}:*"},
        True,
    ),
    ({"AWS": USER}, {}, USER, {}, True),
    ({"AWS": f"arn:aws:iam::{ACCOUNT}:user/mary"}, {}, USER, {}, False),
    ({"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, {}, USER, {}, False),
    ({"AWS": USER}, {"StringEquals": {"sts:ExternalId": "42"}}, USER, {"sts:ExternalId": "42"}, True),
    ({"AWS": USER}, {"StringEquals": {"sts:ExternalId": "42"}}, USER, {}, False),
]


@pytest.mark.parametrize(("principal", "condition", "who", "context", "trusted"), TRUSTS)
def test_a_role_trusts_those_whom_it_names(iam, principal, condition, who, context, trusted):
    iam.user()
    statement = {
        "Effect": "Allow",
        "Principal": principal,
        "Action": "sts:AssumeRole",
        "Condition": condition,
    }
    role = Role(
        name="job",
        id="AROAJOB",
        created_at=0,
        trust=json.dumps({"Version": "2012-10-17", "Statement": statement}),
    )
    iam.state.world.roles.put(role)
    assert trusts(iam.state, role, who, context).allowed is trusted


def test_the_account_may_be_trusted_with_its_users_policies(iam):
    statement = {"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "sts:AssumeRole"}
    role = Role(
        name="job",
        id="AROAJOB",
        created_at=0,
        trust=json.dumps({"Version": "2012-10-17", "Statement": statement}),
    )
    iam.state.world.roles.put(role)
    assert trusts(iam.state, role, iam.user(allow("sts:AssumeRole"))).allowed
    refused = trusts(iam.state, role, iam.user())
    assert refused.message.endswith("because no identity-based policy allows the sts:AssumeRole action")


def test_a_decision_names_its_statement_or_what_nearly_allowed_it(iam):
    user = iam.user(allow("s3:Get*", OBJECT) | {"Sid": "Read"}, deny("s3:Put*"))
    allowed = iam.decide(user, "s3:GetObject", OBJECT)
    assert [(clause.source.name, clause.statement.sid) for clause in allowed.by] == [("own", "Read")]
    denied = iam.decide(user, "s3:PutObject", OBJECT)
    assert [clause.statement.number for clause in denied.by] == [2]
    (missed,) = iam.decide(user, "s3:GetObject", "arn:aws:s3:::other").missed
    assert (missed.about, missed.wanted) == ("resource", (OBJECT,))


def test_the_tables_are_as_large_as_they_say():
    assert sum(map(len, (STATEMENTS, CONDITIONS, SEVERAL, GLOBAL_KEYS, LIMITS, TRUSTS))) >= 150


def test_no_pattern_takes_long(iam):
    user = iam.user(allow("s3:GetObject", "arn:aws:s3:::" + "*a" * 1_000 + "b"))
    assert not iam.decide(user, "s3:GetObject", "arn:aws:s3:::" + "a" * 2_000).allowed
