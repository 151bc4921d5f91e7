"""Task sets and the controllers that make them: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-external.html"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecslab.engine.ecs.services.task_sets import share
from ecslab.engine.errors import ApiError
from ecslab.engine.explain import explain
from ecslab.engine.workload import Workload


@given(st.integers(0, 5000), st.integers(0, 1000))
def test_a_share_is_rounded_up(desired, tenths):
    """Section 4.14: computedDesiredCount = ceil(desired * scale% / 100)."""
    exact = desired * tenths
    assert share(desired, tenths / 10) == -(-exact // 1000)


@pytest.fixture
def web(make_desk):
    """A desk with the service `web` of four tasks that an external controller deploys."""
    desk = make_desk(images={"gone": Workload(missing=True)})
    desk.define()
    desk.define("web", {"image": "nginx:2"})
    desk.ecs(
        "CreateService",
        cluster="lab",
        serviceName="web",
        desiredCount=4,
        deploymentController={"type": "EXTERNAL"},
    )
    return desk


def make(desk, definition="web:1", scale=None, **params):
    request = {
        "cluster": "lab",
        "service": "web",
        "taskDefinition": definition,
        "launchType": "FARGATE",
        "networkConfiguration": desk.network,
    }
    if scale is not None:
        request["scale"] = {"value": scale, "unit": "PERCENT"}
    return desk.ecs("CreateTaskSet", **request | params)["taskSet"]


def scale(desk, task_set, percent):
    given = {"value": percent, "unit": "PERCENT"}
    request = {"cluster": "lab", "service": "web", "taskSet": task_set["taskSetArn"]}
    return desk.ecs("UpdateTaskSet", scale=given, **request)["taskSet"]


def show(desk, *references):
    return desk.ecs("DescribeTaskSets", cluster="lab", service="web", taskSets=list(references))["taskSets"]


def delete(desk, task_set, **params):
    request = {"cluster": "lab", "service": "web", "taskSet": task_set["id"]}
    return desk.ecs("DeleteTaskSet", **request | params)["taskSet"]


def test_an_external_service_has_no_tasks_until_a_task_set_is_scaled(web):
    assert web.service()["deploymentController"] == {"type": "EXTERNAL"}
    assert "taskDefinition" not in web.service()
    made = make(web)
    assert made["status"] == "ACTIVE"
    assert made["scale"] == {"value": 0.0, "unit": "PERCENT"}
    assert made["id"].startswith("ecs-svc/")
    assert made["taskSetArn"].endswith(f"task-set/lab/web/{made['id']}")
    web.wait(120)
    assert web.tasks() == []
    scaled = scale(web, made, 50)
    assert (scaled["computedDesiredCount"], scaled["stabilityStatus"]) == (0, "STABILIZING")
    web.wait(120)
    (now,) = show(web)
    assert (now["computedDesiredCount"], now["runningCount"], now["pendingCount"]) == (2, 2, 0)
    assert now["stabilityStatus"] == "STEADY_STATE"
    assert {task["startedBy"] for task in web.tasks()} == {made["id"]}
    assert web.events()[-1] == "(service web) has reached a steady state."
    assert web.service()["deployments"] == []
    assert [each["id"] for each in web.service()["taskSets"]] == [made["id"]]


def test_two_task_sets_run_side_by_side_and_one_takes_over(web):
    blue = make(web, scale=100)
    web.ecs("UpdateServicePrimaryTaskSet", cluster="lab", service="web", primaryTaskSet=blue["id"])
    web.wait(120)
    assert web.service()["taskDefinition"].endswith("web:1")
    green = make(web, "web:2", scale=25)
    web.wait(120)
    assert [each["runningCount"] for each in show(web)] == [4, 1]
    scale(web, green, 100)
    web.wait(120)
    first = web.ecs("UpdateServicePrimaryTaskSet", cluster="lab", service="web", primaryTaskSet=green["id"])
    assert first["taskSet"]["status"] == "PRIMARY"
    assert [each["status"] for each in show(web)] == ["ACTIVE", "PRIMARY"]
    assert web.service()["taskDefinition"].endswith("web:2")
    scale(web, blue, 0)
    web.wait(60)
    assert delete(web, blue)["status"] == "DRAINING"
    web.wait(60)
    assert [each["id"] for each in show(web)] == [green["id"]]
    assert web.service()["runningCount"] == 4


def test_a_new_desired_count_reaches_every_task_set(web):
    make(web, scale=50)
    make(web, "web:2", scale=30)
    web.update(desiredCount=10)
    web.wait(120)
    assert [each["computedDesiredCount"] for each in show(web)] == [5, 3]
    web.update(desiredCount=1)
    web.wait(120)
    assert [each["runningCount"] for each in show(web)] == [1, 1]


def test_dead_tasks_of_a_task_set_are_replaced(web):
    make(web, scale=50)
    web.wait(120)
    web.lab.inject({"fault": "stop-task", "service": "web"})
    web.wait(10)
    assert show(web)[0]["stabilityStatus"] == "STABILIZING"
    web.wait(110)
    assert show(web)[0]["stabilityStatus"] == "STEADY_STATE"


def test_deleting_needs_force_while_it_is_scaled(web):
    made = make(web, scale=50)
    web.wait(60)
    with pytest.raises(ApiError, match="scaled above 0"):
        delete(web, made)
    assert delete(web, made, force=True)["status"] == "DRAINING"
    with pytest.raises(ApiError, match="DRAINING"):
        scale(web, made, 10)
    web.wait(60)
    assert show(web) == []
    assert web.tasks() == []


def test_deleting_the_service_takes_its_task_sets_along(web):
    make(web, scale=50)
    web.wait(60)
    web.ecs("DeleteService", cluster="lab", service="web", force=True)
    web.wait(60)
    assert web.service()["status"] == "INACTIVE"
    assert web.tasks() == []


def test_creating_twice_with_a_token_gives_the_same_task_set(web):
    assert make(web, clientToken="a")["id"] == make(web, clientToken="a")["id"]
    assert make(web)["id"] != make(web)["id"]
    assert make(web, clientToken="a")["id"] != make(web, clientToken="a", platformVersion="1.4.0")["id"]


def test_task_sets_have_tags(web):
    made = make(web, tags=[{"key": "team", "value": "blue"}])
    arn = made["taskSetArn"]
    web.ecs("TagResource", resourceArn=arn, tags=[{"key": "a", "value": "b"}])
    told = web.ecs("DescribeTaskSets", cluster="lab", service="web", include=["TAGS"])["taskSets"]
    assert [tag["key"] for tag in told[0]["tags"]] == ["team", "a"]


def test_what_is_not_there(web):
    answer = web.ecs("DescribeTaskSets", cluster="lab", service="web", taskSets=["ecs-svc/1"])
    assert [each["reason"] for each in answer["failures"]] == ["MISSING"]
    with pytest.raises(ApiError) as refused:
        delete(web, {"id": "ecs-svc/1"})
    assert (refused.value.code, refused.value.message) == (
        "TaskSetNotFoundException",
        "The specified task set does not exist.",
    )
    with pytest.raises(ApiError, match="between 0 and 100"):
        make(web, scale=101)


def test_the_service_leaves_to_its_task_sets_what_is_theirs(web):
    for params in (
        {"taskDefinition": "web:1"},
        {"networkConfiguration": web.network},
        {"forceNewDeployment": True},
    ):
        with pytest.raises(ApiError, match="EXTERNAL deployment controller"):
            web.update(**params)
    web.update(healthCheckGracePeriodSeconds=30)
    with pytest.raises(ApiError, match="taskDefinition can not be specified"):
        web.serve("api", deploymentController={"type": "EXTERNAL"})
    web.serve("plain", taskDefinition="web:1")
    with pytest.raises(ApiError, match="EXTERNAL deployment controller"):
        make(web, service="plain")


def test_a_broken_task_set_is_retried_with_the_usual_patience(web):
    web.define("web", {"image": "gone"})
    make(web, "web:3", scale=50)
    web.wait(600)
    assert any("is unable to consistently start tasks successfully." in event for event in web.events())
    codes = [reason.code for reason in explain(web.lab, "service/web")]
    assert codes[0] == "task-sets-counts"
    assert "starts-held-back" in codes


def test_why_an_external_service_has_no_tasks(web):
    assert [reason.code for reason in explain(web.lab, "service/web")] == [
        "task-sets-counts",
        "task-sets-unscaled",
    ]
    make(web, scale=25)
    web.wait(120)
    assert [reason.code for reason in explain(web.lab, "service/web")] == ["task-sets-steady"]


PORT = {"name": "c0", "portMappings": [{"containerPort": 80}]}


def behind(*groups):
    return [{"targetGroupArn": group, "containerName": "c0", "containerPort": 80} for group in groups]


@pytest.fixture
def fronted(make_desk):
    """A desk whose external service has a task set of four tasks behind a target group; and two groups."""
    desk = make_desk(images={"ill": Workload(answers=503)})
    groups = [desk.balance(name) for name in ("blue", "green")]
    for group in groups:
        delay = [{"Key": "deregistration_delay.timeout_seconds", "Value": "60"}]
        desk.elb("ModifyTargetGroupAttributes", TargetGroupArn=group, Attributes=delay)
    desk.define("web", PORT)
    desk.define("web", PORT | {"image": "ill"})
    controller = {"type": "EXTERNAL"}
    desk.ecs(
        "CreateService", cluster="lab", serviceName="web", desiredCount=4, deploymentController=controller
    )
    made = make(desk, scale=100, loadBalancers=behind(groups[0]))
    desk.wait(150)
    return desk, made, groups


def test_tasks_of_a_task_set_are_in_its_own_target_group(fronted):
    desk, blue, groups = fronted
    assert blue["loadBalancers"] == behind(groups[0])
    assert (desk.target_health(groups[0]), desk.target_health(groups[1])) == (["healthy"] * 4, [])
    make(desk, scale=50, loadBalancers=behind(groups[1]))
    desk.wait(150)
    assert desk.target_health(groups[1]) == ["healthy"] * 2
    assert [each["stabilityStatus"] for each in show(desk)] == ["STEADY_STATE"] * 2


def test_a_task_set_is_stable_only_once_its_targets_are_healthy(fronted):
    """The model: all tasks report a healthy status from the load balancers."""
    desk, _, groups = fronted
    ill = make(desk, "web:2", scale=25, loadBalancers=behind(groups[1]))
    before = len(desk.events())
    desk.wait(300)
    assert show(desk, ill["id"])[0]["stabilityStatus"] == "STABILIZING"
    told = desk.events()[before:]
    assert any(f"is unhealthy in (target-group {groups[1]})" in event for event in told)
    assert not any("steady" in event for event in told)
    assert desk.target_health(groups[0]) == ["healthy"] * 4


def test_a_smaller_task_set_takes_its_tasks_out_of_the_target_group_first(fronted):
    desk, blue, groups = fronted
    before = len(desk.events())
    scale(desk, blue, 25)
    desk.wait(20)
    assert sorted(desk.target_health(groups[0])) == ["draining"] * 3 + ["healthy"]
    leaving = desk.tasks(desiredStatus="STOPPED")
    assert {task["lastStatus"] for task in leaving} == {"DEACTIVATING"}
    desk.wait(100)
    assert desk.target_health(groups[0]) == ["healthy"]
    told = [event.split(") ", 1)[1].split(" (task")[0] for event in desk.events()[before:]]
    assert told[0] == "has stopped 3 running tasks:"
    assert told[1].startswith("deregistered 3 targets")
    assert told[2:] == ["has begun draining connections on 3 tasks.", "has reached a steady state."]


def test_a_deleted_task_set_leaves_nothing_in_its_target_group(fronted):
    desk, blue, groups = fronted
    delete(desk, blue, force=True)
    desk.wait(20)
    assert desk.target_health(groups[0]) == ["draining"] * 4
    assert [each["status"] for each in show(desk)] == ["DRAINING"]
    desk.wait(100)
    assert (desk.target_health(groups[0]), show(desk)) == ([], [])


def test_a_task_set_has_one_target_group_that_a_load_balancer_uses(fronted):
    """The model's UpdateService: several target groups are not supported for external deployments."""
    desk, _, groups = fronted
    with pytest.raises(ApiError, match="loadBalancers can have at most 1 items"):
        make(desk, loadBalancers=behind(*groups))
    for listener in desk.elb("DescribeLoadBalancers")["LoadBalancers"]:
        desk.elb("DeleteLoadBalancer", LoadBalancerArn=listener["LoadBalancerArn"])
    with pytest.raises(ApiError, match="does not have an associated load balancer"):
        make(desk, loadBalancers=behind(groups[1]))


