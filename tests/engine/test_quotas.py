"""Service quotas: AWS's unless a scene says otherwise, and what is said when one is reached."""

import pytest

from ecslab.engine.errors import ApiError
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
