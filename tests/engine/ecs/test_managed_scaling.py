"""Auto Scaling group providers: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cluster-auto-scaling.html"""

import base64
from collections import Counter

import pytest

from ecslab.engine.clock import to_datetime
from ecslab.engine.ec2 import autoscaling
from ecslab.engine.ecs.instances import instance_states
from ecslab.engine.errors import ApiError
from ecslab.engine.explain import explain
from ecslab.engine.platform.autoscaling import Group, LaunchTemplate, TemplateVersion
from ecslab.engine.platform.compute import AMI

SCALING = {"status": "ENABLED", "targetCapacity": 100}
BRIDGE = {"networkMode": "bridge", "requiresCompatibilities": ["EC2"], "cpu": None, "memory": None}
MINUTE = 60


class Cluster:
    """The cluster `lab` with the capacity provider `mine` on the group `fleet` of t3.medium instances."""

    def __init__(self, desk, *, desired=0, maximum=10, minimum=0, protects_new=False, **provider):
        self.desk, self.state = desk, desk.lab.state
        state = self.state
        script = base64.b64encode(b"#!/bin/bash\necho ECS_CLUSTER=lab >> /etc/ecs/ecs.config\n").decode()
        version = TemplateVersion(
            number=1,
            image=AMI["x86_64"],
            type="t3.medium",
            user_data=script,
            profile="ecsInstanceRole",
            created_at=state.now,
            created_by="me",
        )
        state.world.templates.put(
            LaunchTemplate(id="lt-1", name="ecs", versions=(version,), created_at=state.now, created_by="me")
        )
        group = Group(
            name="fleet",
            arn="arn:aws:autoscaling:us-east-1:123456789012:autoScalingGroup:1:autoScalingGroupName/fleet",
            template="lt-1",
            minimum=minimum,
            maximum=maximum,
            desired=desired,
            subnets=tuple(desk.subnets),
            protects_new=protects_new,
            created_at=state.now,
        )
        autoscaling.change(state, group)
        self.provider = {"autoScalingGroupArn": group.arn, "managedScaling": SCALING} | provider
        desk.ecs("CreateCapacityProvider", name="mine", autoScalingGroupProvider=self.provider)
        desk.ecs(
            "PutClusterCapacityProviders",
            cluster="lab",
            capacityProviders=["mine"],
            defaultCapacityProviderStrategy=[{"capacityProvider": "mine", "weight": 1}],
        )
        self.define("job", cpu=1024, memory=512)

    def define(self, family, **container):
        request = {
            "family": family,
            "networkMode": "bridge",
            "requiresCompatibilities": ["EC2"],
            "containerDefinitions": [{"name": "main", "image": "nginx"} | container],
        }
        self.desk.ecs("RegisterTaskDefinition", **request)

    def run(self, count=1, family="job", **params):
        return self.desk.ecs("RunTask", cluster="lab", taskDefinition=family, count=count, **params)

    def serve(self, desired, name="web", **params):
        request = {"cluster": "lab", "serviceName": name, "taskDefinition": "job", "desiredCount": desired}
        return self.desk.ecs("CreateService", **request | params)["service"]

    def statuses(self):
        return Counter(task["lastStatus"] for task in self.desk.tasks())

    @property
    def desired(self):
        return self.state.world.groups["fleet"].desired

    @property
    def machines(self):
        return [each for each in self.state.world.machines.values() if each.present]

    def stop_all(self):
        for task in self.desk.tasks():
            self.desk.ecs("StopTask", cluster="lab", task=task["taskArn"])


@pytest.fixture
def make(desk):
    return lambda **options: Cluster(desk, **options)


def test_tasks_wait_in_provisioning_until_the_group_has_grown(make, desk):
    cluster = make()
    answer = cluster.run(2)
    assert answer["failures"] == []
    assert {task["lastStatus"] for task in answer["tasks"]} == {"PROVISIONING"}
    assert {task["capacityProviderName"] for task in answer["tasks"]} == {"mine"}
    assert {task["launchType"] for task in answer["tasks"]} == {"EC2"}
    assert all("containerInstanceArn" not in task for task in answer["tasks"])
    desk.wait(MINUTE)
    assert cluster.desired == 2
    assert cluster.statuses() == {"PROVISIONING": 2}
    desk.wait(2 * MINUTE)
    assert cluster.statuses() == {"RUNNING": 2}
    assert {task["taskArn"] for task in desk.tasks()} == {task["taskArn"] for task in answer["tasks"]}
    assert all("containerInstanceArn" in task for task in desk.tasks())


