"""Tasks: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html"""

import pytest

from ecslab.engine.errors import ApiError
from ecslab.engine.workload import Workload

ORDER = [
    "createdAt",
    "connectivityAt",
    "pullStartedAt",
    "pullStoppedAt",
    "startedAt",
    "stoppingAt",
    "executionStoppedAt",
    "stoppedAt",
]


def seen_statuses(desk, arn, seconds, step=1):
    """The (lastStatus, desiredStatus) pairs that somebody who looks every `step` seconds sees."""
    seen = []
    for _ in range(seconds):
        task = desk.task(arn)
        pair = (task["lastStatus"], task["desiredStatus"])
        if pair not in seen:
            seen.append(pair)
        desk.wait(step)
    return seen


def test_a_job_goes_through_every_status_and_keeps_every_timestamp_in_order(desk):
    desk.define("job", {"command": ["sleep", "60"]})
    arn = desk.run("job")
    assert seen_statuses(desk, arn, 120) == [
        ("PROVISIONING", "RUNNING"),
        ("PENDING", "RUNNING"),
        ("RUNNING", "RUNNING"),
        ("DEPROVISIONING", "STOPPED"),
        ("STOPPED", "STOPPED"),
    ]
    task = desk.task(arn)
    times = [task[name] for name in ORDER]
    assert times == sorted(times)
    assert (task["startedAt"] - task["createdAt"]).total_seconds() == pytest.approx(26, abs=4)
    assert (task["executionStoppedAt"] - task["startedAt"]).total_seconds() == 60


def test_success_too_is_an_essential_container_that_exited(desk):
    """Section 13.3: exit code 0 stops a task with EssentialContainerExited."""
    desk.define("job", {"command": ["true"]})
    arn = desk.run("job")
    desk.wait(60)
    task = desk.task(arn)
    assert (task["stopCode"], task["stoppedReason"]) == (
        "EssentialContainerExited",
        "Essential container in task exited",
    )
    assert task["containers"][0]["exitCode"] == 0


def test_a_new_task_answers_as_provisioning_with_pending_containers(desk):
    desk.define()
    task = desk.ecs(
        "RunTask",
        cluster="lab",
        taskDefinition="web",
        launchType="FARGATE",
        networkConfiguration=desk.network,
        startedBy="me",
        tags=[{"key": "a", "value": "b"}],
    )["tasks"][0]
    assert (task["lastStatus"], task["desiredStatus"], task["version"]) == ("PROVISIONING", "RUNNING", 1)
    assert task["containers"][0]["lastStatus"] == "PENDING"
    assert "exitCode" not in task["containers"][0]
    assert task["attachments"][0]["status"] == "PRECREATED"
    assert task["overrides"]["containerOverrides"] == [{"name": "c0"}]
    assert (task["platformVersion"], task["group"], task["startedBy"]) == ("1.4.0", "family:web", "me")
    assert task["tags"] == [{"key": "a", "value": "b"}]


def test_a_stopping_task_is_still_running_but_no_longer_listed_as_such(desk):
    """Section 13.1."""
    desk.define()
    arn = desk.run()
    desk.wait(40)
    stopped = desk.ecs("StopTask", cluster="lab", task=arn)["task"]
    assert (stopped["lastStatus"], stopped["desiredStatus"]) == ("RUNNING", "STOPPED")
    assert (stopped["stopCode"], stopped["stoppedReason"]) == ("UserInitiated", "Task stopped by user")
    assert desk.ecs("ListTasks", cluster="lab")["taskArns"] == []
    assert desk.ecs("ListTasks", cluster="lab", desiredStatus="STOPPED")["taskArns"] == [arn]
    assert desk.ecs("ListTasks", cluster="lab", desiredStatus="PENDING")["taskArns"] == []


def test_the_reason_given_to_stop_task_is_the_stopped_reason(desk):
    desk.define()
    arn = desk.run()
    desk.wait(40)
    desk.ecs("StopTask", cluster="lab", task=arn, reason="night shift")
    assert desk.task(arn)["stoppedReason"] == "night shift"


def test_stopping_twice_changes_nothing(desk):
    desk.define()
    arn = desk.run()
    desk.wait(40)
    desk.ecs("StopTask", cluster="lab", task=arn, reason="first")
    again = desk.ecs("StopTask", cluster="lab", task=arn, reason="second")["task"]
    assert again["stoppedReason"] == "first"
    desk.wait(60)
    assert desk.ecs("StopTask", cluster="lab", task=arn)["task"]["lastStatus"] == "STOPPED"


