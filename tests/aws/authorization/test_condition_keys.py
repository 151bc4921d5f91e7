"""The condition keys that requests have: of the caller, of the moment, and of tags."""

import json

import pytest

from ecslab.engine.clock import HOUR
from ecslab.engine.errors import ApiError
from ecslab.engine.iam.request import address
from ecslab.engine.platform.identity import User

ACCOUNT = "123456789012"
DEV = f"arn:aws:iam::{ACCOUNT}:user/dev"
HERE = f"us-east-1:{ACCOUNT}"
TAGS = [{"Key": "team", "Value": "blue"}]


@pytest.fixture
def as_dev(lab, policy_text):
    """Makes calls as the user `dev`, of the team blue, who may do what the statements say."""

    def call(statements, service, operation, /, **params):
        user = User(
            name="dev",
            id="AIDADEV",
            created_at=0,
            tags={"team": "blue"},
            inline={"own": policy_text(*statements)},
        )
        lab.world.users.put(user)
        return lab.call(service, operation, params, DEV)

    return call


def allowed(as_dev, statements, service, operation, /, **params):
    """Whether IAM lets the call through; what the operation itself says does not matter."""
    try:
        as_dev(statements, service, operation, **params)
    except ApiError as error:
        return not error.code.startswith(("AccessDenied", "UnauthorizedOperation"))
    return True


def statement(condition, effect="Allow", action="*"):
    return {"Effect": effect, "Action": action, "Resource": "*", "Condition": condition}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}, True),
        ({"IpAddress": {"aws:SourceIp": f"{address(DEV)}/32"}}, True),
        ({"IpAddress": {"aws:SourceIp": "198.51.100.0/24"}}, False),
        ({"DateGreaterThan": {"aws:CurrentTime": "2026-01-05T08:00:00Z"}}, True),
        ({"DateGreaterThan": {"aws:CurrentTime": "2026-01-05T10:00:00Z"}}, False),
        ({"NumericLessThan": {"aws:EpochTime": "1767603601"}}, True),
        ({"StringEquals": {"aws:RequestedRegion": "us-east-1"}}, True),
        ({"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}, False),
        ({"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::{ACCOUNT}:user/d*"}}, True),
        ({"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::{ACCOUNT}:role/*"}}, False),
        ({"StringEquals": {"aws:PrincipalTag/team": "blue"}}, True),
        ({"StringEquals": {"aws:PrincipalTag/team": "red"}}, False),
        ({"StringEquals": {"aws:PrincipalAccount": ACCOUNT}}, True),
        ({"StringEquals": {"aws:PrincipalType": "User"}}, True),
        ({"StringEquals": {"aws:username": "dev"}}, True),
        ({"StringEquals": {"aws:ResourceAccount": ACCOUNT}}, True),
        ({"Bool": {"aws:SecureTransport": "true"}}, True),
        ({"Bool": {"aws:ViaAWSService": "true"}}, False),
        ({"Bool": {"aws:PrincipalIsAWSService": "false"}}, True),
        ({"StringLike": {"aws:UserAgent": "aws-cli/*"}}, True),
        ({"Null": {"aws:MultiFactorAuthPresent": "true"}}, True),
        ({"Null": {"aws:TokenIssueTime": "true"}}, True),
        ({"Null": {"aws:SourceArn": "true", "aws:SourceAccount": "true"}}, True),
        ({"Null": {"aws:SourceVpc": "true", "aws:PrincipalOrgID": "true"}}, True),
    ],
)
def test_what_a_request_of_a_user_has(as_dev, condition, expected):
    assert allowed(as_dev, [statement(condition)], "ecs", "ListClusters") is expected


