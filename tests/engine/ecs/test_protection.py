"""Scale-in protection: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-scale-in-protection.html"""

import pytest

from ecslab.engine.errors import ApiError


@pytest.fixture
def web(desk):
    """A desk with a steady service `web` of two tasks."""
    desk.define()
    desk.serve()
    desk.wait(120)
    return desk


def protect(desk, *arns, enabled=True, **params):
    return desk.ecs(
        "UpdateTaskProtection", cluster="lab", tasks=list(arns), protectionEnabled=enabled, **params
    )


def test_a_protected_task_survives_scaling_in_and_the_service_says_why(web):
    kept, other = (task["taskArn"] for task in web.tasks())
    protect(web, kept)
    deployment = web.service()["deployments"][0]["id"]
    web.update(desiredCount=1)
    web.wait(60)
    assert [task["taskArn"] for task in web.tasks()] == [kept]
    web.update(desiredCount=0)
    web.wait(60)
    assert [task["taskArn"] for task in web.tasks()] == [kept]
    assert web.events()[-1] == (
        f"(service web) was unable to reach steady state because (taskSet {deployment}) was unable to scale in "
        "due to (reason 1 tasks under protection)"
    )
    assert web.task(other)["stopCode"] == "ServiceSchedulerInitiated"


def test_protection_ends_after_two_hours_or_as_told(web):
    first, second = (task["taskArn"] for task in web.tasks())
    answer = (
        protect(web, first)["protectedTasks"] + protect(web, second, expiresInMinutes=1)["protectedTasks"]
    )
    lasts = [(each["expirationDate"].timestamp() * 1000 - web.lab.now) / 60_000 for each in answer]
    assert lasts == [120, 1]
    web.update(desiredCount=0)
    web.wait(30)
    assert len(web.tasks()) == 2
    web.wait(60)
    assert len(web.tasks()) == 1
    web.wait(7200)
    assert web.tasks() == []


def test_a_deployment_waits_for_protected_tasks(web):
    kept = web.tasks()[0]["taskArn"]
    protect(web, kept)
    web.update(forceNewDeployment=True)
    web.wait(600)
    assert [each["rolloutState"] for each in web.service()["deployments"]] == ["IN_PROGRESS", "COMPLETED"]
    assert kept in {task["taskArn"] for task in web.tasks()}
    protect(web, kept, enabled=False)
    web.wait(60)
    assert [each["rolloutState"] for each in web.service()["deployments"]] == ["COMPLETED"]


def test_deleting_the_service_takes_protected_tasks_along(web):
    protect(web, *(task["taskArn"] for task in web.tasks()))
    web.ecs("DeleteService", cluster="lab", service="web", force=True)
    web.wait(120)
    assert web.service()["status"] == "INACTIVE"


def test_only_running_tasks_of_services_can_be_protected(web):
    alone = web.run()
    unknown = "0" * 32
    answer = protect(web, alone, unknown)
    assert answer["protectedTasks"] == []
    assert [failure["reason"] for failure in answer["failures"]] == ["TASK_NOT_VALID", "MISSING"]
    stopping = web.tasks(serviceName="web")[0]["taskArn"]
    web.ecs("StopTask", cluster="lab", task=stopping)
    assert protect(web, stopping)["failures"][0]["reason"] == "TASK_NOT_VALID"


def test_what_is_set_can_be_read(web):
    first, second = (task["taskArn"] for task in web.tasks())
    protect(web, first)
    read = web.ecs("GetTaskProtection", cluster="lab", tasks=[first, second])["protectedTasks"]
    assert [each["protectionEnabled"] for each in read] == [True, False]
    assert "expirationDate" not in read[1]


def test_bounds(web):
    arn = web.tasks()[0]["taskArn"]
    for minutes in (0, 2881):
        with pytest.raises(ApiError, match="between 1 and 2880"):
            protect(web, arn, expiresInMinutes=minutes)
    with pytest.raises(ApiError, match="at most 10"):
        protect(web, *[arn] * 11)
    with pytest.raises(ApiError, match="cannot be empty"):
        protect(web)
