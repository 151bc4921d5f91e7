"""DAEMON services: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service-options.html"""

import base64
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecslab.engine.ecs.services.daemon import Host, floor, plan
from ecslab.engine.ecs.services.replica import TaskView
from ecslab.engine.errors import ApiError


def task(name, instance, *, current=True, running=True, healthy=True, unhealthy=False):
    return TaskView(
        name, current, running, running and healthy, "a", 0, unhealthy=unhealthy, instance=instance
    )


def host(name, *tasks, eligible=True, **fields):
    return Host(name, eligible, tasks=tuple(tasks), **fields)


def ids(tasks):
    return [each.id for each in tasks]


def test_every_eligible_instance_gets_one():
    decided = plan([host("i1", task("t1", "i1")), host("i2"), host("i3", eligible=False)], 0)
    assert (decided.desired, decided.start, decided.stop) == (2, ("i2",), ())


def test_a_successor_waits_until_the_old_task_is_gone():
    decided = plan([host("i1", leaving=True), host("i2")], 0)
    assert decided.start == ("i2",)


def test_a_deployment_stops_first_and_keeps_the_minimum():
    """Section 4.1: minimum 0 by default, the maximum is 100."""
    hosts = [host(f"i{n}", task(f"t{n}", f"i{n}", current=False)) for n in range(4)]
    assert len(plan(hosts, 0).stop) == 4
    assert len(plan(hosts, 50).stop) == 2
    assert plan(hosts, 100).stop == ()
    assert floor(3, 50) == 2


def test_on_a_draining_instance_the_daemon_is_the_last_to_go():
    busy = host("i1", task("t1", "i1"), eligible=False, draining=True)
    assert plan([busy], 0).stop == ()
    assert ids(plan([busy._replace(emptied=True)], 0).stop) == ["t1"]


def test_a_task_that_breaks_the_constraints_is_stopped():
    decided = plan([host("i1", task("t1", "i1"), eligible=False)], 0)
    assert ids(decided.stop) == ids(decided.misplaced) == ["t1"]


VIEWS = st.builds(
    task,
    st.uuids().map(str),
    st.just("i"),
    current=st.booleans(),
    running=st.booleans(),
    healthy=st.booleans(),
)
HOSTS = st.lists(
    st.builds(
        Host,
        id=st.uuids().map(str),
        eligible=st.booleans(),
        emptied=st.booleans(),
        draining=st.booleans(),
        tasks=st.lists(VIEWS, max_size=2).map(tuple),
        leaving=st.booleans(),
    ),
    max_size=8,
)


@given(HOSTS, st.integers(0, 100))
def test_a_daemon_settles_with_one_current_task_on_each_eligible_instance(hosts, minimum):
    for _ in range(50):
        decided = plan(hosts, minimum)
        gone = set(ids(decided.stop))
        left = sum(each.healthy for at in hosts if at.eligible for each in at.tasks if each.id not in gone)
        single = sum(any(each.healthy for each in at.tasks) for at in hosts if at.eligible)
        assert left >= min(single, floor(decided.desired, minimum))
        following = []
        for at in hosts:
            stay = tuple(
                each._replace(running=True, healthy=True) for each in at.tasks if each.id not in gone
            )
            if at.id in decided.start:
                stay = (task(f"new {at.id}", at.id),)
            following.append(at._replace(tasks=stay, leaving=False))
        if following == hosts:
            break
        hosts = following
    blocked = floor(decided.desired, minimum) == decided.desired
    for at in hosts:
        if at.eligible:
            assert len(at.tasks) == 1
            assert at.tasks[0].current or blocked