def test_from_zero_the_group_starts_with_two_and_goes_on_after_the_warm_up(make, desk):
    cluster = make()
    cluster.run(8)
    desk.wait(MINUTE)
    assert cluster.desired == 2
    desk.wait(4 * MINUTE)
    assert (cluster.desired, cluster.statuses()) == (2, {"RUNNING": 4, "PROVISIONING": 4})
    desk.wait(2 * MINUTE)
    assert cluster.desired == 4
    desk.wait(2 * MINUTE)
    assert cluster.statuses() == {"RUNNING": 8}


def test_the_warm_up_can_be_shorter_and_the_maximum_size_caps(make, desk):
    cluster = make(maximum=3, managedScaling=SCALING | {"instanceWarmupPeriod": 60})
    cluster.run(8)
    desk.wait(4 * MINUTE)
    assert (cluster.desired, cluster.statuses()) == (3, {"RUNNING": 6, "PROVISIONING": 2})


def test_a_task_that_waits_for_too_long_fails_with_what_was_missing(make, desk):
    cluster = make(maximum=0)
    arn = cluster.run()["tasks"][0]["taskArn"]
    desk.wait(15 * MINUTE)
    task = desk.task(arn)
    assert (task["stopCode"], task["stoppedReason"]) == ("TaskFailedToStart", "EMPTY CAPACITY PROVIDER")
    assert task["lastStatus"] == "STOPPED"


def test_a_task_that_fits_no_instance_of_the_group_waits_in_vain(make, desk):
    cluster = make(desired=1)
    desk.wait(2 * MINUTE)
    cluster.define("huge", cpu=4096, memory=512)
    arn = cluster.run(family="huge")["tasks"][0]["taskArn"]
    desk.wait(10 * MINUTE)
    assert cluster.desired == 1
    assert desk.task(arn)["lastStatus"] == "PROVISIONING"
    desk.wait(5 * MINUTE)
    assert desk.task(arn)["stoppedReason"] == "RESOURCE:CPU"


def test_a_waiting_task_can_be_stopped(make, desk):
    cluster = make(maximum=0)
    arn = cluster.run()["tasks"][0]["taskArn"]
    desk.ecs("StopTask", cluster="lab", task=arn)
    desk.wait(1)
    assert (desk.task(arn)["lastStatus"], desk.task(arn)["stopCode"]) == ("STOPPED", "UserInitiated")
    assert len(desk.lab.world.queued) == 0


def test_without_managed_scaling_there_is_no_queue(make, desk):
    cluster = make(managedScaling={"status": "DISABLED"})
    with pytest.raises(ApiError, match="No Container Instances were found in your"):
        cluster.run()
    cluster.serve(1)
    desk.wait(30)
    assert "No Container Instances were found in your capacity provider." in desk.events()[-1]
    autoscaling.set_desired(cluster.state, "fleet", 1)
    desk.wait(2 * MINUTE)
    assert cluster.statuses() == {"RUNNING": 1}
    answer = cluster.run(3)
    assert (len(answer["tasks"]), [each["reason"] for each in answer["failures"]]) == (1, ["RESOURCE:CPU"])


def test_tasks_with_a_launch_type_make_no_group_grow(make, desk):
    cluster = make(desired=1)
    desk.wait(2 * MINUTE)
    answer = cluster.run(3, launchType="EC2")
    assert (len(answer["tasks"]), len(answer["failures"])) == (2, 1)
    desk.wait(10 * MINUTE)
    assert cluster.desired == 1


def test_empty_instances_go_after_15_minutes_and_at_most_half_of_them_each_minute(make, desk):
    cluster = make(desired=8)
    desk.wait(13 * MINUTE)
    assert cluster.desired == 8
    sizes = []
    while cluster.desired:
        desk.wait(MINUTE)
        sizes.append(cluster.desired)
        assert len(sizes) < 15
    assert [size for size in dict.fromkeys(sizes) if size < 8] == [5, 3, 2, 1, 0]
    desk.wait(2 * MINUTE)
    assert cluster.machines == []


def test_a_scale_out_starts_the_15_minutes_anew(make, desk):
    cluster = make(desired=3)
    desk.wait(10 * MINUTE)
    cluster.run(10)
    desk.wait(3 * MINUTE)
    assert cluster.statuses() == {"RUNNING": 10}
    assert cluster.desired == 5
    cluster.stop_all()
    desk.wait(14 * MINUTE)
    assert cluster.desired == 5
    desk.wait(4 * MINUTE)
    assert cluster.desired < 5


