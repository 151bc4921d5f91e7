"""What is different for the containers of a task on a container instance: where AWS tells their trouble."""

import pytest

from ecslab.engine.platform.logs import LogGroup
from tests.support.lines import lines_in

ROLE = "arn:aws:iam::123456789012:role/ecsTaskExecutionRole"
ARN = "arn:aws:secretsmanager:us-east-1:123456789012:secret:db-a1B2c3"
LOGS = {
    "logConfiguration": {
        "logDriver": "awslogs",
        "options": {"awslogs-group": "/lab", "awslogs-region": "us-east-1"},
    }
}


@pytest.fixture
def ground(yard):
    yard.register()
    return yard


def outcome(yard, seconds=60, **params):
    arn = yard.run(**params)["tasks"][0]["taskArn"]
    yard.wait(seconds)
    return yard.desk.task(arn)


def test_the_container_tells_why_its_image_was_not_pulled(ground):
    """Section 1.4: the task says no more than that it failed to start."""
    ground.define(image="123456789012.dkr.ecr.us-east-1.amazonaws.com/app:v1")
    task = outcome(ground)
    assert (task["stopCode"], task["stoppedReason"]) == ("TaskFailedToStart", "Task failed to start")
    assert task["containers"][0]["reason"].startswith("CannotPullContainerError: ")


def test_the_container_tells_that_its_log_group_is_missing(ground):
    ground.define(**LOGS)
    task = outcome(ground)
    assert task["stoppedReason"] == "Task failed to start"
    assert task["containers"][0]["reason"] == (
        "CannotStartContainerError: Error response from daemon: failed to initialize logging driver: failed "
        "to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist."
    )


def test_without_a_prefix_the_stream_has_the_containers_id(ground):
    ground.lab.world.log_groups.put(LogGroup(name="/lab", created_at=ground.lab.now))
    ground.define(command=["sh", "-c", "echo up; sleep 600"], **LOGS)
    task = outcome(ground)
    (stream,) = ground.lab.world.log_streams.values()
    assert stream.name == task["containers"][0]["runtimeId"]
    assert lines_in(ground.lab, "/lab") == ["up"]


@pytest.mark.parametrize(
    ("value_from", "reason"),
    [
        (ARN, f"Fetching secret data from AWS Secrets Manager in region us-east-1: secret {ARN}: ResourceNotFoundException: Secrets Manager can't find the specified secret."),
        ("/app/key", "Fetching secret data from SSM Parameter Store in us-east-1: invalid ssm parameters: /app/key"),
    ],
)  # fmt: skip
def test_the_agent_tells_of_secrets_in_its_own_words(ground, value_from, reason):
    ground.desk.permit("secretsmanager:GetSecretValue", "ssm:GetParameters")
    ground.desk.ecs(
        "RegisterTaskDefinition",
        family="app",
        executionRoleArn=ROLE,
        containerDefinitions=[
            {
                "name": "main",
                "image": "nginx",
                "memory": 64,
                "secrets": [{"name": "KEY", "valueFrom": value_from}],
            }
        ],
    )
    task = outcome(ground)
    assert (task["stopCode"], task["stoppedReason"]) == ("TaskFailedToStart", reason)


def test_only_the_container_tells_that_it_ran_out_of_memory(ground):
    ground.define(memory=512)
    arn = ground.run()["tasks"][0]["taskArn"]
    ground.wait(60)
    ground.lab.inject({"fault": "memory-leak", "image": "nginx", "after": "1m"})
    ground.wait(120)
    task = ground.desk.task(arn)
    assert task["stoppedReason"] == "Essential container in task exited"
    assert task["containers"][0]["reason"] == "OutOfMemoryError: Container killed due to memory usage"