class Metal:
    """The cluster `lab` with machines in it."""

    def __init__(self, desk):
        self.desk = desk
        self.lab = desk.lab
        images = self.lab.call("ec2", "DescribeImages", {})["Images"]
        self.image = next(each["ImageId"] for each in images if each["Architecture"] == "x86_64")
        containers = [{"name": "agent", "image": "agent", "memory": 64}]
        for family in ("agent", "web"):
            desk.ecs("RegisterTaskDefinition", family=family, containerDefinitions=containers)

    def launch(self, count=1):
        script = base64.b64encode(b"#!/bin/bash\necho ECS_CLUSTER=lab >> /etc/ecs/ecs.config\n").decode()
        answer = self.lab.call(
            "ec2",
            "RunInstances",
            {
                "ImageId": self.image,
                "InstanceType": "t3.medium",
                "MinCount": count,
                "MaxCount": count,
                "UserData": script,
                "IamInstanceProfile": {"Name": "ecsInstanceRole"},
            },
        )
        return [each["InstanceId"] for each in answer["Instances"]]

    def instances(self):
        return self.desk.ecs("ListContainerInstances", cluster="lab")["containerInstanceArns"]

    def daemon(self, name="agent", **params):
        request = {
            "cluster": "lab",
            "serviceName": name,
            "taskDefinition": "agent",
            "schedulingStrategy": "DAEMON",
        }
        return self.desk.ecs("CreateService", **request | params)["service"]

    def spread(self, name="agent"):
        return Counter(each["containerInstanceArn"] for each in self.desk.tasks(serviceName=name))


@pytest.fixture
def metal(desk):
    metal = Metal(desk)
    metal.launch(2)
    desk.wait(120)
    return metal


def counts(metal, name="agent"):
    service = metal.desk.service(name)
    return service["desiredCount"], service["runningCount"], service["pendingCount"]


def test_a_daemon_runs_once_on_each_instance_and_on_new_ones_at_once(metal):
    answer = metal.daemon()
    assert answer["schedulingStrategy"] == "DAEMON"
    bounds = answer["deploymentConfiguration"]
    assert (bounds["minimumHealthyPercent"], bounds["maximumPercent"]) == (0, 100)
    assert answer["availabilityZoneRebalancing"] == "DISABLED"
    metal.desk.wait(120)
    assert counts(metal) == (2, 2, 0)
    assert set(metal.spread().values()) == {1}
    assert metal.desk.service("agent")["deployments"][0]["rolloutState"] == "COMPLETED"
    metal.launch()
    metal.desk.wait(120)
    assert counts(metal) == (3, 3, 0)
    assert set(metal.spread().values()) == {1}
    assert metal.desk.ecs("ListServices", cluster="lab", schedulingStrategy="DAEMON")["serviceArns"]


def test_a_lost_instance_lowers_the_count(metal):
    metal.daemon()
    metal.desk.wait(120)
    victim = metal.lab.call("ec2", "DescribeInstances", {})["Reservations"][0]["Instances"][0]["InstanceId"]
    metal.lab.call("ec2", "TerminateInstances", {"InstanceIds": [victim]})
    metal.desk.wait(120)
    assert counts(metal) == (1, 1, 0)


def test_a_daemon_with_no_instance_wants_nothing(desk):
    metal = Metal(desk)
    metal.daemon()
    desk.wait(60)
    assert counts(metal) == (0, 0, 0)
    metal.launch()
    desk.wait(120)
    assert counts(metal) == (1, 1, 0)


def test_draining_stops_the_daemon_last(metal):
    metal.daemon()
    desk = metal.desk
    desk.wait(60)
    victim = metal.instances()[0]
    alone = desk.ecs("StartTask", cluster="lab", taskDefinition="web", containerInstances=[victim])["tasks"][
        0
    ]
    desk.wait(30)
    desk.ecs("UpdateContainerInstancesState", cluster="lab", containerInstances=[victim], status="DRAINING")
    desk.wait(60)
    assert metal.spread()[victim] == 1
    desk.ecs("StopTask", cluster="lab", task=alone["taskArn"])
    desk.wait(60)
    assert victim not in metal.spread()
    assert counts(metal) == (1, 1, 0)
    desk.ecs("UpdateContainerInstancesState", cluster="lab", containerInstances=[victim], status="ACTIVE")
    desk.wait(60)
    assert counts(metal) == (2, 2, 0)


