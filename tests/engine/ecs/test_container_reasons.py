"""Why a task's containers are as they are."""

import pytest

from ecslab.engine.explain import explain
from ecslab.engine.workload import Workload
from ecslab.locale import words

CHECK = {"command": ["CMD-SHELL", "curl -f http://localhost/ || exit 1"], "interval": 10}


def why(desk, arn):
    reasons = explain(desk.lab, f"task/{arn.rsplit('/', 1)[-1]}")
    for language in ("ja", "en"):
        for reason in reasons:
            assert words(language)(f"engine.why.{reason.code}", **reason.values)
    return {reason.code: reason.values for reason in reasons[1:]}


def test_a_container_that_waits_names_what_it_waits_for(desk):
    first = {"name": "first", "essential": False, "command": ["sleep", "60"]}
    second = {"name": "second", "dependsOn": [{"containerName": "first", "condition": "SUCCESS"}]}
    desk.define("web", first, second)
    arn = desk.run()
    desk.wait(40)
    assert why(desk, arn) == {
        "container-waits": {"container": "second", "dependency": "first", "condition": "SUCCESS"}
    }


def test_a_container_may_wait_for_ever(desk):
    """As the agent has it: a dependency that exited will not become healthy any more."""
    first = {"name": "first", "essential": False, "command": ["sleep", "5"], "healthCheck": CHECK}
    second = {"name": "second", "dependsOn": [{"containerName": "first", "condition": "HEALTHY"}]}
    desk.define("web", first, second)
    arn = desk.run()
    desk.wait(3600)
    assert desk.task(arn)["lastStatus"] == "PENDING"
    assert "container-waits-for-ever" in why(desk, arn)


def test_a_running_task_tells_what_is_not_well(make_desk):
    desk = make_desk({"sick": Workload(healthy_until_ms=60_000, memory_mib=100, leak_mib_per_minute=10)})
    desk.define("web", {"image": "sick", "memory": 200, "healthCheck": CHECK})
    arn = desk.run()
    desk.wait(30)
    assert "container-checked-first" in why(desk, arn)
    desk.wait(120)
    reasons = why(desk, arn)
    assert reasons["container-unhealthy"] == {"container": "c0"}
    assert reasons["memory-runs-out"]["used"] == 120
    assert reasons["memory-runs-out"]["wait"] == "7m58s"


def test_a_restarted_container_says_how_often(desk):
    policy = {"enabled": True, "restartAttemptPeriod": 60}
    desk.define("web", {"command": ["sleep", "60"], "restartPolicy": policy})
    arn = desk.run()
    desk.wait(220)
    assert why(desk, arn) == {"container-restarted": {"container": "c0", "times": 3}}


def test_a_container_that_was_killed_says_why(make_desk):
    desk = make_desk({"large": Workload(memory_mib=1000)})
    desk.define("web", {"image": "large"})
    arn = desk.run()
    desk.wait(60)
    reasons = why(desk, arn)
    assert reasons["container-exited"] == {"container": "c0", "exit_code": 137}
    assert reasons["container-said"]["reason"].startswith("OutOfMemoryError")


@pytest.mark.parametrize("seconds", [1, 17, 22])
def test_what_will_fail_is_told_before_it_does(make_desk, seconds):
    desk = make_desk({"app": Workload(pull_error="denied")})
    desk.define("web", {"image": "app"})
    arn = desk.run()
    desk.wait(seconds)
    assert why(desk, arn)["start-will-fail"]["message"].startswith(
        "CannotPullContainerError: pull access denied for app"
    )


def test_a_containers_reason_has_1024_characters_at_most(desk):
    name = "n" * 255
    first = {"name": name, "image": "i" * 600, "essential": False, "command": ["false"]}
    second = {"name": "s" * 255, "dependsOn": [{"containerName": name, "condition": "SUCCESS"}]}
    desk.define("web", first, second)
    arn = desk.run()
    desk.wait(60)
    assert len(desk.task(arn)["containers"][1]["reason"]) == 1024
