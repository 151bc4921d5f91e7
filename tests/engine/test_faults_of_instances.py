"""Machines, agents and zones that fail, and what their tasks and services make of it."""

import base64

import pytest

from ecslab.engine.billing.account import account
from ecslab.engine.ec2 import machines
from ecslab.engine.errors import FaultError
from ecslab.engine.platform.compute import AMI
from ecslab.locale import told

BRIDGE = {"networkMode": "bridge", "requiresCompatibilities": ["EC2"], "family": "job"}
ZONES = ("us-east-1a", "us-east-1b", "us-east-1c")


class Fleet:
    """The cluster `lab` with one t3.medium instance in each of three zones."""

    def __init__(self, desk):
        self.desk, self.lab = desk, desk.lab
        script = base64.b64encode(b"#!/bin/bash\necho ECS_CLUSTER=lab >> /etc/ecs/ecs.config\n").decode()
        self.machines = [
            machines.launch(
                self.lab.state,
                machines.Launch(
                    type="t3.medium",
                    image=AMI["x86_64"],
                    subnet=self.lab.world.subnets[subnet],
                    user_data=script,
                    profile="ecsInstanceRole",
                ),
            ).id
            for subnet in desk.subnets
        ]
        containers = [{"name": "main", "image": "nginx", "memory": 256, "cpu": 256}]
        desk.ecs("RegisterTaskDefinition", **BRIDGE, containerDefinitions=containers)
        desk.wait(120)
        desk.ecs(
            "CreateService",
            cluster="lab",
            serviceName="web",
            taskDefinition="job",
            desiredCount=3,
            launchType="EC2",
        )
        desk.wait(120)
        assert self.zones() == list(ZONES)

    def zones(self):
        tasks = self.lab.world.tasks.where("current service", "lab/web")
        return sorted(task.zone for task in tasks if task.last_status == "RUNNING" and task.live)

    def inject(self, fault, **fields):
        self.lab.inject({"fault": fault, **fields})

    def agents(self):
        return [instance.agent_connected for instance in self.lab.world.instances.values()]


@pytest.fixture
def fleet(desk):
    return Fleet(desk)


def test_the_tasks_of_a_lost_machine_die_and_are_replaced_elsewhere(fleet):
    fleet.inject("lose-instance", instance=fleet.machines[0])
    assert fleet.zones() == list(ZONES[1:])
    (lost,) = fleet.desk.tasks(desiredStatus="STOPPED")
    assert lost["stoppedReason"] == f"Host EC2 (instance {fleet.machines[0]}) terminated."
    fleet.desk.wait(60)
    assert len(fleet.zones()) == 3
    assert ZONES[0] not in fleet.zones()
    statuses = sorted(instance.status for instance in fleet.lab.world.instances.values())
    assert statuses == ["ACTIVE", "ACTIVE", "INACTIVE"]
    fleet.desk.wait(120)
    assert fleet.lab.world.machines[fleet.machines[0]].state == "terminated"


def test_a_machine_that_was_being_stopped_when_it_failed_stays_terminated(fleet):
    machine = fleet.lab.world.machines[fleet.machines[0]]
    machines.stop(fleet.lab.state, machine)
    fleet.inject("lose-instance", instance=machine.id)
    fleet.desk.wait(300)
    assert fleet.lab.world.machines[machine.id].state == "terminated"


def test_an_agent_comes_back_only_where_its_machine_runs(fleet):
    fleet.lab.call("ec2", "StopInstances", {"InstanceIds": [fleet.machines[0]]})
    fleet.lab.advance(120_000)
    assert fleet.agents() == [False, True, True]
    with pytest.raises(FaultError, match="agent-not-running"):
        fleet.inject("agent-back", instance=fleet.machines[0])
    assert fleet.agents() == [False, True, True]


