"""REPLICA services: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_services.html"""

import re
from itertools import pairwise

import pytest

from ecslab.engine.errors import ApiError


@pytest.fixture
def web(desk):
    """A desk with a service `web` of two tasks that is steady."""
    desk.define()
    desk.serve()
    desk.wait(120)
    return desk


def counts(desk, name="web"):
    service = desk.service(name)
    return service["desiredCount"], service["runningCount"], service["pendingCount"]


def test_a_new_service_starts_its_tasks_and_completes_its_deployment(desk):
    desk.define()
    created = desk.serve()
    assert created["deployments"][0]["rolloutState"] == "IN_PROGRESS"
    assert created["deploymentConfiguration"]["minimumHealthyPercent"] == 100
    assert created["deploymentConfiguration"]["maximumPercent"] == 200
    desk.wait(10)
    assert counts(desk) == (2, 0, 2)
    desk.wait(30)
    assert counts(desk) == (2, 2, 0)
    assert desk.service()["deployments"][0]["rolloutState"] == "IN_PROGRESS"
    desk.wait(50)
    deployment = desk.service()["deployments"][0]
    assert deployment["rolloutState"] == "COMPLETED"
    assert deployment["rolloutStateReason"] == f"ECS deployment {deployment['id']} completed."
    started, completed, steady = desk.events()
    ids = [task["taskArn"].rsplit("/", 1)[1] for task in desk.tasks()]
    assert started == f"(service web) has started 2 tasks: (task {ids[0]}) (task {ids[1]})."
    assert completed == f"(service web) (deployment {deployment['id']}) deployment completed."
    assert steady == "(service web) has reached a steady state."


def test_without_a_health_check_a_task_counts_as_healthy_after_40_seconds(desk):
    """Section 13.7."""
    desk.define()
    desk.serve(desired=1)
    while desk.service()["runningCount"] == 0:
        desk.wait(1)
    started_at = desk.tasks()[0]["startedAt"].timestamp() * 1000
    desk.lab.advance_to(round(started_at) + 39_999)
    assert desk.service()["deployments"][0]["rolloutState"] == "IN_PROGRESS"
    desk.lab.advance(1)
    assert desk.service()["deployments"][0]["rolloutState"] == "COMPLETED"


def test_service_tasks_name_their_service_and_deployment(web):
    task = web.tasks()[0]
    assert task["group"] == "service:web"
    assert task["startedBy"] == web.service()["deployments"][0]["id"]
    assert task["startedBy"].startswith("ecs-svc/")


def test_a_dead_task_is_replaced_whatever_its_exit_code(web):
    before = {task["taskArn"] for task in web.tasks()}
    web.lab.inject({"fault": "stop-task", "service": "web", "exit-code": 0})
    assert counts(web) == (2, 1, 0)
    web.wait(60)
    assert counts(web) == (2, 2, 0)
    after = {task["taskArn"] for task in web.tasks()}
    assert len(before & after) == 1
    dead = web.task(next(iter(before - after)))
    assert (dead["stopCode"], dead["containers"][0]["exitCode"]) == ("EssentialContainerExited", 0)
    assert web.events()[-1] == "(service web) has reached a steady state."


def test_a_task_that_somebody_stopped_is_replaced_too(web):
    arn = web.tasks()[0]["taskArn"]
    web.ecs("StopTask", cluster="lab", task=arn)
    web.wait(90)
    assert counts(web) == (2, 2, 0)
    assert web.task(arn)["stopCode"] == "UserInitiated"


def test_a_job_in_a_service_is_started_again_for_ever(desk):
    desk.define("web", {"command": ["sleep", "30"]})
    desk.serve(desired=1)
    desk.wait(1200)
    ended = desk.tasks(desiredStatus="STOPPED")
    assert len(ended) >= 12
    assert {task["stopCode"] for task in ended} == {"EssentialContainerExited"}
    assert not any("consistently" in event for event in desk.events())