def controlled(desk, controller, **params):
    return desk.update(deploymentController={"type": controller}, **params)


def test_ecs_takes_a_service_over_from_its_external_controller(web):
    """The guide's page on update service parameters: the primary task set is what is deployed."""
    blue = make(web, scale=100)
    web.ecs("UpdateServicePrimaryTaskSet", cluster="lab", service="web", primaryTaskSet=blue["id"])
    make(web, "web:2", scale=25)
    web.wait(120)
    taken = controlled(web, "ECS")
    assert taken["deploymentController"] == {"type": "ECS"}
    assert "taskSets" not in taken
    assert taken["deployments"][0]["id"] == blue["id"]
    web.wait(120)
    (only,) = web.service()["deployments"]
    assert (only["id"], only["rolloutState"], only["runningCount"]) == (blue["id"], "COMPLETED", 4)
    with pytest.raises(ApiError, match="EXTERNAL deployment controller"):
        make(web)
    web.update(taskDefinition="web:2")
    web.wait(200)
    assert web.service()["deployments"][0]["rolloutState"] == "COMPLETED"
    assert web.service()["taskDefinition"].endswith("web:2")


def test_an_external_controller_takes_a_service_over_from_ecs(desk):
    desk.define()
    desk.serve()
    with pytest.raises(ApiError, match="during an ongoing service deployment"):
        controlled(desk, "EXTERNAL")
    desk.wait(120)
    taken = controlled(desk, "EXTERNAL")
    assert "taskSets" not in taken, "AWS goes on showing deployments"
    (deployment,) = taken["deployments"]
    assert (deployment["status"], deployment["runningCount"]) == ("PRIMARY", 2)
    assert "rolloutState" not in deployment
    old = show(desk)[0]
    assert (old["id"], old["status"], old["scale"]["value"]) == (deployment["id"], "PRIMARY", 100.0)
    new = make(desk, scale=100)
    desk.wait(120)
    desk.ecs("UpdateServicePrimaryTaskSet", cluster="lab", service="web", primaryTaskSet=new["id"])
    delete(desk, old, force=True)
    desk.wait(120)
    assert [each["id"] for each in show(desk)] == [new["id"]]
    assert desk.service()["runningCount"] == 2


