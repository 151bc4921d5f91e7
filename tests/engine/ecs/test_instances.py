"""Container instances: what tasks take of them, how they are drained and lost (sheet, 3.6, 5.5 to 5.7)."""

import pytest

from ecslab.engine.errors import ApiError
from ecslab.engine.workload import Workload

ZONES = ["us-east-1a", "us-east-1b", "us-east-1c"]


@pytest.fixture
def pair(yard):
    """Two instances of 2,048 CPU units and 3,830 MiB each."""
    yard.first, yard.second = yard.register(), yard.register(zone=ZONES[1])
    yard.define()
    return yard


def reasons(answer):
    return [failure["reason"] for failure in answer["failures"]]


def test_an_instance_counts_what_its_tasks_take_until_they_have_stopped(pair):
    """Section 13.12: of ports, those are listed that are taken."""
    pair.define(
        "web",
        portMappings=[{"containerPort": 80, "hostPort": 8080}, {"containerPort": 53, "protocol": "udp"}],
    )
    task = pair.run(
        "web", placementConstraints=[{"type": "memberOf", "expression": "runningTasksCount == 0"}]
    )
    arn = task["tasks"][0]["taskArn"]
    assert pair.remaining(pair.first, "CPU") == 2048 - 256
    assert pair.remaining(pair.first, "MEMORY") == 3830 - 512
    assert pair.remaining(pair.first, "PORTS") == ["22", "2375", "2376", "51678", "51679", "8080"]
    assert pair.remaining(pair.first, "PORTS_UDP") == []
    assert pair.instance(pair.first)["pendingTasksCount"] == 1
    pair.wait(20)
    assert pair.remaining(pair.first, "PORTS_UDP") == ["32768"]
    assert pair.instance(pair.first)["runningTasksCount"] == 1
    pair.ecs("StopTask", task=arn)
    assert pair.remaining(pair.first, "CPU") == 2048 - 256
    assert pair.instance(pair.first)["runningTasksCount"] == 0
    pair.wait(40)
    assert pair.remaining(pair.first, "CPU") == 2048
    assert pair.remaining(pair.first, "PORTS") == ["22", "2375", "2376", "51678", "51679"]
    assert pair.remaining(pair.first, "PORTS_UDP") == []


def test_a_bridge_task_goes_from_pending_to_running_in_eight_seconds_and_stops_without_deprovisioning(pair):
    """The timestamps of task C in the sheet, 1.2: +0, +1.55, +7.1, +8.3 s."""
    task = pair.run()["tasks"][0]
    assert task["lastStatus"] == "PENDING"
    assert task["attachments"] == []
    assert task["launchType"] == "EC2"
    assert task["connectivityAt"] == task["createdAt"]
    assert "platformVersion" not in task
    pair.wait(8)
    shown = pair.desk.task(task["taskArn"])
    assert shown["lastStatus"] == "RUNNING"
    assert (shown["pullStartedAt"] - shown["createdAt"]).total_seconds() == 1.5
    pair.ecs("StopTask", task=task["taskArn"])
    pair.wait(2)
    assert pair.desk.task(task["taskArn"])["lastStatus"] == "STOPPED"


def test_images_that_an_instance_has_are_not_pulled_again(pair):
    first = pair.run()["tasks"][0]["taskArn"]
    pair.wait(20)
    again = pair.ecs("StartTask", taskDefinition="app", containerInstances=[pair.first])["tasks"][0][
        "taskArn"
    ]
    pair.wait(3)
    assert pair.desk.task(first)["lastStatus"] == "RUNNING"
    assert pair.desk.task(again)["lastStatus"] == "RUNNING"


def test_an_image_that_is_not_there_shows_in_the_container(make_yard):
    yard = make_yard(images={"gone": Workload(missing=True)})
    yard.register()
    yard.define(image="gone")
    arn = yard.run()["tasks"][0]["taskArn"]
    yard.wait(30)
    task = yard.desk.task(arn)
    assert task["stoppedReason"] == "Task failed to start"
    assert task["stopCode"] == "TaskFailedToStart"
    assert task["containers"][0]["reason"].startswith("CannotPullContainerError: ")


def test_host_ports_by_number_conflict_and_dynamic_ones_do_not(pair):
    pair.define("fixed", portMappings=[{"containerPort": 80, "hostPort": 8080}])
    answer = pair.run("fixed", count=3)
    assert len(answer["tasks"]) == 2
    assert reasons(answer) == ["RESOURCE:PORTS", "RESOURCE:PORTS"]
    pair.define("dynamic", memory=64, portMappings=[{"containerPort": 80, "hostPort": 0}])
    assert reasons(pair.run("dynamic", count=4)) == []
    pair.wait(20)
    bound = [
        (task["containerInstanceArn"], binding["hostPort"])
        for task in pair.desk.tasks(family="dynamic")
        for binding in task["containers"][0]["networkBindings"]
    ]
    assert len(set(bound)) == 4
    assert {port for _, port in bound} == {32768, 32769}