def test_a_new_revision_replaces_task_by_task_on_its_instance(metal):
    metal.daemon(deploymentConfiguration={"minimumHealthyPercent": 50, "maximumPercent": 100})
    desk = metal.desk
    desk.wait(120)
    desk.update("agent", forceNewDeployment=True)
    least = 2
    for _ in range(240):
        desk.wait(1)
        least = min(least, desk.service("agent")["runningCount"])
        assert max(metal.spread().values()) == 1
    assert least == 1
    assert [each["rolloutState"] for each in desk.service("agent")["deployments"]] == ["COMPLETED"]


def test_a_stalled_daemon_replaces_what_dies_of_its_old_tasks(metal):
    """As for REPLICA services: by the revision that it belongs to, down to what had to make room."""
    breaker = {"deploymentCircuitBreaker": {"enable": True, "rollback": False}}
    metal.daemon(deploymentConfiguration=breaker | {"minimumHealthyPercent": 50, "maximumPercent": 100})
    desk = metal.desk
    desk.wait(120)
    desk.ecs(
        "RegisterTaskDefinition",
        family="agent",
        containerDefinitions=[{"name": "agent", "image": "agent", "memory": 100_000}],
    )
    desk.update("agent", taskDefinition="agent:2")
    desk.wait(400)
    assert desk.service("agent")["deployments"][0]["rolloutState"] == "FAILED"
    assert desk.service("agent")["runningCount"] == 1
    (survivor,) = desk.tasks(serviceName="agent")
    desk.lab.inject({"fault": "stop-task", "task": survivor["taskArn"]})
    desk.wait(120)
    (successor,) = desk.tasks(serviceName="agent")
    assert successor["taskDefinitionArn"].endswith("agent:1")
    assert successor["lastStatus"] == "RUNNING"


def test_constraints_choose_the_instances_and_stop_what_breaks_them(metal):
    desk = metal.desk
    first, _ = metal.instances()
    chosen = [{"type": "memberOf", "expression": "attribute:role == edge"}]
    desk.ecs(
        "PutAttributes", cluster="lab", attributes=[{"name": "role", "value": "edge", "targetId": first}]
    )
    metal.daemon(placementConstraints=chosen)
    desk.wait(60)
    assert metal.spread() == {first: 1}
    desk.ecs("DeleteAttributes", cluster="lab", attributes=[{"name": "role", "targetId": first}])
    desk.wait(60)
    assert metal.spread() == {}
    assert any("do not satisfy the placement constraints" in event for event in desk.events("agent"))


@pytest.mark.parametrize(
    ("params", "message"),
    [
        (
            {"desiredCount": 2},
            "does not support a desired count for services. Remove the desired count value and try",
        ),
        (
            {"launchType": "FARGATE"},
            "does not support the FARGATE launch type. Change the launch type and try again",
        ),
        ({"placementStrategy": [{"type": "random"}]}, "does not support placement strategies"),
        (
            {"deploymentConfiguration": {"maximumPercent": 200}},
            "does not support values above 100 for maximumPercent",
        ),
        ({"availabilityZoneRebalancing": "ENABLED"}, "Rebalancing does not support DAEMON services"),
    ],
)
def test_what_a_daemon_cannot_have(metal, params, message):
    """Section 4.1."""
    if "launchType" in params:
        metal.desk.define("agent")
        params = params | {"networkConfiguration": metal.desk.network}
    with pytest.raises(ApiError) as refused:
        metal.daemon(**params)
    assert refused.value.code == "InvalidParameterException"
    assert message in refused.value.message


def test_a_daemon_has_no_desired_count_to_update_and_is_deleted_directly(metal):
    """Section 4.13."""
    metal.daemon()
    metal.desk.wait(60)
    with pytest.raises(ApiError, match="desired count"):
        metal.desk.update("agent", desiredCount=3)
    metal.desk.ecs("DeleteService", cluster="lab", service="agent")
    metal.desk.wait(60)
    assert metal.desk.service("agent")["status"] == "INACTIVE"
    assert metal.spread() == {}
