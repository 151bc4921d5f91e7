"""Restart policies: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-restart-policy.html"""

import pytest

from ecslab.engine.errors import ApiError


def run(desk, command, **policy):
    desk.define("web", {"command": ["sh", "-c", command], "restartPolicy": {"enabled": True} | policy})
    arn = desk.run()
    while desk.task(arn)["lastStatus"] != "RUNNING":
        desk.wait(1)
    return arn


def test_a_container_that_ran_long_enough_starts_again_and_its_task_runs_on(desk):
    arn = run(desk, "sleep 100; exit 1", restartAttemptPeriod=60)
    version = desk.task(arn)["version"]
    desk.wait(350)
    task = desk.task(arn)
    assert (task["lastStatus"], task["containers"][0]["lastStatus"]) == ("RUNNING", "RUNNING")
    assert "exitCode" not in task["containers"][0]
    assert task["version"] == version + 3


@pytest.mark.parametrize(
    ("command", "policy"),
    [
        ("sleep 59; exit 1", {"restartAttemptPeriod": 60}),
        ("sleep 299; exit 1", {}),
        ("sleep 100; exit 7", {"restartAttemptPeriod": 60, "ignoredExitCodes": [0, 7]}),
        ("sleep 100; exit 1", {"restartAttemptPeriod": 60, "enabled": False}),
    ],
)
def test_an_early_or_ignored_exit_is_final(desk, command, policy):
    arn = run(desk, command, **policy)
    desk.wait(330)
    assert desk.task(arn)["stopCode"] == "EssentialContainerExited"


def test_a_task_that_was_asked_to_stop_starts_nothing_again(desk):
    arn = run(desk, "sleep 100; exit 1", restartAttemptPeriod=60)
    desk.wait(95)
    desk.ecs("StopTask", cluster="lab", task=arn)
    desk.wait(60)
    task = desk.task(arn)
    assert (task["lastStatus"], task["stopCode"]) == ("STOPPED", "UserInitiated")


@pytest.mark.parametrize(
    "policy",
    [{"restartAttemptPeriod": 59}, {"restartAttemptPeriod": 1801}, {"ignoredExitCodes": list(range(51))}],
)
def test_a_policy_out_of_range_is_refused(desk, policy):
    with pytest.raises(ApiError) as refused:
        desk.define("web", {"restartPolicy": {"enabled": True} | policy})
    assert refused.value.code == "ClientException"