def test_host_mode_takes_the_container_port_of_the_instance(pair):
    pair.define("host", mode="host", portMappings=[{"containerPort": 9000}])
    answer = pair.run("host", count=3)
    assert len(answer["tasks"]) == 2
    pair.wait(20)
    shown = pair.desk.tasks(family="host")[0]["containers"][0]
    assert shown["networkBindings"][0]["hostPort"] == 9000
    assert "9000" in pair.remaining(pair.first, "PORTS")


def test_awsvpc_tasks_share_the_interfaces_of_the_type_but_one(pair):
    """A t3.medium has three; the first is its own."""
    pair.define("vpc", mode="awsvpc", memory=64, cpu=0)
    network = {"awsvpcConfiguration": {"subnets": pair.desk.subnets[:2]}}
    answer = pair.run("vpc", count=5, networkConfiguration=network)
    assert len(answer["tasks"]) == 4
    assert reasons(answer) == ["RESOURCE:ENI", "RESOURCE:ENI"]
    assert {task["lastStatus"] for task in answer["tasks"]} == {"PROVISIONING"}
    pair.wait(30)
    (task, *_) = pair.desk.tasks(family="vpc")
    assert task["attachments"][0]["status"] == "ATTACHED"
    assert task["lastStatus"] == "RUNNING"
    pair.ecs("StopTask", task=task["taskArn"])
    pair.wait(2)
    assert pair.desk.task(task["taskArn"])["lastStatus"] == "DEPROVISIONING"
    pair.wait(10)
    assert len(pair.run("vpc", networkConfiguration=network)["tasks"]) == 1


def test_awsvpc_tasks_go_where_their_subnets_are(pair):
    pair.define("vpc", mode="awsvpc")
    elsewhere = {"awsvpcConfiguration": {"subnets": pair.desk.subnets[2:]}}
    assert reasons(pair.run("vpc", networkConfiguration=elsewhere)) == ["LOCATION", "LOCATION"]


def test_gpus_are_given_out_one_by_one(yard):
    yard.launch(kind="g4dn.12xlarge")
    yard.wait(80)
    yard.define(resourceRequirements=[{"type": "GPU", "value": "2"}])
    answer = yard.run(count=3)
    assert len(answer["tasks"]) == 2
    assert reasons(answer) == ["RESOURCE:GPU"]
    (instance,) = yard.instances()
    gpus = {each["name"]: each for each in instance["remainingResources"]}["GPU"]
    assert gpus["stringSetValue"] == []


def test_failures_tell_why_for_each_instance_in_the_order_of_their_arns(pair):
    """Section 13.2: RunTask succeeds with failures."""
    pair.define("huge", memory=3900)
    answer = pair.run("huge")
    assert answer["tasks"] == []
    assert [each["arn"] for each in answer["failures"]] == sorted([pair.first, pair.second])
    assert reasons(answer) == ["RESOURCE:MEMORY", "RESOURCE:MEMORY"]


def test_start_task_goes_where_it_is_told_and_says_what_is_in_the_way(pair):
    drained, gone = pair.register(), pair.register()
    pair.ecs("UpdateContainerInstancesState", containerInstances=[drained], status="DRAINING")
    pair.ecs("DeregisterContainerInstance", containerInstance=gone)
    pair.define(
        "half", memory=2000, constraints=[{"type": "memberOf", "expression": "runningTasksCount > 9"}]
    )
    unknown = pair.first[:-32] + "0" * 32
    where = [pair.second, drained, gone, unknown]
    answer = pair.ecs("StartTask", taskDefinition="half", containerInstances=where)
    assert [task["containerInstanceArn"] for task in answer["tasks"]] == [pair.second]
    assert {each["arn"]: each["reason"] for each in answer["failures"]} == {
        drained: "INACTIVE",
        gone: "INACTIVE",
        unknown: "MISSING",
    }
    again = pair.ecs("StartTask", taskDefinition="half", containerInstances=[pair.second])
    assert reasons(again) == ["RESOURCE:MEMORY"]
    with pytest.raises(ApiError, match=r"^Container Instances cannot be empty\.$") as empty:
        pair.ecs("StartTask", taskDefinition="half", containerInstances=[])
    assert empty.value.code == "ClientException"


def test_tasks_can_be_listed_by_their_instance(pair):
    pair.run(count=4)
    listed = pair.ecs("ListTasks", containerInstance=pair.first)["taskArns"]
    assert len(listed) == 2


