"""Managed daemons: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateDaemon.html"""

from collections import Counter

import pytest

from ecslab.engine.errors import ApiError
from ecslab.engine.workload import Workload

MINUTE = 60
PROVIDER = "arn:aws:ecs:us-east-1:123456789012:capacity-provider/managed"


class Cluster:
    """The cluster `lab` with managed instances, a daemon task definition `watch` and a task definition `job`."""

    def __init__(self, desk):
        self.desk = desk
        template = {
            "ec2InstanceProfileArn": "arn:aws:iam::123456789012:instance-profile/ecsInstanceRole",
            "networkConfiguration": {"subnets": desk.subnets},
            "instanceRequirements": {
                "vCpuCount": {"min": 2, "max": 2},
                "memoryMiB": {"min": 2048},
                "allowedInstanceTypes": ["m5.large"],
            },
        }
        role = "arn:aws:iam::123456789012:role/ecsInfrastructureRole"
        desk.ecs(
            "CreateCapacityProvider",
            name="managed",
            cluster="lab",
            managedInstancesProvider={"infrastructureRoleArn": role, "instanceLaunchTemplate": template},
        )
        desk.wait(10)
        self.definition = self.define()
        desk.ecs(
            "RegisterTaskDefinition",
            family="job",
            networkMode="host",
            requiresCompatibilities=["MANAGED_INSTANCES"],
            cpu="1024",
            memory="1024",
            containerDefinitions=[{"name": "main", "image": "nginx"}],
        )

    def define(self, **container):
        answer = self.desk.ecs(
            "RegisterDaemonTaskDefinition",
            family="watch",
            containerDefinitions=[{"name": "agent", "image": "agent", "memory": 128, "cpu": 100} | container],
        )
        return answer["daemonTaskDefinitionArn"]

    def create(self, **params):
        request = {
            "daemonName": "watch",
            "clusterArn": "lab",
            "daemonTaskDefinitionArn": self.definition,
            "capacityProviderArns": [PROVIDER],
        }
        return self.desk.ecs("CreateDaemon", **request | params)

    def serve(self, desired):
        self.desk.ecs(
            "CreateService",
            cluster="lab",
            serviceName="web",
            taskDefinition="job",
            desiredCount=desired,
            capacityProviderStrategy=[{"capacityProvider": "managed", "weight": 1}],
            availabilityZoneRebalancing="DISABLED",
        )

    def daemon_tasks(self):
        return [task for task in self.desk.tasks() if task["group"] == "daemon:watch"]

    @property
    def machines(self):
        return [each.id for each in self.desk.lab.world.machines.values() if each.present]

    def deployment(self, arn):
        (found,) = self.desk.ecs("DescribeDaemonDeployments", daemonDeploymentArns=[arn])["daemonDeployments"]
        return found


@pytest.fixture
def cluster(make_desk):
    return Cluster(make_desk(images={"crash": Workload(runs_for_ms=20_000, exit_code=1)}))


def test_every_instance_gets_its_daemon_before_other_tasks(cluster):
    created = cluster.create()
    cluster.serve(3)
    cluster.desk.wait(5 * MINUTE)
    tasks = cluster.desk.tasks()
    assert Counter(task["group"] for task in tasks) == {"service:web": 3, "daemon:watch": 3}
    assert {task["lastStatus"] for task in tasks} == {"RUNNING"}
    homes = Counter(task["containerInstanceArn"] for task in cluster.daemon_tasks())
    assert len(homes) == len(cluster.machines) == 3
    for task in cluster.daemon_tasks():
        assert task["taskDefinitionArn"] == cluster.definition
        beside = [each for each in tasks if each["containerInstanceArn"] == task["containerInstanceArn"]]
        assert task["createdAt"] == min(
            each["createdAt"] for each in beside if each in cluster.daemon_tasks()
        )
    daemon = cluster.desk.ecs("DescribeDaemon", daemonArn=created["daemonArn"])["daemon"]
    assert daemon["currentRevisions"][0]["totalRunningCount"] == 3
    assert cluster.deployment(created["deploymentArn"])["status"] == "SUCCESSFUL"


def test_a_daemon_alone_keeps_no_instance(cluster):
    cluster.create()
    cluster.serve(2)
    cluster.desk.wait(5 * MINUTE)
    cluster.desk.update(desiredCount=0)
    cluster.desk.wait(15 * MINUTE)
    assert (cluster.machines, cluster.desk.tasks()) == ([], [])


def test_an_instance_whose_critical_daemon_stops_is_replaced(cluster):
    cluster.create()
    cluster.serve(1)
    cluster.desk.wait(4 * MINUTE)
    before = cluster.machines
    cluster.desk.ecs("StopTask", cluster="lab", task=cluster.daemon_tasks()[0]["taskArn"])
    cluster.desk.wait(10 * MINUTE)
    assert len(cluster.machines) == 1
    assert cluster.machines != before
    assert Counter(task["group"] for task in cluster.desk.tasks()) == {"service:web": 1, "daemon:watch": 1}


def test_an_instance_does_without_a_daemon_that_is_not_critical(cluster):
    created = cluster.create(critical=False)
    cluster.serve(1)
    cluster.desk.wait(4 * MINUTE)
    before = cluster.machines
    cluster.desk.ecs("StopTask", cluster="lab", task=cluster.daemon_tasks()[0]["taskArn"])
    cluster.desk.wait(10 * MINUTE)
    assert cluster.machines == before
    revision = cluster.desk.ecs("DescribeDaemon", daemonArn=created["daemonArn"])["daemon"][
        "currentRevisions"
    ][0]
    assert (revision["totalRunningCount"], revision["totalWithoutDaemonCount"]) == (0, 1)


