"""FARGATE and FARGATE_SPOT: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html"""

from collections import Counter

import pytest

from ecslab.engine.ecs.capacity_providers import spot
from ecslab.engine.errors import ApiError
from ecslab.engine.explain import explain
from ecslab.engine.workload import Workload

BOTH = ["FARGATE", "FARGATE_SPOT"]


def strategy(*items):
    """Items as `("FARGATE", weight, base)`."""
    keys = ("capacityProvider", "weight", "base")
    return [dict(zip(keys, each, strict=False)) for each in items]


def associate(desk, providers=BOTH, default=()):
    return desk.ecs(
        "PutClusterCapacityProviders",
        cluster="lab",
        capacityProviders=providers,
        defaultCapacityProviderStrategy=strategy(*default),
    )["cluster"]


@pytest.fixture
def mixed(desk):
    """A desk whose cluster has both providers, and a definition `web`."""
    desk.define()
    associate(desk)
    return desk


def serve(desk, *items, desired=10, **params):
    return desk.serve(desired=desired, launchType=None, capacityProviderStrategy=strategy(*items), **params)


def providers(desk):
    return Counter(task["capacityProviderName"] for task in desk.tasks())


def refused(call, *args, **params):
    with pytest.raises(ApiError) as caught:
        call(*args, **params)
    return caught.value


@pytest.fixture(autouse=True)
def drop_none(monkeypatch, desk):
    """Lets a test leave out what the desk gives by default, by passing None."""
    plain = desk.ecs
    desk.ecs = lambda operation, **params: plain(
        operation, **{key: value for key, value in params.items() if value is not None}
    )


def test_a_new_cluster_has_no_providers_until_somebody_associates_them(desk):
    cluster = desk.ecs("DescribeClusters", clusters=["lab"])["clusters"][0]
    assert (cluster["capacityProviders"], cluster["defaultCapacityProviderStrategy"]) == ([], [])
    changed = associate(desk, default=[("FARGATE", 1, 2), ("FARGATE_SPOT", 4)])
    assert changed["capacityProviders"] == BOTH
    assert changed["defaultCapacityProviderStrategy"] == [
        {"capacityProvider": "FARGATE", "weight": 1, "base": 2},
        {"capacityProvider": "FARGATE_SPOT", "weight": 4, "base": 0},
    ]
    include = ["SETTINGS", "TAGS", "ATTACHMENTS"]
    assert desk.ecs("DescribeClusters", clusters=["lab"], include=include)["clusters"] == [changed]


def test_a_cluster_can_be_made_with_its_providers(desk):
    made = {"clusterName": "two", "capacityProviders": BOTH}
    default = strategy(("FARGATE_SPOT", 1, 0))
    cluster = desk.ecs("CreateCluster", **made, defaultCapacityProviderStrategy=default)["cluster"]
    assert (cluster["capacityProviders"], cluster["defaultCapacityProviderStrategy"]) == (BOTH, default)
    assert desk.ecs("CreateCluster", clusterName="two")["cluster"]["capacityProviders"] == BOTH
    error = refused(desk.ecs, "CreateCluster", clusterName="two", capacityProviders=["FARGATE"])
    assert error.code == "InvalidParameterException"
    assert "inconsistent with arguments used in previous request(s)" in error.message


def test_both_providers_are_there_from_the_start_and_others_are_failures(desk):
    answer = desk.ecs("DescribeCapacityProviders", capacityProviders=["FARGATE_SPOT", "mine"])
    assert [(each["name"], each["type"], each["status"]) for each in answer["capacityProviders"]] == [
        ("FARGATE_SPOT", "FARGATE_SPOT", "ACTIVE")
    ]
    assert answer["failures"] == [
        {"arn": "arn:aws:ecs:us-east-1:123456789012:capacity-provider/mine", "reason": "MISSING"}
    ]
    everything = desk.ecs("DescribeCapacityProviders")["capacityProviders"]
    assert [each["name"] for each in everything] == BOTH