def test_termination_protection_keeps_instances_with_tasks(make, desk):
    cluster = make(protects_new=True, managedTerminationProtection="ENABLED", desired=4)
    desk.wait(2 * MINUTE)
    (arn,) = (task["taskArn"] for task in cluster.run()["tasks"])
    desk.wait(40 * MINUTE)
    assert cluster.desired == 1
    (machine,) = cluster.machines
    assert machine.protected
    assert desk.task(arn)["lastStatus"] == "RUNNING"
    desk.ecs("StopTask", cluster="lab", task=arn)
    desk.wait(20 * MINUTE)
    assert (cluster.desired, cluster.machines) == (0, [])


def test_a_target_below_100_keeps_instances_to_spare(make, desk):
    cluster = make(desired=2, managedScaling=SCALING | {"targetCapacity": 50})
    desk.wait(2 * MINUTE)
    cluster.run(4)
    desk.wait(40 * MINUTE)
    assert cluster.statuses() == {"RUNNING": 4}
    assert cluster.desired == 4
    assert desk.lab.world.providers["mine"].reservation == 50


def test_managed_draining_moves_service_tasks_before_an_instance_goes(make, desk):
    cluster = make(desired=2)
    desk.wait(2 * MINUTE)
    cluster.serve(2)
    desk.wait(2 * MINUTE)
    victim = cluster.machines[0]
    autoscaling.terminate(cluster.state, victim, decrement=False)
    desk.wait(1)
    assert cluster.state.world.machines[victim.id].lifecycle == "Terminating:Wait"
    (drained,) = [each for each in cluster.state.world.instances.values() if each.ec2 == victim.id]
    assert drained.status == "DRAINING"
    for _ in range(40):
        desk.wait(10)
        running = sum(task["lastStatus"] == "RUNNING" for task in desk.tasks())
        assert running >= 2
    assert not cluster.state.world.machines[victim.id].present
    assert cluster.statuses() == {"RUNNING": 2}


def test_an_instance_is_drained_for_an_hour_at_most(make, desk):
    """The termination hook's heartbeat is 3,600 seconds; then the instance goes with what still runs on it."""
    cluster = make(desired=1)
    desk.wait(2 * MINUTE)
    arn = cluster.run()["tasks"][0]["taskArn"]
    desk.wait(MINUTE)
    autoscaling.terminate(cluster.state, cluster.machines[0], decrement=True)
    desk.wait(59 * MINUTE)
    assert desk.task(arn)["lastStatus"] == "RUNNING"
    desk.wait(3 * MINUTE)
    assert desk.task(arn)["lastStatus"] == "STOPPED"


def test_without_managed_draining_the_tasks_are_lost(make, desk):
    cluster = make(desired=1, managedDraining="DISABLED")
    desk.wait(2 * MINUTE)
    arn = cluster.run()["tasks"][0]["taskArn"]
    desk.wait(MINUTE)
    autoscaling.terminate(cluster.state, cluster.machines[0], decrement=False)
    desk.wait(2 * MINUTE)
    assert desk.task(arn)["stopCode"] == "TerminationNotice"


def test_waiting_tasks_have_a_quota(make, desk):
    cluster = make(maximum=0)
    cluster.serve(505)
    desk.wait(30)
    assert len(desk.lab.world.queued) == 500
    assert desk.events()[-1] == (
        "(service web) was unable to place tasks in your cluster because the tasks provisioning capacity limit was "
        "exceeded."
    )
    with pytest.raises(ApiError) as refused:
        cluster.run()
    assert (refused.value.code, refused.value.message) == (
        "ClientException",
        "Tasks provisioning capacity limit exceeded.",
    )


def test_instances_know_their_provider_from_the_association_on(make, desk):
    cluster = make(desired=1)
    desk.wait(2 * MINUTE)
    (instance,) = cluster.state.world.instances.values()
    assert instance.capacity_provider == "mine"
    desk.ecs(
        "PutClusterCapacityProviders", cluster="lab", capacityProviders=[], defaultCapacityProviderStrategy=[]
    )
    assert cluster.state.world.instances[instance.id].capacity_provider is None


