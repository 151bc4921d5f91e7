"""Tasks that cannot be launched: what counts as a failed task, and when the circuit breaker trips.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-throttle-logic.html
"""

import pytest

from ecslab.engine.ecs.capacity_providers import spot
from ecslab.engine.workload import Workload

BREAKER = {"deploymentCircuitBreaker": {"enable": True, "rollback": True}}
CONSISTENTLY = "(service web) is unable to consistently start tasks successfully."


@pytest.fixture
def full(yard):
    """A yard with one instance, which the one task of the steady service `web` fills."""
    yard.register(cpu=1024, memory=1024)
    yard.define(memory=1024)
    yard.serve(desired=1, deploymentConfiguration=BREAKER)
    yard.wait(120)
    yard.define(memory=1024, image="nginx:2")
    return yard


def newest(yard):
    return yard.desk.service()["deployments"][0]


def roll_out(yard, **params):
    yard.desk.update(taskDefinition="app:2", **params)


def test_a_task_that_cannot_be_placed_is_a_failed_task(full):
    """The model's Deployment.failedTasks: a failure is, among others, that the scheduler cannot launch it."""
    roll_out(full)
    full.wait(10)
    assert newest(full)["failedTasks"] == 1
    full.wait(60)
    assert newest(full)["failedTasks"] == 2


def test_tasks_that_cannot_be_placed_trip_the_circuit_breaker(full):
    """re:Post, "ecs-troubleshoot-deployment-failures": a cause is that no instance met the requirements.

    The sheet's trace (4.4) too: a placement failure, silence under back-off, then the circuit breaker.
    """
    good = newest(full)["id"]
    roll_out(full)
    full.wait(120)
    assert newest(full)["rolloutState"] == "IN_PROGRESS"
    full.wait(60)
    events = full.desk.events()
    assert CONSISTENTLY in events
    assert any("deployment failed: tasks failed to start." in event for event in events)
    assert f"(service web) rolling back to deployment {good}." in events
    assert full.desk.service()["runningCount"] == 1


def test_without_the_circuit_breaker_it_is_tried_for_ever_ever_less_often(full):
    roll_out(full, deploymentConfiguration={"deploymentCircuitBreaker": {"enable": False, "rollback": False}})
    counts = []
    for _ in range(4):
        full.wait(1800)
        counts.append(newest(full)["failedTasks"])
    assert newest(full)["rolloutState"] == "IN_PROGRESS"
    assert counts[0] >= 8
    assert counts[3] - counts[2] <= 2


def test_new_room_is_used_at_once_and_ends_the_count(full):
    roll_out(full)
    full.wait(70)
    assert newest(full)["failedTasks"] == 2
    full.register(cpu=1024, memory=1024)
    full.wait(120)
    (only,) = full.desk.service()["deployments"]
    assert (only["rolloutState"], only["failedTasks"], only["runningCount"]) == ("COMPLETED", 0, 1)


def test_how_busy_the_cluster_is_does_not_matter_for_the_count(full):
    """Every task that stops makes room and has the scheduler look again; that is no failure more."""
    full.define("small", memory=8)
    full.register(cpu=1024, memory=64)
    roll_out(full)
    full.wait(10)
    for _ in range(8):
        arn = full.run("small")["tasks"][0]["taskArn"]
        full.ecs("StopTask", task=arn)
        full.wait(5)
    assert newest(full)["failedTasks"] == 1


def test_a_shortage_of_capacity_on_fargate_counts(desk):
    desk.define()
    desk.ecs(
        "PutClusterCapacityProviders",
        cluster="lab",
        capacityProviders=["FARGATE_SPOT"],
        defaultCapacityProviderStrategy=[],
    )
    spot.run_short(desk.lab.state, "FARGATE_SPOT")
    strategy = [{"capacityProvider": "FARGATE_SPOT", "weight": 1}]
    desk.ecs(
        "CreateService",
        cluster="lab",
        serviceName="web",
        taskDefinition="web",
        desiredCount=1,
        capacityProviderStrategy=strategy,
        networkConfiguration=desk.network,
        deploymentConfiguration=BREAKER,
    )
    desk.wait(200)
    assert desk.service()["deployments"][0]["rolloutState"] == "FAILED"


def test_a_role_that_ecs_cannot_assume_counts(desk):
    desk.define(taskRoleArn="arn:aws:iam::123456789012:role/nobody")
    desk.serve(deploymentConfiguration=BREAKER)
    desk.wait(200)
    assert desk.service()["deployments"][0]["rolloutState"] == "FAILED"
    assert CONSISTENTLY in desk.events()


def test_once_a_task_has_been_well_failed_tasks_are_not_counted_any_more(make_desk):
    """The model: the count "resets to zero and stops being evaluated"; starts are held back all the same."""
    desk = make_desk()
    desk.define()
    desk.serve()
    desk.wait(120)
    desk.lab.inject({"fault": "image-missing", "image": "nginx"})
    for _ in range(2):
        desk.lab.inject({"fault": "stop-task", "service": "web"})
    desk.wait(300)
    assert desk.service()["deployments"][0]["failedTasks"] == 0
    assert CONSISTENTLY in desk.events()


def test_failed_health_checks_add_up_until_a_task_is_well(make_desk):
    """Stage two: a task that merely runs does not end the count of those that failed their checks."""
    desk = make_desk(images={"sick": Workload(healthy_until_ms=0)})
    check = {"command": ["CMD", "check"], "interval": 5, "retries": 2}
    desk.define("web", {"image": "sick", "healthCheck": check})
    desk.serve(desired=1)
    desk.wait(600)
    assert desk.service()["deployments"][0]["failedTasks"] >= 3
