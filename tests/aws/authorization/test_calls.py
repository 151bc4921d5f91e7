"""Calls of principals who may not do everything: what each call needs, and how a refusal reads."""

import pytest
from looking import records

from ecslab.engine.errors import ApiError
from ecslab.engine.platform.identity import Role, User
from ecslab.engine.platform.roles import TASKS_PRINCIPAL, trust_of

ACCOUNT = "123456789012"
DEV = f"arn:aws:iam::{ACCOUNT}:user/dev"
ECS = f"arn:aws:ecs:us-east-1:{ACCOUNT}"
TASK_ROLE = f"arn:aws:iam::{ACCOUNT}:role/report"


def allow(*actions, resource="*", **conditions):
    return statement("Allow", *actions, resource=resource, **conditions)


def deny(*actions, resource="*", **conditions):
    return statement("Deny", *actions, resource=resource, **conditions)


def statement(effect, *actions, resource, **conditions):
    found = {"Effect": effect, "Action": list(actions), "Resource": resource}
    return found | ({"Condition": conditions} if conditions else {})


@pytest.fixture
def as_dev(desk, policy_text):
    """Makes calls as the user `dev`, who may do what the statements say."""
    desk.lab.world.roles.put(
        Role(name="report", id="AROAREPORT", created_at=0, trust=trust_of(TASKS_PRINCIPAL))
    )
    desk.define(taskRoleArn=TASK_ROLE)

    def call(statements, operation, on="ecs", /, **params):
        document = policy_text(*statements)
        desk.lab.world.users.put(User(name="dev", id="AIDADEV", created_at=0, inline={"own": document}))
        return desk.lab.call(on, operation, params, DEV)

    return call


@pytest.fixture
def run(desk):
    return {
        "cluster": "lab",
        "taskDefinition": "web",
        "launchType": "FARGATE",
        "networkConfiguration": desk.network,
    }


PASSING = allow("iam:PassRole", resource=TASK_ROLE, StringEquals={"iam:PassedToService": TASKS_PRINCIPAL})


@pytest.mark.parametrize(
    "statements",
    [
        [allow("*")],
        [allow("ecs:*", "iam:PassRole")],
        [allow("ecs:RunTask", resource=f"{ECS}:task-definition/web:*"), PASSING],
        [allow("ecs:Run*", resource=f"{ECS}:task-definition/web:1"), PASSING],
        [allow("ecs:RunTask", ArnEquals={"ecs:cluster": f"{ECS}:cluster/lab"}), PASSING],
        [allow("ecs:RunTask", StringEquals={"ecs:enable-execute-command": "false"}), PASSING],
    ],
)
def test_a_task_runs_for_whoever_may_run_it_and_pass_its_role(as_dev, run, statements):
    assert as_dev(statements, "RunTask", **run)["failures"] == []


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        (
            [],
            (
                f"ecs:RunTask on resource: {ECS}:task-definition/web:1 because no identity-based policy allows "
                "the ecs:RunTask action"
            ),
        ),
        (
            [allow("ecs:RunTask", resource=f"{ECS}:task-definition/web")],
            "because no identity-based policy allows",
        ),
        ([allow("ecs:RunTask", ArnEquals={"ecs:cluster": f"{ECS}:cluster/other"})], "ecs:RunTask"),
        (
            [allow("ecs:RunTask")],
            (
                f"iam:PassRole on resource: {TASK_ROLE} because no identity-based policy allows the iam:PassRole "
                "action"
            ),
        ),
        (
            [
                allow("ecs:RunTask"),
                allow("iam:PassRole", StringEquals={"iam:PassedToService": "ec2.amazonaws.com"}),
            ],
            "iam:PassRole",
        ),
        (
            [allow("*"), deny("ecs:RunTask", resource=f"{ECS}:task-definition/web:*")],
            (
                f"ecs:RunTask on resource: {ECS}:task-definition/web:1 with an explicit deny in an "
                "identity-based policy"
            ),
        ),
    ],
)
def test_a_task_does_not_run_for_others(desk, as_dev, run, statements, said):
    with pytest.raises(ApiError) as refused:
        as_dev(statements, "RunTask", **run)
    assert refused.value.code == "AccessDeniedException"
    assert refused.value.message.startswith(f"User: {DEV} is not authorized to perform: ")
    assert said in refused.value.message


