"""What ECS tells EventBridge: each kind of event in AWS's format, told once for each change."""

import json

import pytest

from ecslab.aws.events import envelope
from ecslab.engine.ec2 import machines
from ecslab.engine.events import MOST
from ecslab.engine.platform.compute import AMI
from ecslab.engine.workload import Workload


def told(desk, kind):
    """The envelopes of one kind, oldest first."""
    state = desk.lab.state
    return [envelope(state, event) for event in state.world.events.values() if event.kind == kind]


@pytest.fixture
def web(desk):
    desk.define()
    return desk


def test_every_change_of_a_task_is_told_once_with_the_next_version(web):
    arn = web.run()
    web.wait(60)
    web.ecs("StopTask", cluster="lab", task=arn)
    web.wait(60)
    events = [event["detail"] for event in told(web, "task")]
    versions = [event["version"] for event in events]
    assert versions == list(range(1, len(events) + 1))
    statuses = list(dict.fromkeys((event["desiredStatus"], event["lastStatus"]) for event in events))
    assert statuses == [
        ("RUNNING", "PROVISIONING"),
        ("RUNNING", "PENDING"),
        ("RUNNING", "RUNNING"),
        ("STOPPED", "RUNNING"),
        ("STOPPED", "STOPPING"),
        ("STOPPED", "DEPROVISIONING"),
        ("STOPPED", "STOPPED"),
    ]
    assert versions[-1] == web.task(arn)["version"]


def test_a_task_event_has_awss_format(web):
    """https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_task_events.html"""
    arn = web.run()
    web.wait(60)
    event = told(web, "task")[-1]
    assert {key: value for key, value in event.items() if key not in ("detail", "id")} == {
        "version": "0",
        "detail-type": "ECS Task State Change",
        "source": "aws.ecs",
        "account": "123456789012",
        "time": "2026-01-05T09:00:28Z",
        "region": "us-east-1",
        "resources": [arn],
    }
    detail = event["detail"]
    assert detail["attachments"][0]["type"] == "eni"
    assert detail["createdAt"] == "2026-01-05T09:00:00.000Z"
    assert detail["updatedAt"] >= detail["startedAt"] >= detail["pullStoppedAt"] >= detail["pullStartedAt"]
    assert {"clusterArn", "containers", "group", "launchType", "platformVersion", "overrides"} <= set(detail)
    assert json.loads(json.dumps(event)) == event


def test_a_deployment_tells_of_its_begin_and_its_end(web):
    """Section 13.21: a deployment is completed before the service is steady."""
    web.serve()
    web.wait(180)
    deployments = [event["detail"] for event in told(web, "deployment")]
    assert [each["eventName"] for each in deployments] == [
        "SERVICE_DEPLOYMENT_IN_PROGRESS",
        "SERVICE_DEPLOYMENT_COMPLETED",
    ]
    number = deployments[0]["deploymentId"]
    assert deployments[0]["reason"] == f"ECS deployment {number} in progress."
    assert deployments[1]["reason"] == f"ECS deployment {number} completed."
    (steady,) = told(web, "service")
    assert steady["detail"]["eventName"] == "SERVICE_STEADY_STATE"
    assert steady["resources"] == ["arn:aws:ecs:us-east-1:123456789012:service/lab/web"]
    assert "version" not in steady["detail"]
    order = [event.kind for event in web.lab.world.events.values() if event.kind != "task"]
    assert order == ["deployment", "deployment", "service"]


def test_what_fails_is_told_with_its_level(make_desk):
    desk = make_desk(images={"gone": Workload(missing=True)})
    desk.define("web", {"image": "gone"})
    desk.serve(desired=1)
    desk.wait(600)
    actions = {
        (event["detail"]["eventType"], event["detail"]["eventName"]) for event in told(desk, "service")
    }
    assert ("WARN", "SERVICE_TASK_START_IMPAIRED") in actions


def test_a_shortage_of_fargate_is_a_placement_failure(web):
    web.lab.inject({"fault": "no-capacity"})
    web.serve()
    web.wait(30)
    (failure,) = told(web, "service")
    detail = failure["detail"]
    assert (detail["eventType"], detail["eventName"], detail["reason"]) == (
        "ERROR",
        "SERVICE_TASK_PLACEMENT_FAILURE",
        "RESOURCE:FARGATE",
    )


def test_only_the_newest_events_are_kept_and_their_numbers_go_on(web):
    for _ in range(110):
        web.ecs("StopTask", cluster="lab", task=web.run())
        web.wait(60)
    events = list(web.lab.world.events.values())
    assert len(events) == MOST
    assert [event.number for event in events] == list(range(events[0].number, events[0].number + MOST))


def test_telling_an_event_draws_no_chance(web):
    event = told(web, "task")
    assert event == []
    arn = web.run()
    assert told(web, "task")[0]["id"] == told(web, "task")[0]["id"] != arn


def test_an_instance_tells_of_every_change(desk):
    """https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_container_instance_events.html"""
    subnet = desk.lab.world.subnets[desk.subnets[0]]
    wanted = machines.Launch(type="t3.small", image=AMI["x86_64"], subnet=subnet, profile="ecsInstanceRole")
    machine = machines.launch(desk.lab.state, wanted)
    desk.wait(120)
    (registered,) = told(desk, "instance")
    assert registered["detail-type"] == "ECS Container Instance State Change"
    assert registered["resources"] == [registered["detail"]["containerInstanceArn"]]
    detail = registered["detail"]
    assert (detail["ec2InstanceId"], detail["status"], detail["agentConnected"]) == (
        machine.id,
        "ACTIVE",
        True,
    )
    assert {"registeredResources", "remainingResources", "attributes", "versionInfo", "version"} <= set(
        detail
    )
    desk.lab.inject({"fault": "agent-lost", "instance": machine.id})
    assert told(desk, "instance")[-1]["detail"]["agentConnected"] is False
