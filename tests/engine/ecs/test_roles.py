"""Execution role before RUNNING, task role after (sheet, section 13, item 4)."""

import pytest

from ecslab.engine.explain import explain
from ecslab.engine.workload import Workload

ROLE = "arn:aws:iam::123456789012:role/ecsTaskExecutionRole"
ECR = "123456789012.dkr.ecr.us-east-1.amazonaws.com/app:v1"
SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:db-a1B2c3"
FETCH = (
    "ResourceInitializationError: unable to pull secrets or registry auth: "
    "execution resource retrieval failed: unable to retrieve "
)
LOGS = {
    "logDriver": "awslogs",
    "options": {
        "awslogs-group": "/app",
        "awslogs-region": "us-east-1",
        "awslogs-stream-prefix": "app",
    },
}


def denied(task, action, resource):
    return (
        f"User: arn:aws:sts::123456789012:assumed-role/ecsTaskExecutionRole/{task[-32:]} is not authorized to "
        f"perform: {action} on resource: {resource} because no identity-based policy allows the {action} action"
    )


@pytest.fixture
def bare(make_desk):
    """A lab whose execution role may do nothing, and whose private image exists."""
    desk = make_desk(images={ECR: Workload()})
    roles = desk.lab.world.roles
    roles.put(roles["ecsTaskExecutionRole"].replace(attached=()))
    return desk


def started(desk, **container):
    """Run a task, and give its ARN and how it stands two minutes later."""
    desk.define("app", container, executionRoleArn=ROLE, taskRoleArn=ROLE)
    task = desk.run("app")
    desk.wait(120)
    return task, desk.task(task)


def test_without_get_authorization_token_no_task_gets_into_the_registry(bare):
    """Section 13.4: what the execution role lacks ends a task before it runs."""
    task, shown = started(bare, image=ECR)
    assert shown["stopCode"] == "TaskFailedToStart"
    assert shown["stoppedReason"] == (
        FETCH
        + "ecr registry auth: service call has been retried 1 time(s): AccessDeniedException: "
        + denied(task, "ecr:GetAuthorizationToken", "*")
    )


def test_without_the_rights_to_pull_the_registry_forbids(bare):
    bare.permit("ecr:GetAuthorizationToken")
    _, shown = started(bare, image=ECR)
    assert shown["stoppedReason"] == (
        "CannotPullContainerError: pull image manifest has been retried 1 time(s): "
        f'failed to resolve ref "{ECR}": unexpected status code 403 Forbidden'
    )


def test_a_pull_may_be_allowed_for_one_repository(bare):
    bare.permit("ecr:GetAuthorizationToken")
    pulls = ("ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage")
    bare.permit(*pulls, resource="arn:aws:ecr:us-east-1:123456789012:repository/app")
    assert started(bare, image=ECR)[1]["lastStatus"] == "RUNNING"


def test_without_the_right_to_the_secret_no_task_gets_it(bare):
    task, shown = started(bare, secrets=[{"name": "DB", "valueFrom": SECRET}])
    assert shown["stoppedReason"].startswith(
        f"{FETCH}secret from asm: service call has been retried 1 time(s): failed to fetch secret {SECRET} "
        "from secrets manager: operation error Secrets Manager: GetSecretValue, https response error "
        "StatusCode: 400, RequestID: "
    )
    assert shown["stoppedReason"].endswith(
        "api error AccessDeniedException: " + denied(task, "secretsmanager:GetSecretValue", SECRET)
    )


def test_parameters_are_read_by_get_parameters_in_the_plural(bare):
    """Section 13.4."""
    bare.permit("ssm:GetParameter")
    task, shown = started(bare, secrets=[{"name": "KEY", "valueFrom": "/app/key"}])
    assert shown["stoppedReason"] == (
        FETCH
        + "secrets from ssm: service call has been retried 1 time(s): AccessDeniedException: "
        + denied(task, "ssm:GetParameters", "arn:aws:ssm:us-east-1:123456789012:parameter/app/key")
    )


def test_the_managed_policy_writes_logs_and_makes_no_group(desk):
    """Section 13.4."""
    options = LOGS["options"] | {"awslogs-create-group": "true"}
    task, shown = started(desk, logConfiguration=LOGS | {"options": options})
    assert (
        denied(task, "logs:CreateLogGroup", "arn:aws:logs:us-east-1:123456789012:log-group:/app")
        in shown["stoppedReason"]
    )
    desk.lab.call("logs", "CreateLogGroup", {"logGroupName": "/app"})
    assert started(desk, logConfiguration=LOGS)[1]["lastStatus"] == "RUNNING"


def test_without_the_right_to_log_no_task_starts(bare):
    bare.lab.call("logs", "CreateLogGroup", {"logGroupName": "/app"})
    task, shown = started(bare, logConfiguration=LOGS)
    stream = f"arn:aws:logs:us-east-1:123456789012:log-group:/app:log-stream:app/c0/{task[-32:]}"
    assert shown["stoppedReason"] == (
        "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: "
        "failed to create Cloudwatch log stream: AccessDeniedException: "
        + denied(task, "logs:CreateLogStream", stream)
    )


def test_an_explicit_deny_is_told_as_one(desk):
    roles = desk.lab.world.roles
    deny = '{"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "ecr:*", "Resource": "*"}}'
    roles.put(roles["ecsTaskExecutionRole"].replace(inline={"no": deny}))
    _, shown = started(desk, image=ECR)
    assert shown["stoppedReason"].endswith("with an explicit deny in an identity-based policy")


def test_why_names_the_execution_role(bare):
    task, _ = started(bare, image=ECR)
    (_, reason) = explain(bare.lab, f"task/{task[-32:]}")
    assert reason.code == "execution-role-denied"
    assert reason.values == {
        "role": "ecsTaskExecutionRole",
        "action": "ecr:GetAuthorizationToken",
        "resource": "*",
    }


def test_on_an_instance_the_instances_role_pulls_and_logs(make_yard):
    yard = make_yard(images={ECR: Workload()})
    roles = yard.lab.world.roles
    roles.put(
        roles["ecsInstanceRole"].replace(
            inline={
                "deny": '{"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": ["ecr:BatchGetImage", "logs:*"], "Resource": "*"}}'
            }
        )
    )
    yard.launch()
    yard.wait(100)
    yard.lab.call("logs", "CreateLogGroup", {"logGroupName": "/app"})
    for container, said in (
        ({"image": ECR}, "CannotPullContainerError: pull image manifest has been retried"),
        ({"logConfiguration": LOGS}, "CannotStartContainerError: Error response from daemon: failed to initialize logging driver: failed to create Cloudwatch log stream: AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/ecsInstanceRole/i-"),
    ):  # fmt: skip
        yard.define(**container)
        (task,) = yard.ecs("RunTask", taskDefinition="app")["tasks"]
        yard.wait(120)
        shown = yard.desk.task(task["taskArn"])
        assert shown["stoppedReason"] == "Task failed to start"
        assert shown["containers"][0]["reason"].startswith(said)