def test_a_cluster_tells_of_its_attachments_and_is_busy_for_a_moment(make, desk):
    make()
    described = desk.ecs("DescribeClusters", clusters=["lab"], include=["ATTACHMENTS"])["clusters"][0]
    assert described["attachmentsStatus"] == "UPDATE_IN_PROGRESS"
    assert [each["type"] for each in described["attachments"]] == ["as_policy", "managed_draining"]
    change = {"cluster": "lab", "capacityProviders": [], "defaultCapacityProviderStrategy": []}
    with pytest.raises(ApiError) as refused:
        desk.ecs("PutClusterCapacityProviders", **change)
    assert refused.value.code == "UpdateInProgressException"
    desk.wait(10)
    described = desk.ecs("PutClusterCapacityProviders", **change)["cluster"]
    assert described["attachments"] == []


def test_an_update_takes_a_moment(make, desk):
    make()
    update = {"managedScaling": {"targetCapacity": 80}, "managedDraining": "DISABLED"}
    begun = desk.ecs("UpdateCapacityProvider", name="mine", autoScalingGroupProvider=update)[
        "capacityProvider"
    ]
    assert begun["updateStatus"] == "UPDATE_IN_PROGRESS"
    assert begun["autoScalingGroupProvider"]["managedDraining"] == "ENABLED"
    desk.wait(10)
    (done,) = desk.ecs("DescribeCapacityProviders", capacityProviders=["mine"])["capacityProviders"]
    assert done["updateStatus"] == "UPDATE_COMPLETE"
    assert done["autoScalingGroupProvider"]["managedScaling"] == {
        "status": "ENABLED",
        "targetCapacity": 80,
        "minimumScalingStepSize": 1,
        "maximumScalingStepSize": 10_000,
        "instanceWarmupPeriod": 300,
    }
    assert done["autoScalingGroupProvider"]["managedDraining"] == "DISABLED"


def test_a_later_update_overtakes_an_earlier_one_and_takes_its_own_time(make, desk):
    make()

    def update(capacity):
        scaling = {"managedScaling": {"targetCapacity": capacity}}
        desk.ecs("UpdateCapacityProvider", name="mine", autoScalingGroupProvider=scaling)

    def shown():
        (found,) = desk.ecs("DescribeCapacityProviders", capacityProviders=["mine"])["capacityProviders"]
        return found["updateStatus"], found["autoScalingGroupProvider"]["managedScaling"]["targetCapacity"]

    update(80)
    desk.wait(5)
    update(60)
    desk.wait(6)
    assert shown() == ("UPDATE_IN_PROGRESS", 100)
    desk.wait(4)
    assert shown() == ("UPDATE_COMPLETE", 60)


def test_a_provider_is_deleted_once_no_cluster_has_it(make, desk):
    cluster = make()
    with pytest.raises(ApiError) as refused:
        desk.ecs("DeleteCapacityProvider", capacityProvider="mine")
    assert refused.value.message == (
        "The capacity provider cannot be deleted because it is associated with cluster: lab. Remove the capacity "
        "provider from the cluster and try again."
    )
    desk.ecs("DeleteCluster", cluster="lab")
    leaving = desk.ecs("DeleteCapacityProvider", capacityProvider="mine")["capacityProvider"]
    assert (leaving["status"], leaving["updateStatus"]) == ("ACTIVE", "DELETE_IN_PROGRESS")
    desk.wait(10)
    (gone,) = desk.ecs("DescribeCapacityProviders", capacityProviders=["mine"])["capacityProviders"]
    assert (gone["status"], gone["updateStatus"]) == ("INACTIVE", "DELETE_COMPLETE")
    desk.ecs("CreateCapacityProvider", name="mine", autoScalingGroupProvider=cluster.provider)
    desk.wait(2 * 3600)
    assert len(desk.ecs("DescribeCapacityProviders")["capacityProviders"]) == 3


@pytest.mark.parametrize(
    ("change", "code", "message"),
    [
        (
            {"name": "fargate-like"},
            "InvalidParameterException",
            "The specified capacity provider name is invalid.",
        ),
        ({"name": "a b"}, "InvalidParameterException", "The specified capacity provider name is invalid."),
        ({"name": "mine"}, "ClientException", "The specified capacity provider already exists."),
        ({}, "ClientException", "is used by another capacity provider"),
        (
            {"autoScalingGroupProvider": {"autoScalingGroupArn": "nobody"}},
            "ClientException",
            "The specified Auto Scaling group was not found.",
        ),
        ({"managedInstancesProvider": {"x": 1}}, "ParamValidation", "managedInstancesProvider"),
    ],
)
def test_providers_that_aws_refuses(make, desk, change, code, message):
    cluster = make()
    request = {"name": "other", "autoScalingGroupProvider": cluster.provider} | change
    with pytest.raises(ApiError) as refused:
        desk.ecs("CreateCapacityProvider", **request)
    assert refused.value.code == code
    assert message in refused.value.message