def test_an_update_replaces_the_instances_some_at_a_time(cluster):
    created = cluster.create()
    cluster.serve(4)
    cluster.desk.wait(5 * MINUTE)
    before = set(cluster.machines)
    newer = cluster.define(command=["--new"])
    change = {
        "daemonArn": created["daemonArn"],
        "daemonTaskDefinitionArn": newer,
        "capacityProviderArns": [PROVIDER],
        "deploymentConfiguration": {"drainPercent": 25.0, "bakeTimeInMinutes": 2},
    }
    updated = cluster.desk.ecs("UpdateDaemon", **change)
    for _ in range(120):
        cluster.desk.wait(30)
        draining = [each for each in cluster.desk.lab.world.instances.values() if each.status == "DRAINING"]
        assert len(draining) <= 1
    assert before.isdisjoint(cluster.machines)
    assert {task["taskDefinitionArn"] for task in cluster.daemon_tasks()} == {newer}
    assert cluster.deployment(updated["deploymentArn"])["status"] == "SUCCESSFUL"
    listed = cluster.desk.ecs("ListDaemonDeployments", daemonArn=created["daemonArn"])["daemonDeployments"]
    assert [each["daemonDeploymentArn"] for each in listed] == [
        updated["deploymentArn"],
        created["deploymentArn"],
    ]
    span = {"after": 0, "before": "2026-01-05T09:00:00"}
    asked = {"daemonArn": created["daemonArn"], "createdAt": span}
    assert cluster.desk.ecs("ListDaemonDeployments", **asked)["daemonDeployments"] == []
    revision = listed[0]["targetDaemonRevisionArn"]
    (shown,) = cluster.desk.ecs("DescribeDaemonRevisions", daemonRevisionArns=[revision])["daemonRevisions"]
    assert shown["daemonTaskDefinitionArn"] == newer


def test_a_deleted_daemon_goes_with_its_instances(cluster):
    created = cluster.create()
    cluster.serve(1)
    cluster.desk.wait(4 * MINUTE)
    before = cluster.machines
    gone = cluster.desk.ecs("DeleteDaemon", daemonArn=created["daemonArn"])
    assert gone["status"] == "DELETE_IN_PROGRESS"
    with pytest.raises(ApiError) as refused:
        cluster.desk.ecs("DeleteDaemon", daemonArn=created["daemonArn"])
    assert refused.value.code == "DaemonNotActiveException"
    cluster.desk.wait(15 * MINUTE)
    assert cluster.machines != before
    assert Counter(task["group"] for task in cluster.desk.tasks()) == {"service:web": 1}
    with pytest.raises(ApiError) as refused:
        cluster.desk.ecs("DescribeDaemon", daemonArn=created["daemonArn"])
    assert refused.value.code == "DaemonNotFoundException"
    assert cluster.desk.ecs("ListDaemons", clusterArn="lab")["daemonSummariesList"] == []


def test_definitions_are_numbered_listed_and_deleted(cluster):
    second = cluster.define(command=["--new"])
    assert second.endswith("daemon-task-definition/watch:2")
    ecs = cluster.desk.ecs
    newest = ecs("DescribeDaemonTaskDefinition", daemonTaskDefinition="watch")["daemonTaskDefinition"]
    assert (newest["revision"], newest["containerDefinitions"][0]["command"]) == (2, ["--new"])
    ecs("DeleteDaemonTaskDefinition", daemonTaskDefinition=second)
    listed = ecs("ListDaemonTaskDefinitions", family="watch")["daemonTaskDefinitions"]
    assert [each["arn"] for each in listed] == [cluster.definition]
    everything = ecs("ListDaemonTaskDefinitions", status="ALL", sort="DESC")["daemonTaskDefinitions"]
    assert [each["status"] for each in everything] == ["DELETE_IN_PROGRESS", "ACTIVE"]
    assert all("daemon" not in arn for arn in ecs("ListTaskDefinitions")["taskDefinitionArns"])
    assert ecs("ListTaskDefinitionFamilies")["families"] == ["job"]
    with pytest.raises(ApiError, match="inactive"):
        cluster.create(daemonTaskDefinitionArn=second)


def test_a_token_makes_creating_repeatable(cluster):
    first = cluster.create(clientToken="t")
    assert cluster.create(clientToken="t")["daemonArn"] == first["daemonArn"]
    with pytest.raises(ApiError, match="already exists"):
        cluster.create()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"capacityProviderArns": ["FARGATE"]}, "InvalidParameterException"),
        ({"capacityProviderArns": []}, "InvalidParameterException"),
        ({"daemonTaskDefinitionArn": "nothing"}, "ClientException"),
        ({"daemonName": "a b"}, "InvalidParameterException"),
        ({"deploymentConfiguration": {"drainPercent": 101.0}}, "InvalidParameterException"),
        ({"clusterArn": "nowhere"}, "ClusterNotFoundException"),
    ],
)
def test_daemons_that_aws_refuses(cluster, change, code):
    with pytest.raises(ApiError) as refused:
        cluster.create(**change)
    assert refused.value.code == code