def test_credentials_can_be_revoked_by_when_they_were_issued(lab, policy_text):
    trust = policy_text({"Effect": "Allow", "Principal": {"AWS": DEV}, "Action": "sts:AssumeRole"})
    lab.world.users.put(User(name="dev", id="AIDADEV", created_at=0))
    lab.call("iam", "CreateRole", {"RoleName": "ops", "AssumeRolePolicyDocument": trust})
    revoking = [
        {"Effect": "Allow", "Action": "*", "Resource": "*"},
        statement({"DateLessThan": {"aws:TokenIssueTime": "2026-01-05T10:00:00Z"}}, "Deny"),
    ]
    policy = {"RoleName": "ops", "PolicyName": "own", "PolicyDocument": policy_text(*revoking)}
    lab.call("iam", "PutRolePolicy", policy)
    asked = {"RoleArn": f"arn:aws:iam::{ACCOUNT}:role/ops", "RoleSessionName": "one"}
    lab.call("sts", "AssumeRole", asked, DEV)
    session = f"arn:aws:sts::{ACCOUNT}:assumed-role/ops/one"
    with pytest.raises(ApiError, match="explicit deny"):
        lab.call("ecs", "ListClusters", {}, session)
    lab.advance(2 * HOUR)
    lab.call("sts", "AssumeRole", asked, DEV)
    lab.call("ecs", "ListClusters", {}, session)


RULE = {"Name": "r", "ScheduleExpression": "rate(1 hour)"}
FUNCTION = {"FunctionName": "f", "Role": f"arn:aws:iam::{ACCOUNT}:role/r", "Code": {"ImageUri": "x"}, "PackageType": "Image"}  # fmt: skip
ALARM = {"AlarmName": "a", "MetricName": "m", "Namespace": "n", "Statistic": "Sum", "Period": 60, "EvaluationPeriods": 1, "Threshold": 1, "ComparisonOperator": "GreaterThanThreshold"}  # fmt: skip
GROUP = {"AutoScalingGroupName": "g", "MinSize": 0, "MaxSize": 1}


@pytest.mark.parametrize(
    ("service", "operation", "params"),
    [
        ("events", "PutRule", {**RULE, "Tags": TAGS}),
        ("events", "CreateEventBus", {"Name": "b", "Tags": TAGS}),
        ("events", "TagResource", {"ResourceARN": f"arn:aws:events:{HERE}:rule/r", "Tags": TAGS}),
        ("scheduler", "CreateScheduleGroup", {"Name": "g", "Tags": TAGS}),
        ("scheduler", "TagResource", {"ResourceArn": f"arn:aws:scheduler:{HERE}:schedule-group/g", "Tags": TAGS}),
        ("lambda", "CreateFunction", {**FUNCTION, "Tags": {"team": "blue"}}),
        ("lambda", "TagResource", {"Resource": f"arn:aws:lambda:{HERE}:function:f", "Tags": {"team": "blue"}}),
        ("ecr", "CreateRepository", {"repositoryName": "rr", "tags": TAGS}),
        ("ecr", "TagResource", {"resourceArn": f"arn:aws:ecr:{HERE}:repository/rr", "tags": TAGS}),
        ("logs", "CreateLogGroup", {"logGroupName": "/g", "tags": {"team": "blue"}}),
        ("cloudwatch", "PutMetricAlarm", {**ALARM, "Tags": TAGS}),
        ("cloudwatch", "TagResource", {"ResourceARN": f"arn:aws:cloudwatch:{HERE}:alarm:a", "Tags": TAGS}),
        ("secretsmanager", "CreateSecret", {"Name": "s", "SecretString": "x", "Tags": TAGS}),
        ("secretsmanager", "TagResource", {"SecretId": "s", "Tags": TAGS}),
        ("ssm", "PutParameter", {"Name": "p", "Value": "x", "Type": "String", "Tags": TAGS}),
        ("ssm", "AddTagsToResource", {"ResourceType": "Parameter", "ResourceId": "p", "Tags": TAGS}),
        ("sqs", "CreateQueue", {"QueueName": "q", "tags": {"team": "blue"}}),
        ("dynamodb", "TagResource", {"ResourceArn": f"arn:aws:dynamodb:{HERE}:table/t", "Tags": TAGS}),
        ("autoscaling", "CreateAutoScalingGroup", {**GROUP, "Tags": [{**TAGS[0], "PropagateAtLaunch": True}]}),
        ("iam", "CreatePolicy", {"PolicyName": "p", "PolicyDocument": "{}", "Tags": TAGS}),
        ("iam", "TagRole", {"RoleName": "ecsInstanceRole", "Tags": TAGS}),
    ],
)  # fmt: skip
def test_conditions_ask_for_the_tags_in_a_request(lab, as_dev, service, operation, params):
    lab.call(
        "secretsmanager", "CreateSecret", {"Name": "s", "SecretString": "x"}
    ) if "SecretId" in params else None
    mine = {"StringEquals": {"aws:RequestTag/team": "${aws:PrincipalTag/team}"}}
    only = {"ForAllValues:StringEquals": {"aws:TagKeys": ["team"]}, "Null": {"aws:TagKeys": "false"}}
    passing = {"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*"}
    assert allowed(as_dev, [statement({**mine, **only}), passing], service, operation, **params)
    other = {"StringEquals": {"aws:RequestTag/team": "red"}}
    assert not allowed(as_dev, [statement(other), passing], service, operation, **params)