def test_run_task_shares_its_tasks_out(mixed):
    answer = mixed.ecs(
        "RunTask",
        cluster="lab",
        taskDefinition="web",
        count=10,
        capacityProviderStrategy=strategy(("FARGATE", 1, 2), ("FARGATE_SPOT", 4)),
        networkConfiguration=mixed.network,
    )
    assert Counter(task["capacityProviderName"] for task in answer["tasks"]) == {
        "FARGATE": 3,
        "FARGATE_SPOT": 7,
    }
    assert {task["launchType"] for task in answer["tasks"]} == {"FARGATE"}


def test_the_default_strategy_counts_only_where_nothing_else_is_said(mixed):
    associate(mixed, default=[("FARGATE_SPOT", 1)])
    spot_task = mixed.task(mixed.run(launchType=None))
    assert (spot_task["capacityProviderName"], spot_task["launchType"]) == ("FARGATE_SPOT", "FARGATE")
    assert "capacityProviderName" not in mixed.task(mixed.run())
    own = mixed.run(launchType=None, capacityProviderStrategy=strategy(("FARGATE", 1)))
    assert mixed.task(own)["capacityProviderName"] == "FARGATE"
    service = mixed.serve(launchType=None)
    assert service["capacityProviderStrategy"] == strategy(("FARGATE_SPOT", 1, 0))
    assert "launchType" not in service


def test_no_launch_type_and_no_default_strategy_means_ec2(mixed):
    """Section 13.9."""
    error = refused(
        mixed.run, launchType=None, networkConfiguration={"awsvpcConfiguration": {"subnets": mixed.subnets}}
    )
    assert error.message == "No Container Instances were found in your cluster."


def test_a_service_keeps_base_and_weight_when_it_grows_shrinks_and_loses_tasks(mixed):
    service = serve(mixed, ("FARGATE", 1, 2), ("FARGATE_SPOT", 4))
    assert service["deployments"][0]["capacityProviderStrategy"] == service["capacityProviderStrategy"]
    mixed.wait(120)
    assert providers(mixed) == {"FARGATE": 3, "FARGATE_SPOT": 7}
    mixed.update(desiredCount=17)
    mixed.wait(120)
    assert providers(mixed) == {"FARGATE": 5, "FARGATE_SPOT": 12}
    for task in mixed.tasks():
        if task["capacityProviderName"] == "FARGATE":
            mixed.ecs("StopTask", cluster="lab", task=task["taskArn"])
    mixed.wait(120)
    assert providers(mixed) == {"FARGATE": 5, "FARGATE_SPOT": 12}
    mixed.update(desiredCount=7)
    mixed.wait(120)
    assert providers(mixed) == {"FARGATE": 3, "FARGATE_SPOT": 4}


def test_weight_0_gets_the_base_alone_and_a_shortage_falls_back_to_nothing(mixed):
    """Section 13.16."""
    serve(mixed, ("FARGATE", 0, 2), ("FARGATE_SPOT", 1), desired=5)
    spot.run_short(mixed.lab.state, "FARGATE_SPOT")
    mixed.wait(300)
    assert providers(mixed) == {"FARGATE": 2}
    assert mixed.service()["pendingCount"] == 0
    reason = (
        "Capacity is unavailable at this time. Please try again later or in a different availability zone"
    )
    assert mixed.events()[1:] == [
        f"(service web) was unable to place a task. Reason: {reason}.",
        "(service web) is unable to consistently start tasks successfully.",
    ]
    spot.recover(mixed.lab.state, ("FARGATE_SPOT",))
    mixed.wait(120)
    assert providers(mixed) == {"FARGATE": 2, "FARGATE_SPOT": 3}