@pytest.mark.parametrize(
    ("work", "timeout", "exit_code", "seconds"),
    [
        (Workload(), None, 0, 0.5),
        (Workload(on_sigterm_ms=3000, sigterm_exit_code=143), None, 143, 3),
        (Workload(on_sigterm_ms=None), None, 137, 30),
        (Workload(on_sigterm_ms=None), 5, 137, 5),
        (Workload(on_sigterm_ms=10_000), 5, 137, 5),
        (Workload(on_sigterm_ms=None, runs_for_ms=12_000, exit_code=4), 120, 4, None),
    ],
)
def test_sigterm_then_after_the_stop_time_out_sigkill(make_desk, work, timeout, exit_code, seconds):
    """Section 1.7: `docker stop`; the default time-out is 30 seconds."""
    desk = make_desk({"app": work})
    desk.define("web", {"image": "app"} | ({"stopTimeout": timeout} if timeout else {}))
    arn = desk.run()
    while desk.task(arn)["lastStatus"] != "RUNNING":
        desk.wait(1)
    desk.ecs("StopTask", cluster="lab", task=arn)
    desk.wait(150)
    task = desk.task(arn)
    assert task["containers"][0]["exitCode"] == exit_code
    if seconds is not None:
        taken = (task["executionStoppedAt"] - task["stoppingAt"]).total_seconds()
        assert taken == seconds + desk.lab.settings.delays.stop_notice / 1000


def test_a_plain_sleep_does_not_hear_sigterm(desk):
    desk.define("job", {"command": ["sleep", "900"]})
    arn = desk.run("job")
    desk.wait(40)
    desk.ecs("StopTask", cluster="lab", task=arn)
    desk.wait(60)
    assert desk.task(arn)["containers"][0]["exitCode"] == 137


def test_a_task_stopped_before_it_ran_has_no_start_and_no_exit_code(desk):
    desk.define()
    arn = desk.run()
    desk.wait(10)
    desk.ecs("StopTask", cluster="lab", task=arn)
    desk.wait(30)
    task = desk.task(arn)
    assert task["lastStatus"] == "STOPPED"
    assert "startedAt" not in task
    assert "exitCode" not in task["containers"][0]


def test_an_essential_container_takes_the_others_along(desk):
    desk.define("web", {"command": ["sleep", "10"]}, {"image": "helper"})
    arn = desk.run()
    desk.wait(60)
    task = desk.task(arn)
    assert task["lastStatus"] == "STOPPED"
    assert [container["exitCode"] for container in task["containers"]] == [0, 0]


def test_a_container_that_is_not_essential_may_go(desk):
    desk.define("web", {}, {"image": "helper", "essential": False, "command": ["sh", "-c", "exit 3"]})
    arn = desk.run()
    desk.wait(60)
    task = desk.task(arn)
    assert task["lastStatus"] == "RUNNING"
    assert [container["lastStatus"] for container in task["containers"]] == ["RUNNING", "STOPPED"]
    assert task["containers"][1]["exitCode"] == 3


def test_without_a_public_address_there_is_no_way_to_the_registry(desk):
    desk.define()
    private = {"awsvpcConfiguration": {"subnets": desk.subnets}}
    arn = desk.run(networkConfiguration=private)
    desk.wait(400)
    task = desk.task(arn)
    assert task["stopCode"] == "TaskFailedToStart"
    assert task["stoppedReason"].startswith(
        "CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref "
        "docker.io/library/nginx:latest: failed to do request: Head "
        '"https://registry-1.docker.io/v2/library/nginx/manifests/latest": dial tcp '
    )
    assert "startedAt" not in task


def test_a_missing_image_cannot_be_pulled(desk):
    role = "arn:aws:iam::123456789012:role/ecsTaskExecutionRole"
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/app:v1"
    desk.define("app", {"image": image}, executionRoleArn=role)
    arn = desk.run("app")
    desk.wait(60)
    assert desk.task(arn)["stoppedReason"] == (
        "CannotPullContainerError: pull image manifest has been retried 1 time(s): "
        f"failed to resolve ref {image}: {image}: not found"
    )


def test_a_large_image_takes_its_time(make_desk):
    desk = make_desk({"big": Workload(size_mib=1024)})
    desk.define("web", {"image": "big:1"})
    arn = desk.run()
    desk.wait(90)
    task = desk.task(arn)
    assert (task["pullStoppedAt"] - task["pullStartedAt"]).total_seconds() == 38


