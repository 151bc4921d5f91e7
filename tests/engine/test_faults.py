"""Everything that can go wrong, injected: what happens, what lasts, and how it ends."""

import pytest

from ecslab.course.fields import kebab
from ecslab.course.goal import Inject
from ecslab.engine.errors import FaultError
from ecslab.engine.faults import FAULTS
from ecslab.locale import told


@pytest.fixture
def web(desk):
    desk.define("web", {"name": "app"}, {"name": "side", "essential": False})
    desk.serve(desired=2)
    desk.wait(180)
    return desk


def stop(web):
    """Have one task die, so that the service starts another."""
    web.lab.inject({"fault": "stop-task", "service": "web"})


def stopped(web):
    return web.tasks(desiredStatus="STOPPED")


def test_a_container_that_is_not_essential_dies_alone(web):
    web.lab.inject({"fault": "kill-container", "service": "web", "container": "side", "exit-code": 9})
    codes = [[each.get("exitCode") for each in task["containers"]] for task in web.tasks()]
    assert sorted(codes, key=str) == [[None, 9], [None, None]]


def test_an_essential_container_takes_its_task_along(web):
    web.lab.inject({"fault": "kill-container", "service": "web", "container": "app"})
    (task,) = stopped(web)
    assert task["stopCode"] == "EssentialContainerExited"


def test_a_missing_image_hurts_new_tasks_only_until_it_is_mended(web):
    web.lab.inject({"fault": "image-missing", "image": "nginx"})
    stop(web)
    web.wait(60)
    assert web.service()["runningCount"] == 1
    assert any("not found" in task["stoppedReason"] for task in stopped(web))
    web.lab.inject({"fault": "mend", "image": "nginx"})
    web.wait(180)
    assert web.service()["runningCount"] == 2


def test_a_fault_that_lasts_a_while_ends_by_itself(web):
    web.lab.inject({"fault": "image-missing", "image": "nginx", "for": "1m"})
    stop(web)
    web.wait(400)
    assert web.service()["runningCount"] == 2


def test_a_slow_pull_takes_many_times_as_long(web):
    web.lab.inject({"fault": "slow-pull", "image": "nginx", "times": 100})
    stop(web)
    web.wait(120)
    assert web.service()["runningCount"] == 1
    web.wait(500)
    assert web.service()["runningCount"] == 2


def test_a_crash_loop_neither_throttles_nor_ends(web):
    """Sheet 4.4 and 13.6: tasks that ran before they died are replaced promptly, for ever."""
    web.lab.inject({"fault": "crash-loop", "image": "nginx", "after": "10s", "exit-code": 2})
    assert len(stopped(web)) == 2
    web.wait(900)
    ended = stopped(web)
    assert len(ended) > 30
    assert {task["stopCode"] for task in ended} == {"EssentialContainerExited"}
    assert not any("consistently" in message for message in web.events())


def test_spot_takes_its_tasks_back(desk):
    desk.define()
    desk.ecs(
        "PutClusterCapacityProviders",
        cluster="lab",
        capacityProviders=["FARGATE", "FARGATE_SPOT"],
        defaultCapacityProviderStrategy=[],
    )
    strategy = [{"capacityProvider": "FARGATE_SPOT", "weight": 1}]
    request = {"cluster": "lab", "taskDefinition": "web", "networkConfiguration": desk.network}
    desk.ecs("RunTask", **request, count=2, capacityProviderStrategy=strategy)
    desk.run()
    desk.wait(60)
    desk.lab.inject({"fault": "spot-reclaim"})
    assert [task["stopCode"] for task in stopped(desk)] == ["SpotInterruption"] * 2
    assert len(desk.tasks()) == 1
    with pytest.raises(FaultError) as refused:
        desk.lab.inject({"fault": "spot-reclaim"})
    assert "no task on Spot" in told(refused.value, "en")


def test_a_provider_without_capacity_starts_nothing_until_it_is_back(web):
    web.lab.inject({"fault": "no-capacity", "provider": "FARGATE"})
    stop(web)
    web.wait(120)
    assert web.service()["runningCount"] == 1
    assert "Capacity is unavailable at this time." in web.events()[-1]
    web.lab.inject({"fault": "capacity-back"})
    web.wait(120)
    assert web.service()["runningCount"] == 2


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ({"fault": "image-missing"}, "needs 'image'"),
        ({"fault": "image-missing", "image": "nginx", "for": "soon"}, "not a duration"),
        ({"fault": "image-missing", "image": 3}, "not a name"),
        ({"fault": "slow-pull", "image": "nginx", "times": True}, "whole number"),
        ({"fault": "spot-reclaim", "task": "a", "service": "b"}, "only one of: task, service"),
        ({"fault": "no-capacity", "provider": "FARGATE_SPOTS"}, "did you mean 'FARGATE_SPOT'"),
        ({"fault": "mend", "what": "slow-pul"}, "did you mean 'slow-pull'"),
        ({"fault": "capacity-back"}, "has capacity"),
        ({"fault": "kill-container", "service": "web", "container": "ap"}, "did you mean 'app'"),
    ],
)
def test_a_malformed_fault_says_what_is_wrong_in_both_languages(web, fault, message):
    with pytest.raises(FaultError) as refused:
        web.lab.inject(fault)
    assert message in told(refused.value, "en")
    assert told(refused.value, "ja")


def test_lesson_files_can_name_every_field_of_every_fault():
    known = {kebab(name) for name in Inject.model_fields}
    assert known == {"inject", *(field.name for fault in FAULTS.values() for field in fault.fields)}


def test_a_leak_that_its_task_does_not_live_to_see_is_forgotten(desk):
    desk.define("web", {"image": "nginx", "memory": 256})
    task = desk.run()
    desk.wait(60)
    desk.lab.inject({"fault": "memory-leak", "image": "nginx", "after": "5m"})
    desk.ecs("DeregisterTaskDefinition", taskDefinition="web:1")
    desk.ecs("DeleteTaskDefinitions", taskDefinitions=["web:1"])
    desk.ecs("StopTask", cluster="lab", task=task)
    desk.wait(600)
    assert desk.task(task)["stopCode"] == "UserInitiated"