class TestDraining:
    def drain(self, yard, *arns):
        return yard.ecs("UpdateContainerInstancesState", containerInstances=list(arns), status="DRAINING")

    def test_service_tasks_move_elsewhere_before_they_stop(self, pair):
        pair.serve(desired=4)
        pair.wait(60)
        self.drain(pair, pair.first)
        pair.wait(20)
        assert pair.desk.service()["runningCount"] == 6
        pair.wait(90)
        assert pair.where() == [1] * 4
        assert pair.instance(pair.first)["status"] == "DRAINING"
        assert pair.desk.events()[-1] == "(service web) has reached a steady state."

    def test_pending_service_tasks_stop_at_once(self, pair):
        pair.serve(desired=4)
        pair.wait(6)
        self.drain(pair, pair.first)
        pair.wait(60)
        assert pair.where() == [1] * 4
        assert "(service web) stopped 2 pending tasks." in pair.desk.events()

    def test_at_100_and_100_it_never_drains(self, pair):
        """Section 13.19."""
        pair.serve(desired=4, deploymentConfiguration={"minimumHealthyPercent": 100, "maximumPercent": 100})
        pair.wait(60)
        self.drain(pair, pair.first)
        pair.wait(7200)
        assert sorted(pair.where()) == [0, 0, 1, 1]

    def test_with_a_maximum_of_100_tasks_stop_first(self, pair):
        pair.serve(desired=4, deploymentConfiguration={"minimumHealthyPercent": 50, "maximumPercent": 100})
        pair.wait(60)
        self.drain(pair, pair.first)
        pair.wait(7)
        assert pair.desk.service()["runningCount"] == 2
        pair.wait(120)
        assert pair.where() == [1] * 4

    def test_standalone_tasks_stay(self, pair):
        """Section 13.10 and 13.19."""
        pair.run(count=2)
        pair.wait(20)
        self.drain(pair, pair.first)
        pair.wait(7200)
        assert sorted(pair.where()) == [0, 1]

    def test_nothing_is_placed_until_it_is_active_again(self, pair):
        self.drain(pair, pair.first)
        pair.run(count=2)
        assert pair.where() == [1, 1]
        pair.ecs("UpdateContainerInstancesState", containerInstances=[pair.first], status="ACTIVE")
        pair.run(count=2)
        assert sorted(pair.where()) == [0, 0, 1, 1]

    def test_with_every_instance_draining_there_is_none_to_run_on(self, pair):
        self.drain(pair, pair.first, pair.second)
        with pytest.raises(ApiError, match=r"^No Container Instances were found in your cluster\.$"):
            pair.run()

    def test_what_cannot_be_is_refused(self, pair):
        with pytest.raises(ApiError, match=r"^Container Instances cannot be empty\.$"):
            self.drain(pair)
        with pytest.raises(ApiError, match=r"should be one of \[ACTIVE, DRAINING\]$"):
            pair.ecs("UpdateContainerInstancesState", containerInstances=[pair.first], status="DEREGISTERING")
        assert self.drain(pair, "0" * 32)["failures"][0]["reason"] == "MISSING"


class TestDeregistering:
    def test_running_tasks_stand_in_the_way_unless_forced(self, pair):
        pair.serve(desired=2)
        pair.wait(60)
        with pytest.raises(ApiError, match=r"^Found running tasks on the instance\.$"):
            pair.ecs("DeregisterContainerInstance", containerInstance=pair.first)
        answer = pair.ecs("DeregisterContainerInstance", containerInstance=pair.first, force=True)
        assert answer["containerInstance"]["status"] == "INACTIVE"
        (lost,) = pair.desk.tasks(desiredStatus="STOPPED")
        assert lost["stoppedReason"] == "Container instance deregistration forced by user"
        pair.wait(60)
        assert len(pair.instances()) == 1
        assert pair.desk.service()["runningCount"] == 2

    def test_it_is_remembered_for_an_hour(self, pair):
        pair.ecs("DeregisterContainerInstance", containerInstance=pair.first)
        assert pair.instance(pair.first)["status"] == "INACTIVE"
        assert len(pair.ecs("ListContainerInstances")["containerInstanceArns"]) == 1
        pair.wait(3600)
        answer = pair.ecs("DescribeContainerInstances", containerInstances=[pair.first])
        assert answer["failures"] == [{"arn": pair.first, "reason": "MISSING"}]

    def test_a_cluster_with_instances_cannot_be_deleted(self, pair):
        with pytest.raises(ApiError) as refused:
            pair.ecs("DeleteCluster")
        assert refused.value.code == "ClusterContainsContainerInstancesException"


