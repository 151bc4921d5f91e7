"""Start and stop order: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html"""

import pytest

from ecslab.engine.errors import ApiError
from ecslab.engine.workload import Workload

CHECK = {"command": ["CMD-SHELL", "curl -f http://localhost/ || exit 1"], "interval": 10}


def after(name, condition):
    return [{"containerName": name, "condition": condition}]


def two(first, condition, **second):
    """A first container, and a second one that waits for it."""
    return {"name": "first"} | first, {"name": "second", "dependsOn": after("first", condition)} | second


def statuses(desk, arn):
    task = desk.task(arn)
    return task["lastStatus"], [container["lastStatus"] for container in task["containers"]]


def begin(desk, *containers):
    """Run a task up to the moment at which its first container starts."""
    desk.define("web", *containers)
    arn = desk.run()
    while set(statuses(desk, arn)[1]) == {"PENDING"}:
        desk.wait(1)
    return arn


def test_start_waits_for_nothing_but_the_start(desk):
    arn = begin(desk, *two({}, "START"))
    assert statuses(desk, arn) == ("RUNNING", ["RUNNING", "RUNNING"])


@pytest.mark.parametrize(
    ("condition", "command"),
    [("COMPLETE", "sleep 20; exit 3"), ("COMPLETE", "sleep 20"), ("SUCCESS", "sleep 20")],
)
def test_an_initialiser_runs_while_the_task_is_pending(desk, condition, command):
    first = {"essential": False, "command": ["sh", "-c", command]}
    arn = begin(desk, *two(first, condition))
    desk.wait(18)
    assert statuses(desk, arn) == ("PENDING", ["RUNNING", "PENDING"])
    assert "startedAt" not in desk.task(arn)
    desk.wait(2)
    assert statuses(desk, arn) == ("RUNNING", ["STOPPED", "RUNNING"])


def test_without_success_the_one_that_waits_never_starts(desk):
    first = {"essential": False, "command": ["sh", "-c", "exit 2"]}
    desk.define("web", *two(first, "SUCCESS"))
    arn = desk.run()
    desk.wait(60)
    task = desk.task(arn)
    assert (task["lastStatus"], task["stopCode"]) == ("STOPPED", "TaskFailedToStart")
    assert task["stoppedReason"] == "Task failed to start"
    assert "startedAt" not in task
    assert [container["exitCode"] for container in task["containers"]] == [2, 143]
    assert task["containers"][1]["reason"] == (
        "CannotStartContainerError: dependency graph: failed to resolve container ordering dependency "
        "[first(nginx) (STOPPED->STOPPED) - Exit: 2] for target [second(nginx) (PULLED->RUNNING)] "
        "as dependency did not exit successfully."
    )


def test_a_helper_that_cannot_start_leaves_the_task_alone(desk):
    first = {"essential": False, "command": ["sh", "-c", "exit 2"]}
    main = {"name": "main"}
    desk.define("web", *two(first, "SUCCESS", essential=False), main)
    arn = desk.run()
    desk.wait(60)
    assert statuses(desk, arn) == ("RUNNING", ["STOPPED", "STOPPED", "RUNNING"])


def test_healthy_waits_for_the_health_check(make_desk):
    desk = make_desk({"slow": Workload(healthy_after_ms=25_000)})
    arn = begin(desk, *two({"image": "slow", "healthCheck": CHECK}, "HEALTHY"))
    desk.wait(28)
    assert statuses(desk, arn) == ("PENDING", ["RUNNING", "PENDING"])
    desk.wait(2)
    assert statuses(desk, arn) == ("RUNNING", ["RUNNING", "RUNNING"])


def test_the_start_timeout_ends_the_waiting(make_desk):
    desk = make_desk({"sick": Workload(healthy_until_ms=0)})
    first = {"image": "sick", "healthCheck": CHECK, "startTimeout": 60}
    arn = begin(desk, *two(first, "HEALTHY"))
    desk.wait(58)
    assert statuses(desk, arn)[0] == "PENDING"
    desk.wait(30)
    task = desk.task(arn)
    assert (task["stopCode"], task["stoppedReason"]) == ("TaskFailedToStart", "Task failed to start")
    assert task["containers"][1]["reason"].endswith(
        "for target [second(nginx) (PULLED->RUNNING)] has timed out."
    )


def test_an_essential_container_that_exits_early_takes_the_pending_task_along(desk):
    dying = {"healthCheck": CHECK, "command": ["sh", "-c", "sleep 5; exit 1"]}
    desk.define("web", *two(dying, "HEALTHY"))
    arn = desk.run()
    desk.wait(90)
    task = desk.task(arn)
    assert (task["lastStatus"], task["stopCode"]) == ("STOPPED", "EssentialContainerExited")
    assert "startedAt" not in task
    assert "exitCode" not in task["containers"][1]


def test_a_pending_task_can_be_stopped_while_containers_wait(desk):
    first = {"essential": False, "command": ["sleep", "900"], "stopTimeout": 5}
    arn = begin(desk, *two(first, "COMPLETE"))
    desk.ecs("StopTask", cluster="lab", task=arn)
    desk.wait(1)
    assert statuses(desk, arn)[0] == "STOPPING"
    desk.wait(30)
    task = desk.task(arn)
    assert task["lastStatus"] == "STOPPED"
    assert task["containers"][0]["exitCode"] == 137
    assert "exitCode" not in task["containers"][1]


def test_stopping_goes_the_other_way_round(make_desk):
    desk = make_desk({"slow": Workload(on_sigterm_ms=10_000)})
    arn = begin(desk, *two({"image": "slow"}, "START", image="slow"))
    desk.ecs("StopTask", cluster="lab", task=arn)
    desk.wait(10)
    assert statuses(desk, arn) == ("STOPPING", ["RUNNING", "RUNNING"])
    desk.wait(2)
    assert statuses(desk, arn) == ("STOPPING", ["RUNNING", "STOPPED"])
    desk.wait(20)
    task = desk.task(arn)
    assert (task["executionStoppedAt"] - task["stoppingAt"]).total_seconds() == 21


@pytest.mark.parametrize(
    ("containers", "message"),
    [
        (two({}, "COMPLETE"), "A dependency container with SUCCESS or COMPLETE condition cannot be an essential container"),
        (two({}, "SUCCESS"), "A dependency container with SUCCESS or COMPLETE condition cannot be an essential container"),
        (two({}, "HEALTHY"), "A dependency container with HEALTHY condition must have health check configured"),
        (({"dependsOn": after("none", "START")},), "Cannot depend on container [+] 'none' because it does not exist"),
        (({"name": "a", "dependsOn": after("a", "START")},), "cycle"),
        (({"name": "a", "dependsOn": after("b", "START")}, {"name": "b", "dependsOn": after("a", "START")}), "cycle"),
        (({"startTimeout": 121},), "Tasks using the Fargate launch type must have a container start timeout of less than 120 seconds."),
        (({"startTimeout": 1},), "Granular start timeout on container 'c0' must be at least 2 seconds."),
        (({"stopTimeout": 1},), "Granular stop timeout on container 'c0' must be at least 2 seconds."),
    ],
)  # fmt: skip
def test_an_order_that_cannot_be_is_refused(desk, containers, message):
    with pytest.raises(ApiError, match=message) as refused:
        desk.define("web", *containers)
    assert refused.value.code == "ClientException"
