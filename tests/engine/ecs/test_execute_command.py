"""ECS Exec: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html"""

import pytest

from ecslab.aws.command import Command
from ecslab.engine.errors import ApiError

ROLE = "arn:aws:iam::123456789012:role/ecsTaskExecutionRole"
NOT_ENABLED = "The execute command failed because execute command was not enabled when the task was run or the execute command agent isn't running. Wait and try again or run a new task with execute command enabled and try again."


def execute(desk, arn, **params):
    request = {"cluster": "lab", "task": arn, "command": "/bin/sh", "interactive": True}
    return desk.ecs("ExecuteCommand", **request | params)


def test_a_session_opens_where_the_task_allows_commands(desk):
    desk.define("web", taskRoleArn=ROLE)
    arn = desk.run(enableExecuteCommand=True)
    agents = desk.task(arn)["containers"][0]["managedAgents"]
    assert agents == [{"name": "ExecuteCommandAgent", "lastStatus": "PENDING"}]
    desk.wait(40)
    (agent,) = desk.task(arn)["containers"][0]["managedAgents"]
    assert (agent["lastStatus"], agent["lastStartedAt"]) == ("RUNNING", desk.task(arn)["startedAt"])
    answer = execute(desk, arn)
    assert (answer["taskArn"], answer["containerName"], answer["interactive"]) == (arn, "c0", True)
    assert answer["session"]["sessionId"] in answer["session"]["streamUrl"]


def test_the_command_line_says_that_there_is_no_shell(desk):
    desk.define("web", taskRoleArn=ROLE)
    arn = desk.run(enableExecuteCommand=True)
    desk.wait(40)
    words = [
        "ecs",
        "execute-command",
        "--cluster",
        "lab",
        "--task",
        arn,
        "--command",
        "/bin/sh",
        "--interactive",
    ]
    outcome = Command(desk.lab).run(words)
    assert outcome.exit_code == 255
    assert "no command runs in container c0, and there is no shell to open" in outcome.stderr


def test_commands_need_a_task_role(desk):
    """Section 2.9.7."""
    desk.define()
    with pytest.raises(
        ApiError, match="Specify a valid task role in your task definition or as a task override"
    ):
        desk.run(enableExecuteCommand=True)
    arn = desk.run(enableExecuteCommand=True, overrides={"taskRoleArn": ROLE})
    assert desk.task(arn)["enableExecuteCommand"] is True
    with pytest.raises(
        ApiError, match="The service couldn't be created because a valid taskRoleArn is not being used"
    ):
        desk.serve(enableExecuteCommand=True)
    desk.serve()
    with pytest.raises(
        ApiError, match="The service couldn't be updated because a valid taskRoleArn is not being used"
    ):
        desk.update(enableExecuteCommand=True)


def test_a_service_allows_commands_in_the_tasks_that_it_starts_from_then_on(desk):
    desk.define("web", taskRoleArn=ROLE)
    desk.serve(desired=1)
    desk.wait(90)
    deployments = len(desk.service()["deployments"])
    service = desk.update(enableExecuteCommand=True)
    assert (service["enableExecuteCommand"], len(service["deployments"])) == (True, deployments)
    (task,) = desk.tasks()
    assert task["enableExecuteCommand"] is False
    with pytest.raises(ApiError) as refused:
        execute(desk, task["taskArn"])
    assert (refused.value.code, refused.value.message) == ("InvalidParameterException", NOT_ENABLED)
    desk.update(forceNewDeployment=True)
    desk.wait(200)
    (task,) = desk.tasks()
    assert execute(desk, task["taskArn"])["containerName"] == "c0"


def test_what_cannot_run_a_command_says_why(desk):
    desk.define("web", {}, {}, taskRoleArn=ROLE)
    arn = desk.run(enableExecuteCommand=True)
    desk.wait(40)
    for params, message in [
        ({"interactive": False}, "Interactive is the only mode supported currently."),
        ({"task": "0" * 32}, "The referenced task was not found."),
        ({}, "A container name must be specified for tasks with multiple containers."),
        ({"container": "c7"}, "The task has no container named c7."),
    ]:
        with pytest.raises(ApiError) as refused:
            execute(desk, arn, **params)
        assert (refused.value.code, refused.value.message) == ("InvalidParameterException", message)
    assert execute(desk, arn, container="c1")["containerName"] == "c1"
    desk.ecs("StopTask", cluster="lab", task=arn)
    desk.wait(60)
    with pytest.raises(ApiError, match="agent isn't running"):
        execute(desk, arn, container="c1")