@pytest.mark.parametrize(
    ("params", "controller", "message"),
    [
        ({}, "CODE_DEPLOY", "from ECS to CODE_DEPLOY"),
        (
            {"deploymentConfiguration": {"deploymentCircuitBreaker": {"enable": True, "rollback": True}}},
            "EXTERNAL",
            "does not support deploymentCircuitBreaker",
        ),
    ],
)
def test_controllers_that_cannot_take_over(desk, params, controller, message):
    desk.define()
    desk.serve(**params)
    desk.wait(120)
    with pytest.raises(ApiError, match=message):
        controlled(desk, controller)
    assert desk.service()["deploymentController"] == {"type": "ECS"}


def test_ecs_needs_a_primary_task_set_to_take_over(web):
    with pytest.raises(ApiError, match="no PRIMARY task set"):
        controlled(web, "ECS")


@pytest.fixture
def code_deploy(make_desk):
    """A desk with a service of two tasks behind a load balancer that CodeDeploy deploys."""
    desk = make_desk()
    desk.define("web", {"name": "c0", "portMappings": [{"containerPort": 80}]})
    vpc = desk.lab.call("ec2", "DescribeVpcs", {})["Vpcs"][0]["VpcId"]
    group = desk.lab.call(
        "elbv2",
        "CreateTargetGroup",
        {"Name": "blue", "Protocol": "HTTP", "Port": 80, "VpcId": vpc, "TargetType": "ip"},
    )["TargetGroups"][0]["TargetGroupArn"]
    balancer = desk.lab.call("elbv2", "CreateLoadBalancer", {"Name": "front", "Subnets": desk.subnets})
    forward = [{"Type": "forward", "TargetGroupArn": group}]
    front = {"LoadBalancerArn": balancer["LoadBalancers"][0]["LoadBalancerArn"], "DefaultActions": forward}
    desk.lab.call("elbv2", "CreateListener", {"Protocol": "HTTP", "Port": 80, **front})
    uses = [{"targetGroupArn": group, "containerName": "c0", "containerPort": 80}]
    desk.serve(deploymentController={"type": "CODE_DEPLOY"}, loadBalancers=uses)
    desk.wait(200)
    return desk