@pytest.mark.parametrize(
    ("service", "operation", "params", "arn"),
    [
        ("events", "DisableRule", {"Name": "r"}, f"arn:aws:events:{HERE}:rule/r"),
        ("scheduler", "DeleteScheduleGroup", {"Name": "g"}, f"arn:aws:scheduler:{HERE}:schedule-group/g"),
        ("cloudwatch", "DeleteAlarms", {"AlarmNames": ["a"]}, f"arn:aws:cloudwatch:{HERE}:alarm:a"),
        ("ecr", "DeleteRepository", {"repositoryName": "rr"}, f"arn:aws:ecr:{HERE}:repository/rr"),
    ],
)
def test_conditions_ask_for_the_tags_of_a_resource(lab, as_dev, service, operation, params, arn):
    making = {
        "events": ("PutRule", RULE),
        "scheduler": ("CreateScheduleGroup", {"Name": "g"}),
        "cloudwatch": ("PutMetricAlarm", ALARM),
        "ecr": ("CreateRepository", {"repositoryName": "rr"}),
    }
    lab.call(service, *making[service])
    mine = [statement({"StringEquals": {"aws:ResourceTag/team": "blue"}})]
    assert not allowed(as_dev, mine, service, operation, **params)
    names = {"events": ("ResourceARN", "Tags"), "cloudwatch": ("ResourceARN", "Tags")}
    names |= {"scheduler": ("ResourceArn", "Tags"), "ecr": ("resourceArn", "tags")}
    resource, tags = names[service]
    lab.call(service, "TagResource", {resource: arn, tags: TAGS})
    assert allowed(as_dev, mine, service, operation, **params)


@pytest.fixture
def template(lab):
    """A launch template with the instance profile of ECS."""
    data = {
        "ImageId": "resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id",
        "InstanceType": "t3.micro",
        "IamInstanceProfile": {"Name": "ecsInstanceRole"},
    }
    made = lab.call(
        "ec2", "CreateLaunchTemplate", {"LaunchTemplateName": "hosts", "LaunchTemplateData": data}
    )
    return made["LaunchTemplate"]["LaunchTemplateId"]


RUNNING = {"Effect": "Allow", "Action": ["ec2:RunInstances", "autoscaling:*"], "Resource": "*"}
PASSING = {
    "Effect": "Allow",
    "Action": "iam:PassRole",
    "Resource": f"arn:aws:iam::{ACCOUNT}:role/ecsInstanceRole",
    "Condition": {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}},
}


@pytest.mark.parametrize("named", ["id", "name"])
def test_a_group_needs_the_right_to_launch_what_its_template_says(lab, as_dev, template, named):
    given = {"LaunchTemplateId": template} if named == "id" else {"LaunchTemplateName": "hosts"}
    params = GROUP | {"LaunchTemplate": given, "AvailabilityZones": ["us-east-1a"]}
    shown = template if named == "id" else "hosts"
    grouping = {"Effect": "Allow", "Action": "autoscaling:*", "Resource": "*"}
    for statements in ([grouping], [RUNNING], [grouping, PASSING]):
        with pytest.raises(ApiError) as refused:
            as_dev(statements, "autoscaling", "CreateAutoScalingGroup", **params)
        assert refused.value.code == "AccessDenied"
        assert refused.value.message == f"You are not authorized to use launch template: {shown}"
    as_dev([RUNNING, PASSING], "autoscaling", "CreateAutoScalingGroup", **params)
    resize = {"AutoScalingGroupName": "g", "MaxSize": 2}
    as_dev([grouping], "autoscaling", "UpdateAutoScalingGroup", **resize)
    with pytest.raises(ApiError, match="not authorized to use launch template"):
        as_dev([RUNNING], "autoscaling", "UpdateAutoScalingGroup", **resize, LaunchTemplate=given)