@pytest.mark.parametrize(
    ("provider", "message"),
    [
        ({"managedTerminationProtection": "ENABLED"}, "must have instance protection from scale in enabled"),
        (
            {"managedScaling": {}, "managedTerminationProtection": "ENABLED"},
            "managed scaling must be enabled",
        ),
        ({"managedScaling": {"targetCapacity": 101}}, "targetCapacity"),
        ({"managedScaling": {"instanceWarmupPeriod": 10_001}}, "instanceWarmupPeriod"),
    ],
)
def test_settings_that_aws_refuses(make, provider, message):
    with pytest.raises(ApiError, match=message):
        make(**provider)


def test_a_strategy_cannot_mix_fargate_and_groups(make, desk):
    make()
    desk.wait(10)
    with pytest.raises(ApiError) as refused:
        desk.ecs(
            "PutClusterCapacityProviders",
            cluster="lab",
            capacityProviders=["mine", "FARGATE"],
            defaultCapacityProviderStrategy=[
                {"capacityProvider": "mine", "weight": 1},
                {"capacityProvider": "FARGATE", "weight": 1},
            ],
        )
    assert refused.value.message == (
        "A capacity provider strategy cannot contain a mix of capacity providers using Auto Scaling groups and Fargate "
        "providers. Specify one or the other and try again."
    )


def test_a_drained_instance_counts_as_long_as_tasks_are_on_it(make, desk):
    cluster = make(desired=2)
    desk.wait(2 * MINUTE)
    cluster.run(4)
    desk.wait(MINUTE)
    instance = next(iter(cluster.state.world.instances.values()))
    instance_states.set_status(cluster.state, instance, "DRAINING")
    desk.wait(30 * MINUTE)
    assert (cluster.desired, cluster.statuses()) == (2, {"RUNNING": 4})


def test_why_a_task_waits(make, desk):
    cluster = make()
    task = cluster.run()["tasks"][0]["taskArn"].rsplit("/", 1)[1]

    def codes():
        return [reason.code for reason in explain(desk.lab, f"task/{task}")]

    assert codes() == ["task-queued", "provider-will-grow", "waits-at-most"]
    assert explain(desk.lab, f"task/{task}")[1].values["wait"] == "1m"
    desk.wait(MINUTE)
    assert codes() == ["task-queued", "provider-launching", "waits-at-most"]
    desk.wait(2 * MINUTE)
    assert codes()[0] == "task-running"


@pytest.mark.parametrize(
    ("maximum", "container", "code"),
    [
        (0, {"cpu": 256, "memory": 256}, "provider-at-maximum"),
        (5, {"cpu": 9999, "memory": 9}, "provider-misfit"),
    ],
)
def test_why_a_task_waits_in_vain(make, desk, maximum, container, code):
    cluster = make(maximum=maximum)
    cluster.define("huge", **container)
    task = cluster.run(family="huge")["tasks"][0]["taskArn"].rsplit("/", 1)[1]
    assert [reason.code for reason in explain(desk.lab, f"task/{task}")][1] == code


def test_cloudwatch_has_the_metric_that_the_group_is_scaled_by(make, desk):
    cluster = make()
    start = desk.lab.now
    cluster.run(4)
    seen = []
    for _ in range(30):
        desk.wait(MINUTE)
        seen.append(cluster.state.world.providers["mine"].reservation)
    dimensions = [
        {"Name": "ClusterName", "Value": "lab"},
        {"Name": "CapacityProviderName", "Value": "mine"},
    ]
    request = {
        "Namespace": "AWS/ECS/ManagedScaling",
        "MetricName": "CapacityProviderReservation",
        "Dimensions": dimensions,
        "StartTime": to_datetime(start),
        "EndTime": to_datetime(desk.lab.now),
        "Period": 60,
        "Statistics": ["Average"],
    }
    found = desk.lab.call("cloudwatch", "GetMetricStatistics", request)["Datapoints"]
    # What is measured at the beginning of a minute is that minute's value.
    assert [point["Average"] for point in found] == [value for value in seen[:-1] if value is not None]
    assert len({point["Average"] for point in found}) > 1
    listed = desk.lab.call("cloudwatch", "ListMetrics", {"Namespace": "AWS/ECS/ManagedScaling"})["Metrics"]
    assert [metric["MetricName"] for metric in listed] == ["CapacityProviderReservation"]