def test_a_code_deploy_service_begins_with_a_primary_task_set(code_deploy):
    service = code_deploy.service()
    assert service["deployments"] == []
    (first,) = service["taskSets"]
    assert (first["status"], first["startedBy"], first["scale"]["value"]) == ("PRIMARY", "CODE_DEPLOY", 100.0)
    assert (service["runningCount"], first["stabilityStatus"]) == (2, "STEADY_STATE")
    code_deploy.update(desiredCount=3)
    code_deploy.wait(120)
    assert code_deploy.service()["runningCount"] == 3
    assert code_deploy.target_health(first["loadBalancers"][0]["targetGroupArn"]) == ["healthy"] * 3


def test_ecs_takes_a_service_over_from_code_deploy_and_deploys_it(code_deploy):
    """The way on which AWS moves services from CodeDeploy to its own strategies."""
    first = code_deploy.service()["taskSets"][0]["id"]
    code_deploy.define("web", {"name": "c0", "image": "nginx:2", "portMappings": [{"containerPort": 80}]})
    controlled(code_deploy, "ECS", taskDefinition="web:2")
    assert [each["id"] == first for each in code_deploy.service()["deployments"]] == [False, True]
    code_deploy.wait(600)
    (only,) = code_deploy.service()["deployments"]
    assert (only["taskDefinition"].rpartition("/")[2], only["rolloutState"]) == ("web:2", "COMPLETED")
    group = code_deploy.service()["loadBalancers"][0]["targetGroupArn"]
    assert code_deploy.target_health(group) == ["healthy"] * 2