def test_run_task_without_capacity_is_a_failure_and_no_error(mixed):
    spot.run_short(mixed.lab.state, "FARGATE_SPOT", 60_000)
    request = {
        "cluster": "lab",
        "taskDefinition": "web",
        "count": 2,
        "capacityProviderStrategy": strategy(("FARGATE", 1), ("FARGATE_SPOT", 1)),
        "networkConfiguration": mixed.network,
    }
    answer = mixed.ecs("RunTask", **request)
    assert [task["capacityProviderName"] for task in answer["tasks"]] == ["FARGATE"]
    assert answer["failures"] == [{"reason": spot.UNAVAILABLE}]
    mixed.wait(60)
    assert mixed.ecs("RunTask", **request)["failures"] == []


def test_a_strategy_changes_only_with_a_forced_deployment(mixed):
    mixed.serve(desired=2)
    mixed.wait(120)
    change = {"capacityProviderStrategy": strategy(("FARGATE_SPOT", 1))}
    error = refused(mixed.update, **change)
    assert error.message == (
        "When switching from launch type to capacity provider strategy on an existing service, or making a change "
        "to a capacity provider strategy on a service that is already using one, you must force a new deployment."
    )
    assert "launchType" not in mixed.update(**change, forceNewDeployment=True)
    mixed.wait(300)
    assert providers(mixed) == {"FARGATE_SPOT": 2}
    assert len(mixed.update(**change)["deployments"]) == 1
    back = mixed.update(capacityProviderStrategy=[], forceNewDeployment=True)
    assert back["launchType"] == "FARGATE"
    mixed.wait(300)
    assert all("capacityProviderName" not in task for task in mixed.tasks())


def test_a_service_made_with_a_strategy_has_no_launch_type_to_go_back_to(mixed):
    serve(mixed, ("FARGATE_SPOT", 1), desired=1)
    error = refused(mixed.update, capacityProviderStrategy=[], forceNewDeployment=True)
    assert error.message == (
        "No launch type to fall back to for empty capacity provider strategy. Your service was not created with a "
        "launch type."
    )
    associate(mixed, default=[("FARGATE", 1)])
    changed = mixed.update(capacityProviderStrategy=[], forceNewDeployment=True)
    assert changed["capacityProviderStrategy"] == strategy(("FARGATE", 1, 0))


def test_list_services_by_launch_type_knows_no_service_with_a_strategy(mixed):
    serve(mixed, ("FARGATE", 1), desired=1)
    assert mixed.ecs("ListServices", cluster="lab", launchType="FARGATE")["serviceArns"] == []
    assert len(mixed.ecs("ListServices", cluster="lab")["serviceArns"]) == 1


def test_an_interrupted_task_gets_sigterm_at_once_and_is_replaced_on_spot(mixed):
    serve(mixed, ("FARGATE_SPOT", 1), desired=1)
    mixed.wait(60)
    (task,) = mixed.lab.world.tasks.values()
    spot.interrupt(mixed.lab.state, task)
    told = mixed.task(task.id)
    assert (told["stopCode"], told["stoppedReason"]) == (
        "SpotInterruption",
        "Your Spot Task was interrupted.",
    )
    assert (told["desiredStatus"], told["lastStatus"]) == ("STOPPED", "RUNNING")
    mixed.wait(60)
    assert mixed.task(task.id)["lastStatus"] == "STOPPED"
    assert mixed.task(task.id)["containers"][0]["exitCode"] == 0
    assert [each["lastStatus"] for each in mixed.tasks()] == ["RUNNING"]
    assert providers(mixed) == {"FARGATE_SPOT": 1}


@pytest.mark.parametrize(("stop_timeout", "grace"), [(None, 30), (90, 90), (120, 120)])
def test_the_grace_of_spot_is_the_stop_time_out_and_not_two_minutes(make_desk, stop_timeout, grace):
    """Section 13.18."""
    desk = make_desk(images={"deaf": Workload(on_sigterm_ms=None)})
    container = {"image": "deaf"} | ({"stopTimeout": stop_timeout} if stop_timeout else {})
    desk.define("web", container)
    associate(desk)
    desk.ecs(
        "RunTask",
        cluster="lab",
        taskDefinition="web",
        capacityProviderStrategy=strategy(("FARGATE_SPOT", 1)),
        networkConfiguration=desk.network,
    )
    desk.wait(60)
    (task,) = desk.lab.world.tasks.values()
    spot.interrupt(desk.lab.state, task)
    desk.wait(300)
    ended = desk.task(task.id)
    assert ended["containers"][0]["exitCode"] == 137
    assert (ended["executionStoppedAt"] - ended["stoppingAt"]).total_seconds() == pytest.approx(grace, abs=1)
    assert len(desk.lab.world.tasks) == 1