ROLES = {"executionRoleArn": f"arn:aws:iam::{ACCOUNT}:role/ecsTaskExecutionRole", "taskRoleArn": TASK_ROLE}


@pytest.mark.parametrize(
    ("operation", "params"),
    [
        (
            "RegisterTaskDefinition",
            {
                "family": "new",
                "containerDefinitions": [{"name": "a", "image": "nginx", "memory": 128}],
                **ROLES,
            },
        ),
        ("RunTask", {"cluster": "lab", "taskDefinition": "web"}),
        ("StartTask", {"cluster": "lab", "taskDefinition": "web", "containerInstances": ["0" * 32]}),
        (
            "CreateService",
            {"cluster": "lab", "serviceName": "api", "taskDefinition": "web", "desiredCount": 1},
        ),
        ("UpdateService", {"cluster": "lab", "service": "api", "taskDefinition": "web"}),
        ("UpdateService", {"cluster": "lab", "service": "web", "forceNewDeployment": True}),
    ],
)
def test_each_way_to_tasks_asks_for_pass_role(desk, as_dev, operation, params):
    desk.serve(desired=0)
    with pytest.raises(ApiError, match="iam:PassRole on resource") as refused:
        as_dev([allow("ecs:*")], operation, **params)
    assert refused.value.code == "AccessDeniedException"


def test_a_role_that_a_run_replaces_is_not_passed(as_dev, run):
    other = f"arn:aws:iam::{ACCOUNT}:role/other"
    with pytest.raises(ApiError, match=f"iam:PassRole on resource: {other} "):
        as_dev([allow("ecs:RunTask"), PASSING], "RunTask", overrides={"taskRoleArn": other}, **run)


@pytest.mark.parametrize(
    ("operation", "params", "resource"),
    [
        ("ListClusters", {}, "*"),
        ("DescribeServices", {"cluster": "lab", "services": ["web"]}, f"{ECS}:service/lab/web"),
        ("DescribeTasks", {"cluster": "lab", "tasks": ["abc"]}, f"{ECS}:task/lab/abc"),
        ("StopTask", {"cluster": f"{ECS}:cluster/lab", "task": "abc"}, f"{ECS}:task/lab/abc"),
        ("DeleteService", {"service": "web"}, f"{ECS}:service/default/web"),
        ("DescribeClusters", {}, f"{ECS}:cluster/default"),
        ("CreateCluster", {"clusterName": "new"}, f"{ECS}:cluster/new"),
        ("DeleteCluster", {"cluster": "lab"}, f"{ECS}:cluster/lab"),
        ("RegisterTaskDefinition", {"family": "f", "containerDefinitions": []}, f"{ECS}:task-definition/f:*"),
        ("ExecuteCommand", {"task": "abc", "command": "sh", "interactive": True}, f"{ECS}:cluster/default"),
    ],
)
def test_a_refusal_names_the_resource_that_is_meant_whether_or_not_it_is_there(
    as_dev, operation, params, resource
):
    with pytest.raises(ApiError) as refused:
        as_dev([], operation, **params)
    assert f"ecs:{operation} on resource: {resource} because" in refused.value.message


@pytest.mark.parametrize(
    ("service", "operation", "params", "code", "begins"),
    [
        ("ecs", "ListClusters", {}, "AccessDeniedException", "User: "),
        ("logs", "DescribeLogGroups", {}, "AccessDeniedException", "User: "),
        (
            "ec2",
            "DescribeVpcs",
            {},
            "UnauthorizedOperation",
            "You are not authorized to perform this operation. User: ",
        ),
        ("elbv2", "DescribeLoadBalancers", {}, "AccessDenied", "User: "),
        ("autoscaling", "DescribeAutoScalingGroups", {}, "AccessDenied", "User: "),
    ],
)
def test_each_service_refuses_in_its_own_way(as_dev, service, operation, params, code, begins):
    with pytest.raises(ApiError) as refused:
        as_dev([], operation, service, **params)
    assert refused.value.code == code
    assert refused.value.message.startswith(begins)


def test_a_refused_call_changes_nothing_but_is_in_the_history(desk, as_dev):
    as_dev([allow("*")], "ListClusters")
    before = records(desk.lab)
    with pytest.raises(ApiError):
        desk.lab.call("ecs", "DeleteCluster", {"cluster": "lab"}, f"arn:aws:iam::{ACCOUNT}:user/nobody")
    assert records(desk.lab) == before
    last = desk.lab.world.api_calls.last()
    assert (last.operation, last.error) == ("DeleteCluster", "AccessDeniedException")