def test_scaling_is_no_deployment(web):
    web.update(desiredCount=4)
    assert len(web.service()["deployments"]) == 1
    web.wait(60)
    assert counts(web) == (4, 4, 0)
    web.update(desiredCount=1)
    web.wait(60)
    assert counts(web) == (1, 1, 0)
    stopped = web.tasks(desiredStatus="STOPPED")
    assert len(stopped) == 3
    deployment = web.service()["deployments"][0]["id"]
    assert {(task["stopCode"], task["stoppedReason"]) for task in stopped} == {
        ("ServiceSchedulerInitiated", f"Scaling activity initiated by (deployment {deployment})")
    }
    told = [
        re.match(r"\(service web\) has stopped (\d) running tasks: \(task ", event) for event in web.events()
    ]
    assert sum(int(match[1]) for match in told if match) == 3


def test_desired_count_zero_leaves_the_service(web):
    web.update(desiredCount=0)
    web.wait(60)
    assert counts(web) == (0, 0, 0)
    assert web.service()["status"] == "ACTIVE"
    assert web.events()[-1] == "(service web) has reached a steady state."


def test_a_new_revision_changes_nothing_until_the_service_is_told(web):
    web.define("web", {"image": "nginx:2"})
    web.wait(300)
    assert {task["taskDefinitionArn"].rsplit(":", 1)[1] for task in web.tasks()} == {"1"}


def test_a_rolling_update_keeps_the_bounds_and_ends_with_the_new_revision(web):
    web.define("web", {"image": "nginx:2"})
    answer = web.update(taskDefinition="web")
    assert [each["status"] for each in answer["deployments"]] == ["PRIMARY", "ACTIVE"]
    lowest, highest = 99, 0
    for _ in range(150):
        web.wait(1)
        _, running, _ = counts(web)
        live = len(web.tasks())
        lowest, highest = min(lowest, running), max(highest, live)
    assert (lowest, highest) == (2, 4)
    deployments = web.service()["deployments"]
    assert [(each["status"], each["rolloutState"]) for each in deployments] == [("PRIMARY", "COMPLETED")]
    assert {task["taskDefinitionArn"].rsplit(":", 1)[1] for task in web.tasks()} == {"2"}


def test_minimum_zero_maximum_hundred_stops_before_it_starts(web):
    bounds = {"minimumHealthyPercent": 0, "maximumPercent": 100}
    web.update(forceNewDeployment=True, deploymentConfiguration=bounds)
    web.wait(10)
    assert counts(web)[1] == 0
    web.wait(120)
    assert counts(web) == (2, 2, 0)


def test_percentages_that_allow_nothing_say_so_once(web):
    bounds = {"minimumHealthyPercent": 100, "maximumPercent": 100}
    web.update(forceNewDeployment=True, deploymentConfiguration=bounds)
    web.wait(3600)
    stuck = [event for event in web.events() if "because of the service deployment configuration" in event]
    assert stuck == [
        (
            "(service web) was unable to stop or start tasks during a deployment because of the service deployment "
            "configuration. Update the minimumHealthyPercent or maximumPercent value and try again."
        )
    ]
    assert counts(web) == (2, 2, 0)


def test_a_broken_revision_is_mended_by_the_next(web):
    web.define("web", {"image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/gone"}, executionRoleArn=ROLE)
    web.update(taskDefinition="web:2")
    web.wait(600)
    assert counts(web)[1] == 2, "the old tasks hold the fort"
    assert any(
        "was unable to place a task. Reason: CannotPullContainerError" in event for event in web.events()
    )
    assert any("is unable to consistently start tasks successfully." in event for event in web.events())
    web.update(taskDefinition="web:1")
    web.wait(120)
    assert [each["rolloutState"] for each in web.service()["deployments"]] == ["COMPLETED"]


ROLE = "arn:aws:iam::123456789012:role/ecsTaskExecutionRole"


def test_starts_that_fail_are_held_back_for_longer_and_longer_but_27_minutes_at_most(desk):
    desk.define("web", {"image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/gone"}, executionRoleArn=ROLE)
    desk.serve(desired=1)
    starts = set()
    for _ in range(24 * 60):
        desk.wait(60)
        starts |= {task["createdAt"] for task in desk.tasks(desiredStatus="STOPPED")}
    times = sorted(starts)
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(times)]
    assert gaps == sorted(gaps)
    assert gaps[0] < 60
    assert 27 * 60 <= gaps[-1] < 29 * 60


def test_a_quiet_service_repeats_that_it_is_steady_every_six_hours(web):
    web.wait(24 * 3600)
    steady = [event for event in web.events() if event.endswith("has reached a steady state.")]
    assert len(steady) == 5


