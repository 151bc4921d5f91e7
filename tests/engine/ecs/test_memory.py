"""Memory limits: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html"""

import pytest

from ecslab.engine.workload import Workload

OUT = "OutOfMemoryError: Container killed due to memory usage"


def run(desk, *containers, **fields):
    desk.define("web", *containers, **fields)
    arn = desk.run()
    while desk.task(arn)["lastStatus"] != "RUNNING":
        desk.wait(1)
    return arn


@pytest.mark.parametrize(("limit", "minutes"), [({"memory": 300}, 20), ({}, 41)])
def test_a_leak_is_killed_at_the_containers_limit_or_at_the_tasks(make_desk, limit, minutes):
    """The task has 512 MiB; what a container may use by itself is its `memory`."""
    desk = make_desk({"leaky": Workload(memory_mib=100, leak_mib_per_minute=10)})
    arn = run(desk, {"image": "leaky"} | limit)
    desk.wait(60 * minutes - 5)
    assert desk.task(arn)["lastStatus"] == "RUNNING"
    desk.wait(60)
    task = desk.task(arn)
    assert (task["stopCode"], task["stoppedReason"]) == (
        "EssentialContainerExited",
        "OutOfMemoryError: container killed due to memory usage",
    )
    assert (task["containers"][0]["exitCode"], task["containers"][0]["reason"]) == (137, OUT)


def test_containers_share_the_tasks_memory_and_the_largest_is_killed(make_desk):
    desk = make_desk({"large": Workload(memory_mib=400), "small": Workload(memory_mib=200)})
    arn = run(desk, {"image": "small"}, {"image": "large", "essential": False})
    desk.wait(5)
    task = desk.task(arn)
    assert task["lastStatus"] == "RUNNING"
    assert [container.get("exitCode") for container in task["containers"]] == [None, 137]
    assert task["containers"][1]["reason"] == OUT


def test_an_override_gives_a_container_less_memory(make_desk):
    desk = make_desk({"app": Workload(memory_mib=200)})
    desk.define("web", {"image": "app", "memory": 256})
    arn = desk.run(overrides={"containerOverrides": [{"name": "c0", "memory": 128}]})
    desk.wait(60)
    assert desk.task(arn)["containers"][0]["reason"] == OUT


def test_a_restart_policy_starts_a_killed_container_again(make_desk):
    desk = make_desk({"leaky": Workload(leak_mib_per_minute=100)})
    policy = {"enabled": True, "restartAttemptPeriod": 60}
    arn = run(desk, {"image": "leaky", "memory": 200, "restartPolicy": policy})
    desk.wait(600)
    task = desk.task(arn)
    assert task["lastStatus"] == "RUNNING"
    assert "exitCode" not in task["containers"][0]
    assert "reason" not in task["containers"][0]


def test_a_fault_makes_an_image_leak_whatever_its_profile(desk):
    desk.define("web", {"memory": 300})
    arn = desk.run()
    desk.wait(60)
    desk.lab.inject({"fault": "memory-leak", "image": "nginx", "after": "10m"})
    desk.wait(590)
    assert desk.task(arn)["lastStatus"] == "RUNNING"
    desk.wait(12)
    assert desk.task(arn)["containers"][0]["exitCode"] == 137
    again = desk.run()
    desk.wait(590)
    assert desk.task(again)["lastStatus"] == "RUNNING"
    desk.wait(60)
    assert desk.task(again)["containers"][0]["exitCode"] == 137


@pytest.mark.parametrize("count", [2, 3, 4])
def test_leaks_that_pass_the_limit_only_together_are_seen_to_the_kib(desk, count):
    desk.define("web", *[{"essential": at == 0} for at in range(count)])
    arn = desk.run()
    desk.wait(25)
    desk.lab.inject({"fault": "memory-leak", "image": "nginx", "after": "40s"})
    desk.wait(90)
    assert OUT in [container.get("reason") for container in desk.task(arn)["containers"]]