def test_stopped_tasks_stay_for_exactly_an_hour(desk):
    desk.define("job", {"command": ["true"]})
    arn = desk.run("job")
    desk.wait(60)
    stopped_at = desk.task(arn)["stoppedAt"]
    desk.lab.advance_to(round(stopped_at.timestamp() * 1000) + 3_600_000 - 1)
    assert desk.task(arn)["lastStatus"] == "STOPPED"
    desk.lab.advance(1)
    answer = desk.ecs("DescribeTasks", cluster="lab", tasks=[arn])
    assert answer == {"tasks": [], "failures": [{"arn": arn, "reason": "MISSING"}]}


def test_fargate_spreads_a_group_over_the_zones(desk):
    desk.define()
    for _ in range(2):
        desk.run(count=3)
    zones = [task["availabilityZone"] for task in desk.tasks()]
    assert sorted(zones.count(zone) for zone in set(zones)) == [2, 2, 2]
    desk.wait(30)
    addresses = {
        detail["value"]
        for task in desk.tasks()
        for detail in task["attachments"][0]["details"]
        if detail["name"] == "privateIPv4Address"
    }
    assert len(addresses) == 6


def test_overrides_change_one_run(desk):
    desk.define("job", {"command": ["false"], "environment": [{"name": "A", "value": "1"}]})
    override = {"name": "c0", "command": ["sh", "-c", "exit 5"], "environment": [{"name": "B", "value": "2"}]}
    arn = desk.run("job", overrides={"containerOverrides": [override], "cpu": "512", "memory": "1024"})
    desk.wait(60)
    task = desk.task(arn)
    assert task["containers"][0]["exitCode"] == 5
    assert task["overrides"]["containerOverrides"] == [override]
    assert (task["cpu"], task["memory"]) == ("512", "1024")


def test_the_same_client_token_means_the_same_tasks(desk):
    desk.define()
    first = desk.run(clientToken="t")
    assert desk.run(clientToken="t") == first
    for params in ({"count": 2}, {"tags": [{"key": "a", "value": "b"}]}, {"platformVersion": "1.4.0"}):
        with pytest.raises(ApiError) as refused:
            desk.run(clientToken="t", **params)
        assert refused.value.code == "ConflictException"


@pytest.mark.parametrize(
    ("change", "code", "message"),
    [
        ({"cluster": "nowhere"}, "ClusterNotFoundException", "Cluster not found."),
        (
            {"launchType": "EC2", "networkConfiguration": None},
            "InvalidParameterException",
            "Network Configuration must",
        ),
        ({"taskDefinition": "nothing"}, "ClientException", "TaskDefinition not found."),
        ({"taskDefinition": "web:9"}, "ClientException", "TaskDefinition not found."),
        ({"count": 11}, "InvalidParameterException", "count"),
        ({"count": 0}, "InvalidParameterException", "count"),
        (
            {"networkConfiguration": None},
            "InvalidParameterException",
            "Network Configuration must be provided when networkMode 'awsvpc' is specified.",
        ),
        (
            {"networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-x"]}}},
            "InvalidParameterException",
            (
                "Error retrieving subnet information for [subnet-x]: The subnet ID 'subnet-x' does not exist "
                "(ErrorCode: InvalidSubnetID.NotFound)"
            ),
        ),
        (
            {"networkConfiguration": {"awsvpcConfiguration": {"subnets": []}}},
            "InvalidParameterException",
            "subnets can not be empty.",
        ),
        (
            {"platformVersion": "9.9"},
            "PlatformUnknownException",
            "The specified platform version does not exist",
        ),
        (
            {"overrides": {"containerOverrides": [{"name": "nobody"}]}},
            "InvalidParameterException",
            "Override for container named nobody is not a container in the TaskDefinition.",
        ),
        ({"propagateTags": "SERVICE"}, "InvalidParameterException", "tags"),
        ({"startedBy": "a b"}, "InvalidParameterException", "startedBy"),
        (
            {"launchType": "MOON"},
            "InvalidParameterException",
            "launch type should be one of [EC2,FARGATE,EXTERNAL",
        ),
        (
            {"capacityProviderStrategy": [{"capacityProvider": "FARGATE"}]},
            "InvalidParameterException",
            "Specify either Launch Type or Capacity Provider Strategy, but not both.",
        ),
        ({"overrides": {"containerOverrides": [{"name": "c0", "cpu": "x"}]}}, "ParamValidation", "cpu"),
    ],
)
def test_run_task_refuses_in_aws_words(desk, change, code, message):
    desk.define()
    request = {
        "cluster": "lab",
        "taskDefinition": "web",
        "launchType": "FARGATE",
        "networkConfiguration": desk.network,
    } | change
    with pytest.raises(ApiError) as refused:
        desk.ecs("RunTask", **{key: value for key, value in request.items() if value is not None})
    assert refused.value.code == code
    assert message in refused.value.message
    assert desk.tasks() == []