def test_only_the_last_hundred_events_are_kept(desk):
    desk.define("web", {"command": ["true"]})
    desk.serve(desired=1)
    desk.wait(2 * 3600)
    assert len(desk.service()["events"]) == 100


def test_deleting_needs_force_while_tasks_are_wanted(web):
    with pytest.raises(ApiError, match=r"^The service cannot be stopped while it is scaled above 0\.$"):
        web.ecs("DeleteService", cluster="lab", service="web")
    drained = web.ecs("DeleteService", cluster="lab", service="web", force=True)["service"]
    assert (drained["status"], drained["desiredCount"]) == ("DRAINING", 0)
    assert web.ecs("ListServices", cluster="lab")["serviceArns"] == []
    with pytest.raises(ApiError, match=r"^Unable to Start a service that is still Draining\.$"):
        web.serve()
    web.wait(60)
    assert web.service()["status"] == "INACTIVE"
    web.wait(3600)
    answer = web.ecs("DescribeServices", cluster="lab", services=["web"])
    assert answer["failures"][0]["reason"] == "MISSING"


def test_an_inactive_name_may_be_used_again(web):
    web.ecs("DeleteService", cluster="lab", service="web", force=True)
    web.wait(60)
    web.serve(desired=1)
    web.wait(3700)
    assert counts(web) == (1, 1, 0)


def test_creating_twice_is_an_error_without_the_same_token(desk):
    """Section 13.24."""
    desk.define()
    first = desk.serve(clientToken="a")
    assert desk.serve(clientToken="a")["serviceArn"] == first["serviceArn"]
    same = {"clientToken": "a"}
    for params in (
        {},
        {"clientToken": "b"},
        same | {"desired": 3},
        same | {"deploymentConfiguration": {"maximumPercent": 150}},
        same | {"healthCheckGracePeriodSeconds": 30},
        same | {"enableECSManagedTags": True},
    ):
        with pytest.raises(ApiError, match=r"^Creation of service was not idempotent\.$"):
            desk.serve(**params)


def test_an_inactive_revision_goes_on_serving_its_service(web):
    """Section 13.11."""
    web.ecs("DeregisterTaskDefinition", taskDefinition="web:1")
    web.ecs("DeleteTaskDefinitions", taskDefinitions=["web:1"])
    web.lab.inject({"fault": "stop-task", "service": "web"})
    web.update(desiredCount=3)
    web.wait(90)
    assert counts(web) == (3, 3, 0)
    web.ecs("DeleteService", cluster="lab", service="web", force=True)
    web.wait(120)
    with pytest.raises(ApiError, match="Unable to describe task definition"):
        web.ecs("DescribeTaskDefinition", taskDefinition="web:1")


def test_an_ec2_service_has_nowhere_to_go(desk):
    desk.define()
    private = {"awsvpcConfiguration": {"subnets": desk.subnets}}
    desk.serve(launchType="EC2", networkConfiguration=private)
    desk.wait(3600)
    assert desk.events() == [
        (
            "(service web) was unable to place a task because no container instance met all of its requirements. "
            "Reason: No Container Instances were found in your cluster. For more information, see the "
            "Troubleshooting section of the Amazon ECS Developer Guide."
        ),
        "(service web) is unable to consistently start tasks successfully.",
    ]


def test_a_role_that_cannot_be_assumed_shows_in_the_events(desk):
    desk.define(taskRoleArn="arn:aws:iam::123456789012:role/nobody")
    desk.serve()
    desk.wait(60)
    (event,) = desk.events()
    assert event.startswith(
        "(service web) failed to launch a task with (error ECS was unable to assume the role"
    )
    assert event.endswith("permissions to pass this role.).")