def test_everybody_may_ask_who_they_are(as_dev):
    assert as_dev([deny("*")], "GetCallerIdentity", "sts")["Arn"] == DEV


def test_tags_on_a_resource_decide(desk, as_dev):
    desk.serve(desired=0)
    arn = f"{ECS}:service/lab/web"
    mine = [allow("ecs:DeleteService", StringEquals={"aws:ResourceTag/team": "${aws:username}"})]
    params = {"cluster": "lab", "service": "web"}
    with pytest.raises(ApiError, match="ecs:DeleteService on resource"):
        as_dev(mine, "DeleteService", **params)
    desk.ecs("TagResource", resourceArn=arn, tags=[{"key": "team", "value": "dev"}])
    assert as_dev(mine, "DeleteService", **params)["service"]["status"] in ("DRAINING", "INACTIVE")


def test_tags_in_a_request_need_a_permission_of_their_own(as_dev, run):
    tags = [{"key": "team", "value": "ops"}]
    with pytest.raises(ApiError, match="ecs:TagResource on resource"):
        as_dev([allow("ecs:RunTask"), PASSING], "RunTask", tags=tags, **run)
    tagging = allow("ecs:TagResource", StringEquals={"ecs:CreateAction": "RunTask"})
    assert as_dev([allow("ecs:RunTask"), PASSING, tagging], "RunTask", tags=tags, **run)["failures"] == []


EC2 = f"arn:aws:ec2:us-east-1:{ACCOUNT}"
ELB = f"arn:aws:elasticloadbalancing:us-east-1:{ACCOUNT}"


@pytest.mark.parametrize(
    ("service", "operation", "params", "asked"),
    [
        (
            "ec2",
            "RunInstances",
            {"MinCount": 1, "MaxCount": 1},
            f"ec2:RunInstances on resource: {EC2}:instance/*",
        ),
        (
            "ec2",
            "StopInstances",
            {"InstanceIds": ["i-1"]},
            f"ec2:StopInstances on resource: {EC2}:instance/i-1",
        ),
        (
            "elbv2",
            "DeleteRule",
            {"RuleArn": f"{ELB}:listener-rule/x"},
            f"elasticloadbalancing:DeleteRule on resource: {ELB}:listener-rule/x",
        ),
        (
            "elbv2",
            "CreateTargetGroup",
            {"Name": "web"},
            f"elasticloadbalancing:CreateTargetGroup on resource: {ELB}:targetgroup/web/*",
        ),
        (
            "autoscaling",
            "DeleteAutoScalingGroup",
            {"AutoScalingGroupName": "a"},
            "autoScalingGroup:*:autoScalingGroupName/a",
        ),
        ("logs", "CreateLogGroup", {"logGroupName": "/a"}, "log-group:/a:log-stream:"),
        (
            "iam",
            "CreateUser",
            {"UserName": "u", "Path": "/ops/"},
            f"iam:CreateUser on resource: arn:aws:iam::{ACCOUNT}:user/ops/u",
        ),
        (
            "iam",
            "GetRole",
            {"RoleName": "AWSServiceRoleForECS"},
            "role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS",
        ),
    ],
)
def test_other_services_name_their_resources_too(as_dev, service, operation, params, asked):
    with pytest.raises(ApiError) as refused:
        as_dev([], operation, service, **params)
    assert asked in refused.value.message


@pytest.mark.parametrize(
    ("service", "operation", "params"),
    [
        (
            "ec2",
            "RunInstances",
            {"MinCount": 1, "MaxCount": 1, "IamInstanceProfile": {"Name": "ecsInstanceRole"}},
        ),
        ("iam", "AddRoleToInstanceProfile", {"InstanceProfileName": "p", "RoleName": "ecsInstanceRole"}),
    ],
)
def test_an_instance_s_role_is_passed_to_ec2(as_dev, service, operation, params):
    with pytest.raises(ApiError, match=r"iam:PassRole on resource: .*role/ecsInstanceRole"):
        as_dev([allow("ec2:*", "iam:AddRoleToInstanceProfile")], operation, service, **params)
