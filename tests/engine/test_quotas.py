"""Service quotas: AWS's unless a scene says otherwise, and what is said when one is reached."""

import pytest

from ecslab.engine.errors import ApiError
from ecslab.engine.explain import explain
from ecslab.engine.quotas import Quotas
from ecslab.engine.settings import Settings


def refusal(desk, operation, **params):
    with pytest.raises(ApiError) as refused:
        desk.ecs(operation, **params)
    return refused.value.code


def test_quotas_are_awss_by_default():
    """Sheet 10.1."""
    quotas = Settings().quotas
    assert (quotas.clusters, quotas.services_per_cluster, quotas.tasks_per_service) == (10_000, 5_000, 5_000)
    assert (quotas.instances_per_cluster, quotas.provisioning_tasks_per_cluster) == (5_000, 500)
    assert (quotas.containers_per_definition, quotas.definition_kib) == (10, 64)


def test_clusters_and_services_are_counted_while_they_are_there(make_desk):
    desk = make_desk(quotas=Quotas(clusters=1, services_per_cluster=1))
    assert refusal(desk, "CreateCluster", clusterName="second") == "ClientException"
    assert desk.ecs("CreateCluster", clusterName="lab")["cluster"]["status"] == "ACTIVE"
    desk.define()
    desk.serve("one", desired=0)
    request = {"cluster": "lab", "taskDefinition": "web", "networkConfiguration": desk.network}
    request |= {"launchType": "FARGATE", "desiredCount": 0}
    assert refusal(desk, "CreateService", serviceName="two", **request) == "ClientException"
    desk.ecs("DeleteService", cluster="lab", service="one")
    desk.wait(30)
    assert desk.serve("two", desired=0)["status"] == "ACTIVE"
    desk.ecs("DeleteService", cluster="lab", service="two")
    desk.wait(30)
    desk.ecs("DeleteCluster", cluster="lab")
    assert desk.ecs("CreateCluster", clusterName="second")["cluster"]["status"] == "ACTIVE"


def test_a_service_has_no_more_tasks_than_its_quota(make_desk):
    desk = make_desk(quotas=Quotas(tasks_per_service=3))
    desk.define()
    desk.serve(desired=3)
    code = refusal(desk, "UpdateService", cluster="lab", service="web", desiredCount=4)
    assert code == "InvalidParameterException"


def test_a_definition_has_no_more_containers_and_bytes_than_its_quota(desk):
    with pytest.raises(ApiError, match="at most 10 container definitions"):
        desk.define("web", *({"cpu": 0} for _ in range(11)))
    with pytest.raises(ApiError, match="larger than 64 KiB"):
        desk.define("web", {"environment": [{"name": "LONG", "value": "x" * 65_536}]})


def test_a_family_ends_with_its_last_revision(make_desk):
    desk = make_desk(quotas=Quotas(revisions_per_family=2))
    desk.define()
    desk.define()
    with pytest.raises(ApiError) as refused:
        desk.define()
    assert refused.value.code == "LimitExceededException"


def test_fargates_vcpus_are_counted_while_tasks_are_there(make_desk):
    """https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html"""
    desk = make_desk(quotas=Quotas(fargate_vcpus=1))
    desk.define()
    request = {"cluster": "lab", "taskDefinition": "web", "launchType": "FARGATE"}
    answer = desk.ecs("RunTask", **request, count=6, networkConfiguration=desk.network)
    assert len(answer["tasks"]) == 4
    said = "You've reached the limit on the number of vCPUs you can run concurrently"
    assert [failure["reason"] for failure in answer["failures"]] == [said, said]
    desk.serve(desired=1)
    desk.wait(60)
    assert desk.events() == [f"(service web) was unable to place a task. Reason: {said}."]
    desk.ecs("StopTask", cluster="lab", task=answer["tasks"][0]["taskArn"])
    desk.wait(180)
    assert desk.service()["runningCount"] == 1


def test_run_task_is_throttled_where_a_scene_wants_it(make_desk):
    desk = make_desk(quotas=Quotas(run_task_calls_per_second=2))
    desk.define()
    desk.run()
    desk.run()
    with pytest.raises(ApiError) as refused:
        desk.run()
    assert (refused.value.code, refused.value.message) == ("ThrottlingException", "Rate exceeded")
    desk.wait(0.5)
    desk.run()


def test_a_service_launches_no_faster_than_its_quota(make_desk):
    """Sheet 10.1: the launch rate per service; AWS's is 500 a minute."""
    desk = make_desk(quotas=Quotas(service_launches_per_minute=6))
    desk.define()
    desk.serve("one", desired=10)
    desk.serve("two", desired=3)
    desk.wait(8)
    assert [len(desk.tasks(serviceName=name)) for name in ("one", "two")] == [6, 3], "each has its own"
    desk.wait(20)
    assert len(desk.tasks(serviceName="one")) == 8
    desk.wait(40)
    assert len(desk.tasks(serviceName="one")) == 10
    assert not any("unable" in event for event in desk.events("one")), "nothing has failed"


def test_fargate_launches_a_burst_and_then_so_many_a_second(make_desk):
    """Sheet 10.1: Fargate's token bucket; AWS's burst is 100, and 20 come back a second."""
    desk = make_desk(quotas=Quotas(fargate_launches_per_second=1, fargate_launch_burst=4))
    desk.define()
    request = {"cluster": "lab", "taskDefinition": "web", "launchType": "FARGATE"}
    request["networkConfiguration"] = desk.network
    assert len(desk.ecs("RunTask", count=3, **request)["tasks"]) == 3
    assert refusal(desk, "RunTask", count=2, **request) == "ThrottlingException"
    assert len(desk.tasks()) == 3, "a call that is refused launches nothing"
    desk.wait(2)
    desk.ecs("RunTask", count=3, **request)
    desk.serve(desired=6)
    desk.wait(6)
    started = len(desk.tasks(serviceName="web"))
    assert 0 < started < 6
    desk.wait(10)
    assert len(desk.tasks(serviceName="web")) == 6


@pytest.mark.parametrize("quotas", [Quotas(), Quotas(ports_per_instance=7)])
def test_an_instance_gives_so_many_ports_and_no_more(make_yard, quotas):
    """Sheet 10.1: 100, and those that are reserved for the agent and the like are among them."""
    yard = make_yard(quotas=quotas)
    yard.register()
    free = quotas.ports_per_instance - 5
    ports = [{"containerPort": port, "hostPort": port} for port in range(8000, 8000 + free)]
    yard.define("many", memory=8, cpu=1, portMappings=ports)
    yard.define("one", memory=8, cpu=1, portMappings=[{"containerPort": 80, "hostPort": 80}])
    yard.define("dynamic", memory=8, cpu=1, portMappings=[{"containerPort": 80, "hostPort": 0}])
    assert len(yard.run("many")["tasks"]) == 1
    assert [each["reason"] for each in yard.run("one")["failures"]] == ["RESOURCE:PORTS"]
    yard.serve(desired=1, family="one")
    yard.wait(10)
    why = {reason.code: reason.values for reason in explain(yard.lab, "service/web")}
    assert why["rejected-ports-full"]["most"] == quotas.ports_per_instance
    assert len(yard.run("dynamic")["tasks"]) == 1, "ports that Docker chooses are not counted"