def test_an_external_controller_takes_a_service_over_from_code_deploy(code_deploy):
    (first,) = code_deploy.service()["taskSets"]
    taken = controlled(code_deploy, "EXTERNAL")
    assert [each["id"] for each in taken["taskSets"]] == [first["id"]]
    delete(code_deploy, first, force=True)
    code_deploy.wait(400)
    assert code_deploy.tasks() == []


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"taskDefinition": "web:1"}, "Unable to update task definition on services with a CODE_DEPLOY "),
        ({"forceNewDeployment": True}, "Cannot force a new deployment on services with a CODE_DEPLOY "),
        ({"loadBalancers": []}, "Unable to update load balancers on services with a CODE_DEPLOY "),
    ],
)
def test_code_deploy_alone_deploys_its_services(code_deploy, params, message):
    """Section 4.7."""
    with pytest.raises(ApiError) as refused:
        code_deploy.update(**params)
    rest = "deployment controller. Use AWS CodeDeploy to trigger a new deployment."
    assert (refused.value.code, refused.value.message) == ("InvalidParameterException", message + rest)


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({}, "A load balancer is required"),
        ({"schedulingStrategy": "DAEMON", "desiredCount": None}, "does not support the FARGATE launch type"),
    ],
)
def test_what_code_deploy_cannot_have(desk, params, message):
    desk.define()
    request = {
        "cluster": "lab",
        "serviceName": "web",
        "taskDefinition": "web",
        "desiredCount": 1,
        "launchType": "FARGATE",
        "networkConfiguration": desk.network,
        "deploymentController": {"type": "CODE_DEPLOY"},
    } | params
    with pytest.raises(ApiError, match=message):
        desk.ecs("CreateService", **{name: value for name, value in request.items() if value is not None})