def test_only_spot_tasks_are_interrupted(mixed):
    arn = mixed.run()
    mixed.wait(60)
    (task,) = mixed.lab.world.tasks.values()
    assert not spot.interruptible(task)
    assert spot.interrupt(mixed.lab.state, task) == task
    assert mixed.task(arn)["desiredStatus"] == "RUNNING"


NOT_ASSOCIATED = (
    "The specified capacity provider strategy cannot contain a capacity provider that is not associated with the "
    "cluster. Associate the capacity provider with the cluster or specify a valid capacity provider and try again."
)
NO_WEIGHT = (
    "There are no capacity providers with a weight value greater than zero defined in the capacity provider "
    "strategy. At least one capacity provider must have a weight value greater than zero specified. Specify a valid "
    "capacity provider strategy and try again."
)


@pytest.mark.parametrize(
    ("items", "message"),
    [
        ([("MOON", 1)], "The specified capacity provider was not found. Specify a valid capacity provider"),
        ([("FARGATE_SPOT", 1)], NOT_ASSOCIATED),
        ([("FARGATE", 0, 1)], NO_WEIGHT),
        ([("FARGATE", 1), ("FARGATE", 1)], "twice"),
        ([("FARGATE", 1001)], "weight"),
        ([("FARGATE", 1, 100_001)], "base"),
        ([("FARGATE", 1)] * 21, "maximum of 20"),
    ],
)
def test_strategies_that_aws_refuses(mixed, items, message):
    associate(mixed, ["FARGATE"])
    for call in (mixed.run, mixed.serve):
        error = refused(call, launchType=None, capacityProviderStrategy=strategy(*items))
        assert error.code == "InvalidParameterException"
        assert message in error.message


def test_one_base_at_most(mixed):
    error = refused(associate, mixed, default=[("FARGATE", 1, 1), ("FARGATE_SPOT", 1, 1)])
    assert (
        "multiple capacity providers in the specified capacity provider strategy with a base value"
        in error.message
    )


def test_a_default_strategy_without_weight_is_kept_but_cannot_be_followed(mixed):
    associate(mixed, default=[("FARGATE", 0)])
    error = refused(mixed.run, launchType=None)
    assert "defined in the default capacity provider strategy" in error.message
    assert "Update the cluster's default capacity provider strategy or specify a valid" in error.message


def test_a_provider_in_use_cannot_be_removed(mixed):
    serve(mixed, ("FARGATE_SPOT", 1), desired=1)
    mixed.wait(60)
    error = refused(associate, mixed, ["FARGATE"])
    assert (error.code, error.message) == (
        "ResourceInUseException",
        "The specified capacity provider is in use and cannot be removed.",
    )
    assert associate(mixed, ["FARGATE_SPOT"])["capacityProviders"] == ["FARGATE_SPOT"]
    mixed.ecs("DeleteService", cluster="lab", service="web", force=True)
    assert refused(associate, mixed, ["FARGATE"]).code == "ResourceInUseException"
    mixed.wait(120)
    assert associate(mixed, ["FARGATE"])["capacityProviders"] == ["FARGATE"]


def test_why_a_service_does_not_get_its_spot_tasks(mixed):
    spot.run_short(mixed.lab.state, "FARGATE_SPOT")
    serve(mixed, ("FARGATE", 1), ("FARGATE_SPOT", 1), desired=2)
    mixed.wait(60)
    reasons = {reason.code: reason.values for reason in explain(mixed.lab, "service/web")}
    assert reasons["provider-short"] == {"provider": "FARGATE_SPOT"}
