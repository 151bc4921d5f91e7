"""ECS Managed Instances: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ManagedInstances.html"""

from collections import Counter

import pytest

from ecslab.engine.errors import ApiError
from ecslab.engine.explain import explain

MINUTE = 60


class Cluster:
    """The cluster `lab` with a provider `managed` of managed instances."""

    def __init__(self, desk, **changes):
        self.desk = desk
        self.template = {
            "ec2InstanceProfileArn": "arn:aws:iam::123456789012:instance-profile/ecsInstanceRole",
            "networkConfiguration": {"subnets": desk.subnets},
        }
        self.provider = {
            "infrastructureRoleArn": "arn:aws:iam::123456789012:role/ecsInfrastructureRole",
            "instanceLaunchTemplate": self.template | changes.pop("template", {}),
        } | changes
        self.made = self.create()
        desk.wait(10)
        self.define("job", cpu="1024", memory="1024")

    def create(self, name="managed", cluster="lab", **provider):
        request = {"name": name, "cluster": cluster, "managedInstancesProvider": self.provider | provider}
        tags = [{"key": "team", "value": "blue"}]
        return self.desk.ecs("CreateCapacityProvider", **request, tags=tags)["capacityProvider"]

    def define(self, family, **fields):
        request = {
            "family": family,
            "networkMode": "host",
            "requiresCompatibilities": ["MANAGED_INSTANCES"],
            "containerDefinitions": [{"name": "main", "image": "nginx"}],
        }
        self.desk.ecs("RegisterTaskDefinition", **request | fields)

    def run(self, count=1, family="job"):
        strategy = [{"capacityProvider": "managed", "weight": 1}]
        return self.desk.ecs(
            "RunTask", cluster="lab", taskDefinition=family, count=count, capacityProviderStrategy=strategy
        )["tasks"]

    def statuses(self):
        return Counter(task["lastStatus"] for task in self.desk.tasks())

    @property
    def machines(self):
        return [each for each in self.desk.lab.world.machines.values() if each.present]


@pytest.fixture
def make(desk):
    return lambda **changes: Cluster(desk, **changes)


def test_a_provider_belongs_to_its_cluster(make, desk):
    cluster = make()
    assert (cluster.made["type"], cluster.made["cluster"]) == ("MANAGED_INSTANCES", "lab")
    assert (cluster.made["status"], cluster.made["updateStatus"]) == ("PROVISIONING", "CREATE_IN_PROGRESS")
    (described,) = desk.ecs("DescribeCapacityProviders", cluster="lab", include=["TAGS"])["capacityProviders"]
    assert (described["status"], described["updateStatus"]) == ("ACTIVE", "CREATE_COMPLETE")
    assert described["managedInstancesProvider"] == cluster.provider
    assert described["tags"] == [{"key": "team", "value": "blue"}]
    assert desk.ecs("DescribeClusters", clusters=["lab"])["clusters"][0]["capacityProviders"] == ["managed"]


def test_ecs_launches_what_the_waiting_tasks_need(make, desk):
    cluster = make()
    tasks = cluster.run(4)
    assert {task["lastStatus"] for task in tasks} == {"PROVISIONING"}
    assert {task["launchType"] for task in tasks} == {"MANAGED_INSTANCES"}
    desk.wait(10)
    assert [machine.type for machine in cluster.machines] == ["c5.xlarge"]
    desk.wait(2 * MINUTE)
    assert cluster.statuses() == {"RUNNING": 4}
    cluster.run(1)
    desk.wait(2 * MINUTE)
    assert [machine.type for machine in cluster.machines] == ["c5.xlarge", "c5.large"]
    assert cluster.statuses() == {"RUNNING": 5}


def test_an_idle_instance_goes_after_its_time(make, desk):
    cluster = make(infrastructureOptimization={"scaleInAfter": 600})
    (task,) = cluster.run()
    desk.wait(3 * MINUTE)
    desk.ecs("StopTask", cluster="lab", task=task["taskArn"])
    desk.wait(9 * MINUTE)
    assert len(cluster.machines) == 1
    desk.wait(2 * MINUTE)
    assert cluster.machines == []
    assert desk.lab.world.instances.count("cluster", "lab") == 0


def test_an_instance_that_is_used_again_stays(make, desk):
    cluster = make()
    (task,) = cluster.run()
    desk.wait(3 * MINUTE)
    desk.ecs("StopTask", cluster="lab", task=task["taskArn"])
    desk.wait(4 * MINUTE)
    cluster.run()
    desk.wait(20 * MINUTE)
    assert (len(cluster.machines), cluster.statuses()) == (1, {"RUNNING": 1})


def test_minus_one_keeps_idle_instances(make, desk):
    cluster = make(infrastructureOptimization={"scaleInAfter": -1})
    (task,) = cluster.run()
    desk.wait(3 * MINUTE)
    desk.ecs("StopTask", cluster="lab", task=task["taskArn"])
    desk.wait(120 * MINUTE)
    assert len(cluster.machines) == 1


def test_requirements_bound_the_types_and_arm_tasks_get_arm(make, desk):
    needs = {"vCpuCount": {"min": 4}, "memoryMiB": {"min": 16_000}}
    cluster = make(template={"instanceRequirements": needs})
    cluster.run()
    cluster.define("arm", cpu="256", memory="512", runtimePlatform={"cpuArchitecture": "ARM64"})
    cluster.run(family="arm")
    desk.wait(3 * MINUTE)
    assert sorted(machine.type for machine in cluster.machines) == ["m5.xlarge", "m6g.xlarge"]
    assert cluster.statuses() == {"RUNNING": 2}