def test_without_a_launch_type_an_empty_cluster_has_no_room(desk):
    """Section 13.9."""
    desk.define()
    private = {"awsvpcConfiguration": {"subnets": desk.subnets}}
    with pytest.raises(ApiError, match=r"^No Container Instances were found in your cluster\.$"):
        desk.ecs("RunTask", cluster="lab", taskDefinition="web", networkConfiguration=private)


def test_a_public_address_is_not_for_ec2(desk):
    desk.define()
    with pytest.raises(ApiError, match="Assign public IP is not supported for this launch type"):
        desk.ecs("RunTask", cluster="lab", taskDefinition="web", networkConfiguration=desk.network)


def test_a_role_that_ecs_cannot_assume_stops_run_task(desk):
    role = "arn:aws:iam::123456789012:role/nobody"
    desk.define(taskRoleArn=role)
    with pytest.raises(ApiError) as refused:
        desk.run()
    assert refused.value.message == (
        f"ECS was unable to assume the role '{role}' that was provided for this task. Please verify that the "
        "role being passed has the proper trust relationship and permissions and that your IAM user has "
        "permissions to pass this role."
    )


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("0" * 32, "The referenced task was not found."),
        ("short", "taskId length should be one of [32,36]"),
        ("arn:aws:ecs:us-east-1:123456789012:task/a/b/" + "0" * 32, "Unexpected number of separators"),
    ],
)
def test_stop_task_refuses_what_is_no_task(desk, reference, message):
    with pytest.raises(ApiError) as refused:
        desk.ecs("StopTask", cluster="lab", task=reference)
    assert refused.value.message == message


def test_describe_tasks_never_throws_for_unknown_ids_but_for_an_unknown_cluster(desk):
    """Section 13.2."""
    answer = desk.ecs("DescribeTasks", cluster="lab", tasks=["0" * 32])
    assert answer["failures"][0]["reason"] == "MISSING"
    with pytest.raises(ApiError, match="Cluster not found"):
        desk.ecs("DescribeTasks", cluster="nowhere", tasks=["0" * 32])
    with pytest.raises(ApiError, match="Tasks cannot be empty"):
        desk.ecs("DescribeTasks", cluster="lab", tasks=[])


@pytest.mark.parametrize(
    ("operation", "kind", "names"),
    [
        ("DescribeServices", "services", ["nobody"]),
        ("DescribeContainerInstances", "containerInstances", ["0" * 32]),
        ("DescribeClusters", "clusters", ["nowhere"]),
    ],
)
def test_whatever_is_described_what_is_unknown_is_missing(desk, operation, kind, names):
    """Section 13.2."""
    request = {kind: names} | ({} if kind == "clusters" else {"cluster": "lab"})
    answer = desk.ecs(operation, **request)
    assert (answer[kind], [each["reason"] for each in answer["failures"]]) == ([], ["MISSING"])


def test_list_tasks_pages_by_a_hundred_and_filters(desk):
    desk.define()
    desk.define("other")
    for _ in range(12):
        desk.run(count=10)
    mine = desk.run("other", startedBy="me")
    first = desk.ecs("ListTasks", cluster="lab")
    assert len(first["taskArns"]) == 100
    rest = desk.ecs("ListTasks", cluster="lab", nextToken=first["nextToken"])
    assert len(rest["taskArns"]) == 21
    assert "nextToken" not in rest
    assert desk.ecs("ListTasks", cluster="lab", family="other")["taskArns"] == [mine]
    assert desk.ecs("ListTasks", cluster="lab", startedBy="me")["taskArns"] == [mine]
    assert desk.ecs("ListTasks", cluster="lab", launchType="EC2")["taskArns"] == []
    with pytest.raises(ApiError, match="token"):
        desk.ecs("ListTasks", cluster="lab", family="web", nextToken=first["nextToken"])
