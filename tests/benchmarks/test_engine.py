"""How fast the engine is, beside a named baseline of the same run: `pytest tests/benchmarks --benchmark-enable`.

Nothing here asserts a time. Groups put each figure next to its baseline; quote ratios, not seconds.
"""

import copy
import json

import pytest
from botocore.validate import ParamValidator

from ecslab.aws import models

TASKS = 2_000


@pytest.fixture
def crowded(desk):
    """A lab with 2,000 running tasks."""
    desk.define()
    for _ in range(TASKS // 10):
        desk.run(count=10)
    desk.wait(60)
    return desk


def request(desk):
    return {
        "cluster": "lab",
        "taskDefinition": "web",
        "launchType": "FARGATE",
        "networkConfiguration": desk.network,
    }


@pytest.mark.benchmark(group="RunTask")
def test_run_task(benchmark, desk):
    desk.define()
    answer = benchmark(desk.lab.call, "ecs", "RunTask", request(desk))
    assert answer["failures"] == []


@pytest.mark.benchmark(group="RunTask")
def test_baseline_botocore_validates_the_same_request(benchmark, desk):
    shape = models.service_model("ecs").operation_model("RunTask").input_shape
    report = benchmark(ParamValidator().validate, request(desk), shape)
    assert not report.has_errors()


@pytest.mark.benchmark(group="fork of 2,000 tasks")
def test_fork(benchmark, crowded):
    fork = benchmark(crowded.lab.fork)
    assert fork.state_hash() == crowded.lab.state_hash()


@pytest.mark.benchmark(group="fork of 2,000 tasks")
def test_baseline_shallow_copy_of_the_task_dictionary(benchmark, crowded):
    tasks = dict(enumerate(crowded.lab.world.tasks.values()))
    assert len(benchmark(copy.copy, tasks)) == TASKS


@pytest.mark.benchmark(group="lifecycle")
def test_a_thousand_tasks_from_start_to_end(benchmark, make_desk):
    def prepare():
        desk = make_desk()
        desk.define("job", {"command": ["sleep", "60"]})
        for _ in range(100):
            desk.run("job", count=10)
        return (desk,), {}

    def live_and_die(desk):
        desk.wait(600)
        return desk

    desk = benchmark.pedantic(live_and_die, setup=prepare, rounds=5)
    assert {task.last_status for task in desk.lab.world.tasks.values()} == {"STOPPED"}


@pytest.mark.benchmark(group="lifecycle")
def test_a_service_of_a_thousand_rolls_out(benchmark, make_desk):
    def prepare():
        desk = make_desk()
        desk.define()
        desk.serve(desired=1_000)
        desk.wait(200)
        desk.update(forceNewDeployment=True)
        return (desk,), {}

    def roll_out(desk):
        desk.wait(600)
        return desk

    desk = benchmark.pedantic(roll_out, setup=prepare, rounds=3)
    assert [each["rolloutState"] for each in desk.service()["deployments"]] == ["COMPLETED"]


@pytest.fixture(params=[1_000, 5_000])
def fleet(desk, request):
    """A cluster with that many container instances, and a definition for them."""
    for number in range(request.param):
        document = {
            "instanceId": f"i-0{number:016x}",
            "instanceType": "m5.large",
            "availabilityZone": f"us-east-1{'abc'[number % 3]}",
        }
        desk.ecs(
            "RegisterContainerInstance",
            cluster="lab",
            instanceIdentityDocument=json.dumps(document),
            instanceIdentityDocumentSignature="signed",
        )
    container = {"name": "main", "image": "nginx", "cpu": 256, "memory": 512}
    desk.ecs("RegisterTaskDefinition", family="app", containerDefinitions=[container])
    return desk


@pytest.mark.benchmark(group="placement of 1,000 tasks of a service")
def test_place_a_service(benchmark, fleet):
    fleet.ecs(
        "CreateService",
        cluster="lab",
        serviceName="app",
        taskDefinition="app",
        launchType="EC2",
        desiredCount=1_000,
    )

    def place():
        lab = fleet.lab.fork()
        lab.advance(5_000)
        return lab

    lab = benchmark.pedantic(place, rounds=3)
    assert len(lab.world.tasks) == 1_000


@pytest.mark.benchmark(group="placement of one task of RunTask")
def test_place_one_task(benchmark, fleet):
    request = {"cluster": "lab", "taskDefinition": "app", "launchType": "EC2"}
    answer = benchmark.pedantic(fleet.lab.call, ("ecs", "RunTask", request), rounds=20)
    assert answer["failures"] == []