def test_an_instance_from_a_template_passes_the_template_s_role(as_dev, template):
    params = {"MinCount": 1, "MaxCount": 1, "LaunchTemplate": {"LaunchTemplateId": template}}
    with pytest.raises(ApiError, match=r"iam:PassRole on resource: .*role/ecsInstanceRole"):
        as_dev([RUNNING], "ec2", "RunInstances", **params)
    using = statement({"ArnEquals": {"ec2:LaunchTemplate": f"arn:aws:ec2:{HERE}:launch-template/{template}"}})
    assert allowed(as_dev, [using, PASSING], "ec2", "RunInstances", **params)


@pytest.mark.parametrize(
    ("role", "operation", "params"),
    [
        ("infra", "CreateService", {"serviceName": "s", "loadBalancers": [{"advancedConfiguration": {"roleArn": "infra"}}]}),
        ("hooks", "UpdateService", {"service": "s", "deploymentConfiguration": {"lifecycleHooks": [{"roleArn": "hooks"}]}}),
        ("infra", "CreateCapacityProvider", {"name": "p", "managedInstancesProvider": {"infrastructureRoleArn": "infra", "instanceLaunchTemplate": {"ec2InstanceProfileArn": "x", "networkConfiguration": {}}}}),
    ],
)  # fmt: skip
def test_the_roles_with_which_ecs_acts_are_passed_to_ecs(as_dev, role, operation, params):
    with pytest.raises(ApiError, match=f"iam:PassRole on resource: {role} "):
        as_dev([{"Effect": "Allow", "Action": "ecs:*", "Resource": "*"}], "ecs", operation, **params)


def decoded(lab, message):
    encoded = message.partition("Encoded authorization failure message: ")[2]
    answer = lab.call("sts", "DecodeAuthorizationMessage", {"EncodedMessage": encoded})
    return json.loads(answer["DecodedMessage"])


def test_what_ec2_encodes_can_be_decoded(lab, as_dev):
    params = {"InstanceIds": ["i-0123456789abcdef0"]}
    with pytest.raises(ApiError, match="You are not authorized to perform this operation") as refused:
        as_dev([], "ec2", "StopInstances", **params)
    told = decoded(lab, refused.value.message)
    assert (told["allowed"], told["explicitDeny"], told["matchedStatements"]["items"]) == (False, False, [])
    context = told["context"]
    assert context["principal"] == {"id": "AIDADEV", "name": "dev", "arn": DEV}
    assert context["action"] == "ec2:StopInstances"
    assert context["resource"] == f"arn:aws:ec2:{HERE}:instance/i-0123456789abcdef0"
    assert {"key": "ec2:Region", "values": {"items": [{"value": "us-east-1"}]}} in context["conditions"][
        "items"
    ]

    deny = {"Sid": "Hands", "Effect": "Deny", "Action": "ec2:Stop*", "Resource": "*"}
    with pytest.raises(ApiError, match="explicit deny") as refused:
        as_dev([deny], "ec2", "StopInstances", **params)
    told = decoded(lab, refused.value.message)
    (matched,) = told["matchedStatements"]["items"]
    assert (told["explicitDeny"], matched["statementId"], matched["effect"]) == (True, "Hands", "DENY")
    assert matched["actions"] == {"items": [{"value": "ec2:Stop*"}]}


def test_what_acts_on_no_resource_is_refused_in_plain_words(as_dev):
    with pytest.raises(ApiError) as refused:
        as_dev([], "ec2", "DescribeInstances")
    assert "Encoded" not in refused.value.message


def test_decoding_needs_a_permission_of_its_own(as_dev):
    with pytest.raises(ApiError, match="sts:DecodeAuthorizationMessage"):
        as_dev([], "sts", "DecodeAuthorizationMessage", EncodedMessage="x")


@pytest.mark.parametrize("message", ["x", "完了", "e30", "eNqrrgUAAXUA-Q", "a" * 1000])
def test_what_is_no_encoded_message_is_refused(lab, message):
    with pytest.raises(ApiError) as refused:
        lab.call("sts", "DecodeAuthorizationMessage", {"EncodedMessage": message})
    assert refused.value.code == "InvalidAuthorizationMessageException"