def test_tags_go_on_to_the_instances_when_asked(make, desk):
    cluster = make(propagateTags="CAPACITY_PROVIDER")
    cluster.run()
    desk.wait(10)
    assert ("team", "blue") in [(tag.key, tag.value) for tag in cluster.machines[0].tags]


def test_a_service_lives_on_managed_instances(make, desk):
    cluster = make()
    strategy = [{"capacityProvider": "managed", "weight": 1}]
    request = {"cluster": "lab", "serviceName": "web", "taskDefinition": "job", "desiredCount": 3}
    desk.ecs("CreateService", **request, capacityProviderStrategy=strategy)
    desk.wait(4 * MINUTE)
    assert cluster.statuses() == {"RUNNING": 3}
    desk.update(desiredCount=0)
    desk.wait(10 * MINUTE)
    assert cluster.machines == []


def test_put_cluster_capacity_providers_leaves_them_alone(make, desk):
    make()
    changed = desk.ecs(
        "PutClusterCapacityProviders",
        cluster="lab",
        capacityProviders=["FARGATE"],
        defaultCapacityProviderStrategy=[],
    )["cluster"]
    assert changed["capacityProviders"] == ["FARGATE", "managed"]
    desk.ecs("CreateCluster", clusterName="other")
    with pytest.raises(ApiError, match="only in the cluster that it was created for"):
        desk.ecs(
            "PutClusterCapacityProviders",
            cluster="other",
            capacityProviders=["managed"],
            defaultCapacityProviderStrategy=[],
        )


def test_deleting_takes_the_instances_along(make, desk):
    cluster = make()
    (task,) = cluster.run()
    desk.wait(3 * MINUTE)
    with pytest.raises(ApiError, match="in use"):
        desk.ecs("DeleteCapacityProvider", capacityProvider="managed", cluster="lab")
    desk.ecs("StopTask", cluster="lab", task=task["taskArn"])
    desk.wait(MINUTE)
    leaving = desk.ecs("DeleteCapacityProvider", capacityProvider="managed", cluster="lab")[
        "capacityProvider"
    ]
    assert (leaving["status"], leaving["updateStatus"]) == ("DEPROVISIONING", "DELETE_IN_PROGRESS")
    desk.wait(1)
    with pytest.raises(ApiError) as refused:
        desk.ecs("DeleteCluster", cluster="lab")
    assert refused.value.code.startswith("ClusterContains")
    desk.wait(2 * MINUTE)
    assert cluster.machines == []
    assert desk.ecs("DeleteCluster", cluster="lab")["cluster"]["status"] == "INACTIVE"


def test_an_update_counts_for_new_instances(make, desk):
    cluster = make()
    cluster.run()
    desk.wait(3 * MINUTE)
    needs = {"vCpuCount": {"min": 8}, "memoryMiB": {"min": 0}}
    changed = cluster.provider | {
        "instanceLaunchTemplate": cluster.template | {"instanceRequirements": needs}
    }
    desk.ecs("UpdateCapacityProvider", name="managed", cluster="lab", managedInstancesProvider=changed)
    desk.wait(10)
    cluster.run(2)
    desk.wait(3 * MINUTE)
    assert [machine.type for machine in cluster.machines] == ["c5.large", "c5.2xlarge"]


def test_why_a_task_waits_for_a_managed_instance(make, desk):
    cluster = make()
    (task,) = cluster.run()
    name = task["taskArn"].rsplit("/", 1)[1]
    desk.wait(10)
    assert [reason.code for reason in explain(desk.lab, f"task/{name}")][1] == "managed-launching"
    cluster.define("huge", cpu="1024", memory="999999")
    (task,) = cluster.run(family="huge")
    name = task["taskArn"].rsplit("/", 1)[1]
    assert [reason.code for reason in explain(desk.lab, f"task/{name}")][1] == "managed-misfit"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"infrastructureRoleArn": "x"}, "The specified infrastructure role arn is invalid."),
        ({"template": {"ec2InstanceProfileArn": "x"}}, "The specified instance profile role arn is invalid."),
        ({"template": {"networkConfiguration": {"subnets": []}}}, "with non empty subnets"),
        ({"template": {"networkConfiguration": {"subnets": ["x"]}}}, "The specified subnet id is invalid."),
        (
            {"template": {"instanceRequirements": {"vCpuCount": {"min": 1000}, "memoryMiB": {"min": 0}}}},
            "No instance types satisfy the instance requirements",
        ),
        ({"infrastructureOptimization": {"scaleInAfter": 3601}}, "scaleInAfter"),
    ],
)
def test_providers_that_aws_refuses(make, change, message):
    with pytest.raises(ApiError) as refused:
        make(**change)
    assert refused.value.code == "InvalidParameterException"
    assert message in refused.value.message


def test_the_cluster_must_be_named(make, desk):
    cluster = make()
    with pytest.raises(ApiError, match="is not supported without a Cluster Name"):
        desk.ecs("CreateCapacityProvider", name="x", managedInstancesProvider=cluster.provider)
    with pytest.raises(ApiError, match="already exists with cluster scope"):
        desk.ecs("DeleteCapacityProvider", capacityProvider="managed")


@pytest.mark.parametrize("option", ["SPOT", "RESERVED"])
def test_what_is_not_simulated_says_so(make, option):
    with pytest.raises(ApiError, match="capacityOptionType"):
        make(template={"capacityOptionType": option})