@pytest.mark.parametrize(
    ("change", "code", "message"),
    [
        ({"desiredCount": None}, "InvalidParameterException", "DesiredCount is missing"),
        ({"desiredCount": -1}, "InvalidParameterException", "DesiredCount can not be lesser than 0"),
        ({"desiredCount": 5001}, "InvalidParameterException", "5000"),
        ({"taskDefinition": "nothing"}, "ClientException", "TaskDefinition not found."),
        ({"serviceName": "a b"}, "InvalidParameterException", "Invalid service name"),
        ({"cluster": "nowhere"}, "ClusterNotFoundException", "Cluster not found."),
        ({"clientToken": "x" * 37}, "InvalidParameterException", "idempotency token longer than 36."),
        (
            {"schedulingStrategy": "DAEMON"},
            "InvalidParameterException",
            (
                "The daemon scheduling strategy does not support a desired count for services. Remove the desired count "
                "value and try again"
            ),
        ),
        (
            {"schedulingStrategy": "DAEMON", "desiredCount": None},
            "InvalidParameterException",
            (
                "The daemon scheduling strategy does not support the FARGATE launch type. Change the launch type and "
                "try again"
            ),
        ),
        (
            {"availabilityZoneRebalancing": "ENABLED", "deploymentConfiguration": {"maximumPercent": 100}},
            "InvalidParameterException",
            "Availability Zone Rebalancing does not support maximumPercent <= 100 % as deployment configuration.",
        ),
        (
            {"loadBalancers": [{"containerName": "c0", "containerPort": 80}]},
            "InvalidParameterException",
            "targetGroupArn",
        ),
        (
            {"deploymentConfiguration": {"minimumHealthyPercent": 101}},
            "InvalidParameterException",
            "at most 100",
        ),
        ({"deploymentConfiguration": {"maximumPercent": 99}}, "InvalidParameterException", "at least 100"),
    ],
)
def test_create_service_refuses_in_aws_words(desk, change, code, message):
    desk.define()
    request = {
        "cluster": "lab",
        "serviceName": "web",
        "taskDefinition": "web",
        "desiredCount": 1,
        "launchType": "FARGATE",
        "networkConfiguration": desk.network,
    } | change
    with pytest.raises(ApiError) as refused:
        desk.ecs("CreateService", **{key: value for key, value in request.items() if value is not None})
    assert refused.value.code == code
    assert message in refused.value.message


def test_updating_and_deleting_what_is_not_there(web):
    with pytest.raises(ApiError, match=r"^Service not found\.$"):
        web.update("nobody", desiredCount=1)
    with pytest.raises(ApiError, match=r"^Service not found\.$"):
        web.ecs("DeleteService", cluster="lab", service="nobody")
    web.ecs("DeleteService", cluster="lab", service="web", force=True)
    with pytest.raises(ApiError, match=r"^Service was not ACTIVE\.$"):
        web.update(desiredCount=1)


def test_a_service_on_a_definition_not_for_fargate(desk):
    desk.ecs(
        "RegisterTaskDefinition",
        family="big",
        networkMode="awsvpc",
        containerDefinitions=[{"name": "c", "image": "nginx", "memory": 128}],
    )
    with pytest.raises(ApiError, match=r"^Task definition does not support launch_type FARGATE\.$"):
        desk.serve(taskDefinition="big")


def test_list_services_pages_by_ten(desk):
    """Section 13.17."""
    desk.define()
    for number in range(12):
        desk.serve(f"s{number}", desired=0)
    first = desk.ecs("ListServices", cluster="lab")
    assert len(first["serviceArns"]) == 10
    assert len(desk.ecs("ListServices", cluster="lab", nextToken=first["nextToken"])["serviceArns"]) == 2
    with pytest.raises(ApiError, match="at most 10"):
        desk.ecs("DescribeServices", cluster="lab", services=[f"s{number}" for number in range(11)])


def tags(desk, name="web"):
    arns = desk.ecs("ListTasks", cluster="lab", serviceName=name)["taskArns"]
    told = desk.ecs("DescribeTasks", cluster="lab", tasks=arns, include=["TAGS"])["tasks"]
    return {(tag["key"], tag["value"]) for task in told for tag in task["tags"]}


def test_tasks_get_the_tags_that_their_service_propagates(desk):
    desk.define(tags=[{"key": "from", "value": "definition"}])
    own = [{"key": "from", "value": "service"}]
    desk.serve(tags=own, enableECSManagedTags=True, propagateTags="SERVICE")
    desk.serve("plain", tags=own)
    desk.wait(60)
    ours = {("aws:ecs:clusterName", "lab"), ("aws:ecs:serviceName", "web")}
    assert tags(desk) == {("from", "service"), *ours}
    assert tags(desk, "plain") == set()
    answer = desk.update(propagateTags="TASK_DEFINITION", enableECSManagedTags=False, forceNewDeployment=True)
    assert answer["propagateTags"] == "TASK_DEFINITION"
    desk.wait(200)
    assert tags(desk) == {("from", "definition")}