class TestAttributes:
    def test_they_are_put_listed_and_deleted(self, pair):
        given = {"name": "stack", "value": "blue", "targetId": pair.first}
        pair.ecs("PutAttributes", attributes=[given])
        listed = pair.ecs("ListAttributes", targetType="container-instance", attributeName="stack")[
            "attributes"
        ]
        assert listed == [given | {"targetType": "container-instance"}]
        found = pair.ecs("ListContainerInstances", filter="attribute:stack == blue")["containerInstanceArns"]
        assert found == [pair.first]
        pair.ecs("DeleteAttributes", attributes=[{"name": "stack", "targetId": pair.first}])
        assert (
            pair.ecs("ListAttributes", targetType="container-instance", attributeName="stack")["attributes"]
            == []
        )

    @pytest.mark.parametrize(
        ("attributes", "code", "words"),
        [
            ([], "InvalidParameterException", "attributes can not be empty"),
            ([{"name": "a", "targetId": "0" * 32}], "TargetNotFoundException", "Could not find " + "0" * 32),
            ([{"name": "a b"}], "InvalidParameterException", "'a b'"),
            ([{"name": "a", "value": " b"}], "InvalidParameterException", "'a'"),
            ([{"name": "ecs.os-type", "value": "windows"}], "InvalidParameterException", "reserved"),
            ([{"name": f"a{number}"} for number in range(11)], "InvalidParameterException", "at most 10"),
        ],
    )  # fmt: skip
    def test_what_is_none_is_refused(self, pair, attributes, code, words):
        with pytest.raises(ApiError) as refused:
            pair.ecs("PutAttributes", attributes=[{"targetId": pair.first} | each for each in attributes])
        assert refused.value.code == code
        assert words in refused.value.message

    def test_an_instance_has_ten_of_its_own_at_most(self, pair):
        for start in (0, 5):
            pair.ecs(
                "PutAttributes",
                attributes=[{"name": f"a{start + each}", "targetId": pair.first} for each in range(5)],
            )
        with pytest.raises(ApiError) as refused:
            pair.ecs("PutAttributes", attributes=[{"name": "b", "targetId": pair.first}])
        assert refused.value.code == "AttributeLimitExceededException"

    def test_a_filter_that_is_no_expression_says_where(self, pair):
        with pytest.raises(ApiError, match="at position 13"):
            pair.ecs("ListContainerInstances", filter="attribute:x = 3")


class TestTrunks:
    """Interfaces behind a trunk: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-instance-eni.html"""

    def test_with_trunking_many_more_tasks_have_an_interface(self, yard):
        yard.desk.ecs("PutAccountSettingDefault", name="awsvpcTrunking", value="enabled")
        arn = yard.register("m5.large")
        assert yard.instance(arn)["status"] == "REGISTERING"
        yard.define("vpc", mode="awsvpc", memory=64, cpu=0)
        network = {"awsvpcConfiguration": {"subnets": yard.desk.subnets}}
        with pytest.raises(ApiError, match=r"^No Container Instances were found in your cluster\.$"):
            yard.run("vpc", networkConfiguration=network)
        yard.wait(10)
        assert yard.instance(arn)["status"] == "ACTIVE"
        assert len(yard.run("vpc", count=10, networkConfiguration=network)["tasks"]) == 10
        assert reasons(yard.run("vpc", networkConfiguration=network)) == ["RESOURCE:ENI"]

    def test_types_without_trunks_stay_as_they_are(self, yard):
        yard.desk.ecs("PutAccountSettingDefault", name="awsvpcTrunking", value="enabled")
        assert yard.instance(yard.register("t3.medium"))["status"] == "ACTIVE"

    def test_an_instance_that_registers_cannot_be_drained_yet(self, yard):
        yard.desk.ecs("PutAccountSettingDefault", name="awsvpcTrunking", value="enabled")
        arn = yard.register("m5.large")
        with pytest.raises(ApiError, match="is REGISTERING"):
            yard.ecs("UpdateContainerInstancesState", containerInstances=[arn], status="DRAINING")


def test_external_instances_are_for_the_launch_type_external_and_no_other(pair):
    document = '{"instanceId": "i-0fffffffffffffff0"}'
    outside = pair.ecs(
        "RegisterContainerInstance",
        instanceIdentityDocument=document,
        instanceIdentityDocumentSignature="signed",
        attributes=[
            {"name": "ecs.capability.external"},
            {"name": "com.amazonaws.ecs.capability.docker-remote-api.1.18"},
        ],
    )["containerInstance"]["containerInstanceArn"]
    assert len(pair.run(count=3)["tasks"]) == 3
    assert pair.instance(outside)["pendingTasksCount"] == 0
    answer = pair.run(launchType="EXTERNAL")
    assert answer["tasks"][0]["containerInstanceArn"] == outside
    pair.ecs("DeregisterContainerInstance", containerInstance=outside, force=True)
    with pytest.raises(ApiError, match=r"^No Container Instances were found in your cluster\.$"):
        pair.run(launchType="EXTERNAL")