def test_an_agent_that_is_cut_off_keeps_its_tasks_and_gets_none(fleet):
    fleet.inject("agent-lost", instance=fleet.machines[0])
    assert fleet.zones() == list(ZONES)
    fleet.desk.update(desiredCount=6)
    fleet.desk.wait(60)
    assert fleet.zones().count(ZONES[0]) == 1
    fleet.inject("agent-back", instance=fleet.machines[0])
    fleet.desk.update(desiredCount=9)
    fleet.desk.wait(60)
    assert fleet.zones().count(ZONES[0]) > 1


def test_a_zone_that_is_cut_off_runs_on_and_comes_back(fleet):
    fleet.inject("partition-zone", zone=ZONES[0], **{"for": "10m"})
    assert fleet.agents() == [False, True, True]
    fleet.desk.update(desiredCount=6)
    fleet.desk.wait(120)
    assert fleet.zones().count(ZONES[0]) == 1
    fleet.desk.wait(600)
    assert fleet.agents() == [True, True, True]


def test_fargate_puts_no_task_into_a_zone_that_is_cut_off(desk):
    desk.define()
    desk.lab.inject({"fault": "partition-zone", "zone": ZONES[0]})
    desk.serve(desired=4)
    desk.wait(120)
    zones = {task["availabilityZone"] for task in desk.tasks()}
    assert zones == set(ZONES[1:])
    alone = {"awsvpcConfiguration": {"subnets": desk.subnets[:1], "assignPublicIp": "ENABLED"}}
    request = {"cluster": "lab", "taskDefinition": "web", "launchType": "FARGATE"}
    answer = desk.ecs("RunTask", **request, networkConfiguration=alone)
    assert (answer["tasks"], len(answer["failures"])) == ([], 1)
    desk.lab.inject({"fault": "zone-back", "zone": ZONES[0]})
    assert desk.ecs("RunTask", **request, networkConfiguration=alone)["tasks"]


def test_a_machine_that_boots_in_a_cut_off_zone_registers_when_it_is_back(fleet):
    fleet.inject("partition-zone", zone=ZONES[0])
    subnet = fleet.lab.world.subnets[fleet.desk.subnets[0]]
    known = fleet.lab.world.machines[fleet.machines[0]]
    wanted = machines.Launch(
        type=known.type,
        image=known.image,
        subnet=subnet,
        user_data=known.user_data,
        profile=known.profile,
    )
    machines.launch(fleet.lab.state, wanted)
    fleet.desk.wait(300)
    assert len(fleet.lab.world.instances) == 3
    fleet.inject("zone-back", zone=ZONES[0])
    assert fleet.agents() == [True] * 4


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ({"fault": "lose-instance", "instance": "i-0"}, "no cluster has a container instance"),
        ({"fault": "partition-zone", "zone": "us-east-1d"}, "did you mean 'us-east-1"),
        ({"fault": "zone-back", "zone": "us-east-1a"}, "not cut off"),
        ({"fault": "agent-lost"}, "needs 'instance'"),
    ],
)
def test_what_is_not_there_cannot_fail(fleet, fault, message):
    with pytest.raises(FaultError) as refused:
        fleet.lab.inject(fault)
    assert message in told(refused.value, "en")
    assert told(refused.value, "ja")


def test_instances_cost_while_they_run_whatever_runs_on_them(fleet):
    """Sheet 9.2: ECS itself is free; the instances are paid for by the second, used or not."""
    hour = account(fleet.lab).bill
    (line,) = [line for line in hour.lines if line.code == "instance"]
    assert line.of == "t3.medium"
    assert round(line.quantity * 3600, 6) == 3 * (240 - 10)
    assert "fargate-vcpu" not in {each.code for each in hour.lines}
    for machine in fleet.machines:
        machines.terminate(fleet.lab.state, fleet.lab.world.machines[machine])
    after = account(fleet.lab, "cluster/lab").bill
    fleet.desk.wait(7200)
    assert account(fleet.lab, "cluster/lab").bill == after == hour
