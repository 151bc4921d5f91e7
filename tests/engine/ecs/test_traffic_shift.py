"""ECS's own blue/green, linear and canary deployments.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-blue-green.html
"""

import pytest

from ecslab.aws.events import envelope
from ecslab.engine.errors import ApiError, NotSimulated
from ecslab.engine.explain import explain
from ecslab.engine.workload import Workload

PORT = {"portMappings": [{"containerPort": 80}]}
ROLE = "arn:aws:iam::123456789012:role/ecsInfrastructureRole"


class Shifting:
    """A desk with a service `web` behind two target groups, and what tests ask of it."""

    def __init__(self, desk, configuration, *, with_test=False, image="nginx"):
        self.desk = desk
        (vpc,) = desk.lab.call("ec2", "DescribeVpcs", {})["Vpcs"]
        balancer = desk.elb("CreateLoadBalancer", Name="web", Subnets=desk.subnets)["LoadBalancers"][0]
        group = {"Protocol": "HTTP", "Port": 80, "VpcId": vpc["VpcId"], "TargetType": "ip"}
        self.groups = [
            desk.elb("CreateTargetGroup", Name=name, **group)["TargetGroups"][0]["TargetGroupArn"]
            for name in ("one", "two")
        ]
        delay = [{"Key": "deregistration_delay.timeout_seconds", "Value": "30"}]
        for arn in self.groups:
            desk.elb("ModifyTargetGroupAttributes", TargetGroupArn=arn, Attributes=delay)
        weighed = [
            {"TargetGroupArn": arn, "Weight": weight} for arn, weight in zip(self.groups, (1, 0), strict=True)
        ]
        forward = [{"Type": "forward", "ForwardConfig": {"TargetGroups": weighed}}]
        self.production = self._listen(balancer, 80, forward)
        self.test = self._listen(balancer, 8080, forward) if with_test else None
        desk.wait(180)
        desk.define("web", PORT | {"image": image})
        advanced = {
            "alternateTargetGroupArn": self.groups[1],
            "productionListenerRule": self.production,
            "roleArn": ROLE,
        } | ({"testListenerRule": self.test} if self.test else {})
        self.balancers = [
            {
                "targetGroupArn": self.groups[0],
                "containerName": "c0",
                "containerPort": 80,
                "advancedConfiguration": advanced,
            }
        ]
        desk.serve(loadBalancers=self.balancers, deploymentConfiguration=configuration)
        desk.wait(240)

    def _listen(self, balancer, port, forward):
        listener = self.desk.elb(
            "CreateListener",
            LoadBalancerArn=balancer["LoadBalancerArn"],
            Protocol="HTTP",
            Port=port,
            DefaultActions=forward,
        )["Listeners"][0]
        path = [{"Field": "path-pattern", "Values": ["/*"]}]
        return self.desk.elb(
            "CreateRule", ListenerArn=listener["ListenerArn"], Priority=1, Conditions=path, Actions=forward
        )["Rules"][0]["RuleArn"]

    def weights(self, rule=None):
        """The shares of both target groups in a listener rule."""
        (shown,) = self.desk.elb("DescribeRules", RuleArns=[rule or self.production])["Rules"]
        shares = {
            each["TargetGroupArn"]: each["Weight"]
            for each in shown["Actions"][0]["ForwardConfig"]["TargetGroups"]
        }
        return [shares[arn] for arn in self.groups]

    def deploy(self, image="nginx:2", **changes):
        self.desk.define("web", PORT | {"image": image})
        return self.desk.update(taskDefinition="web", **changes)

    def newest(self):
        listed = self.desk.ecs("ListServiceDeployments", cluster="lab", service="web")["serviceDeployments"]
        arn = listed[0]["serviceDeploymentArn"]
        return self.desk.ecs("DescribeServiceDeployments", serviceDeploymentArns=[arn])["serviceDeployments"][
            0
        ]

    def watch(self, minutes, step=5):
        """The stages that the newest deployment goes through, each with the production weights at its end."""
        seen = {}
        for _ in range(minutes * 60 // step):
            deployment = self.newest()
            stage = deployment["lifecycleStage"]
            seen.setdefault(stage, []).append(tuple(self.weights()))
            if deployment["status"] not in ("PENDING", "IN_PROGRESS", "ROLLBACK_IN_PROGRESS"):
                break
            self.desk.wait(step)
        return seen


BLUE_GREEN = {"strategy": "BLUE_GREEN", "bakeTimeInMinutes": 5}


@pytest.fixture
def shifting(make_desk):
    def make(configuration=BLUE_GREEN, images=None, **options):
        return Shifting(make_desk(images), configuration, **options)

    return make


def test_blue_green_goes_through_its_stages_and_swaps_the_target_groups(shifting):
    service = shifting(with_test=True)
    assert service.newest()["status"] == "SUCCESSFUL"
    assert service.desk.target_health(service.groups[0]) == ["healthy", "healthy"]
    service.deploy()
    seen = service.watch(20)
    assert list(seen) == [
        "PRE_SCALE_UP",
        "SCALE_UP",
        "POST_SCALE_UP",
        "TEST_TRAFFIC_SHIFT",
        "POST_TEST_TRAFFIC_SHIFT",
        "PRE_PRODUCTION_TRAFFIC_SHIFT",
        "PRODUCTION_TRAFFIC_SHIFT",
        "POST_PRODUCTION_TRAFFIC_SHIFT",
        "BAKE_TIME",
        "CLEAN_UP",
    ]
    assert set(seen["TEST_TRAFFIC_SHIFT"]) == {(100, 0)}
    assert set(seen["PRODUCTION_TRAFFIC_SHIFT"]) == {(0, 100)}
    assert service.newest()["status"] == "SUCCESSFUL"
    assert service.weights() == service.weights(service.test) == [0, 100]
    assert service.desk.target_health(service.groups[1]) == ["healthy", "healthy"]
    assert service.desk.target_health(service.groups[0]) == []
    service.deploy("nginx:3")
    service.watch(20)
    assert service.weights() == [100, 0]
    assert service.desk.target_health(service.groups[0]) == ["healthy", "healthy"]


def test_both_revisions_run_in_full_until_the_bake_time_is_over(shifting):
    service = shifting()
    service.deploy()
    counts = []
    while service.newest()["lifecycleStage"] != "CLEAN_UP":
        if service.newest()["lifecycleStage"] == "BAKE_TIME":
            shown = service.desk.service()["deployments"]
            counts.append([(each["runningCount"], each["desiredCount"]) for each in shown])
        service.desk.wait(5)
    assert set(map(tuple, counts)) == {((2, 2), (2, 2))}
    assert 55 <= len(counts) <= 62


def test_linear_shifts_in_equal_steps(shifting):
    linear = {"stepPercent": 25.0, "stepBakeTimeInMinutes": 2}
    service = shifting({"strategy": "LINEAR", "linearConfiguration": linear, "bakeTimeInMinutes": 1})
    service.deploy()
    seen = service.watch(30)
    assert list(dict.fromkeys(seen["PRODUCTION_TRAFFIC_SHIFT"])) == [(75, 25), (50, 50), (25, 75), (0, 100)]
    assert service.newest()["status"] == "SUCCESSFUL"


def test_canary_shifts_a_little_first(shifting):
    canary = {"canaryPercent": 2.5, "canaryBakeTimeInMinutes": 3}
    service = shifting({"strategy": "CANARY", "canaryConfiguration": canary})
    service.deploy()
    seen = service.watch(30)
    assert list(dict.fromkeys(seen["PRODUCTION_TRAFFIC_SHIFT"])) == [(975, 25), (0, 100)]
    shown = service.newest()["targetServiceRevision"]
    assert shown["requestedProductionTrafficWeight"] == 100.0


def pausing(stage, **timeout):
    hook = {"targetType": "PAUSE", "lifecycleStages": [stage]}
    return BLUE_GREEN | {"lifecycleHooks": [hook | ({"timeoutConfiguration": timeout} if timeout else {})]}


def test_a_pause_waits_for_somebody(shifting):
    service = shifting()
    service.deploy(deploymentConfiguration=pausing("POST_SCALE_UP"))
    service.desk.wait(3600)
    paused = service.newest()
    assert paused["lifecycleStage"] == "POST_SCALE_UP"
    (hook,) = paused["lifecycleHookDetails"]
    assert (hook["targetType"], hook["status"], hook["timeoutAction"]) == (
        "PAUSE",
        "AWAITING_ACTION",
        "ROLLBACK",
    )
    assert hook["hookId"].startswith("ecs-pause-")
    request = {"serviceDeploymentArn": paused["serviceDeploymentArn"], "hookId": hook["hookId"]}
    service.desk.ecs("ContinueServiceDeployment", **request)
    with pytest.raises(ApiError) as refused:
        service.desk.ecs("ContinueServiceDeployment", **request)
    assert refused.value.code == "ClientException"
    service.desk.wait(900)
    assert service.newest()["status"] == "SUCCESSFUL"


def test_a_pause_can_end_in_a_rollback(shifting):
    service = shifting()
    service.deploy(deploymentConfiguration=pausing("POST_PRODUCTION_TRAFFIC_SHIFT"))
    service.desk.wait(300)
    paused = service.newest()
    assert service.weights() == [0, 100]
    service.desk.ecs(
        "ContinueServiceDeployment",
        serviceDeploymentArn=paused["serviceDeploymentArn"],
        hookId=paused["lifecycleHookDetails"][0]["hookId"],
        action="ROLLBACK",
    )
    service.desk.wait(20)
    assert service.weights() == [100, 0]
    assert service.newest()["status"] == "ROLLBACK_IN_PROGRESS"
    service.desk.wait(300)
    record = service.newest()
    assert record["status"] == "ROLLBACK_SUCCESSFUL"
    assert record["statusReason"].startswith(
        "Service deployment rolled back because POST_PRODUCTION_TRAFFIC_SHIFT lifecycle hook(s) failed."
    )
    assert service.desk.target_health(service.groups[0]) == ["healthy", "healthy"]
    assert service.desk.target_health(service.groups[1]) == []
    (deployment,) = service.desk.service()["deployments"]
    assert deployment["rolloutState"] == "COMPLETED"


def test_a_failure_without_a_way_back_leaves_traffic_and_those_who_get_it(shifting):
    """Nothing of the new revision is launched any more; the old one, which serves, is kept up."""
    alarms = {"alarms": {"alarmNames": ["errors"], "enable": True, "rollback": False}}
    web = shifting(BLUE_GREEN | alarms)
    old = {task["taskArn"] for task in web.desk.tasks()}
    web.deploy(deploymentConfiguration=pausing("POST_SCALE_UP"))
    web.desk.wait(120)
    assert web.newest()["lifecycleStage"] == "POST_SCALE_UP"
    web.desk.lab.inject({"fault": "alarm", "alarm": "errors"})
    web.desk.wait(120)
    assert web.newest()["status"] == "STOPPED"
    assert web.weights() == [100, 0]
    assert old <= {task["taskArn"] for task in web.desk.tasks()}
    for arn in old:
        web.desk.lab.inject({"fault": "stop-task", "task": arn})
    web.desk.wait(120)
    assert web.desk.target_health(web.groups[0]).count("healthy") == 2
    web.desk.lab.inject({"fault": "alarm-over", "alarm": "errors"})
    web.deploy("nginx:3", deploymentConfiguration=BLUE_GREEN | {"lifecycleHooks": []})
    web.desk.wait(1200)
    assert web.newest()["status"] == "SUCCESSFUL"


@pytest.mark.parametrize(
    ("action", "status"), [("ROLLBACK", "ROLLBACK_SUCCESSFUL"), ("CONTINUE", "SUCCESSFUL")]
)
def test_a_pause_runs_out(shifting, action, status):
    service = shifting()
    service.deploy(deploymentConfiguration=pausing("PRE_SCALE_UP", timeoutInMinutes=10, action=action))
    service.desk.wait(1800)
    assert service.newest()["status"] == status


def test_stopping_a_deployment_sends_the_traffic_back_at_once(shifting):
    service = shifting()
    service.deploy()
    while service.newest()["lifecycleStage"] != "BAKE_TIME":
        service.desk.wait(5)
    arn = service.newest()["serviceDeploymentArn"]
    service.desk.ecs("StopServiceDeployment", serviceDeploymentArn=arn)
    service.desk.wait(20)
    assert service.weights() == [100, 0]
    service.desk.wait(200)
    assert service.newest()["status"] == "ROLLBACK_SUCCESSFUL"


def test_a_revision_that_never_gets_healthy_gets_no_traffic(shifting):
    service = shifting(images={"ill": Workload(answers=500)})
    service.deploy(
        "ill", deploymentConfiguration={"deploymentCircuitBreaker": {"enable": True, "rollback": True}}
    )
    shares = set()
    for _ in range(120):
        shares.add(tuple(service.weights()))
        service.desk.wait(5)
    assert shares == {(100, 0)}
    assert service.newest()["status"] == "ROLLBACK_SUCCESSFUL"
    assert service.desk.target_health(service.groups[0]) == ["healthy", "healthy"]


def test_a_dead_task_of_the_old_revision_is_replaced_by_its_own_definition(shifting):
    service = shifting()
    service.deploy(deploymentConfiguration=pausing("POST_SCALE_UP"))
    service.desk.wait(120)
    old = next(each for each in service.desk.service()["deployments"] if each["status"] == "ACTIVE")
    victim = next(task for task in service.desk.tasks() if task["startedBy"] == old["id"])
    service.desk.lab.inject({"fault": "stop-task", "task": victim["taskArn"]})
    service.desk.wait(90)
    running = [task["startedBy"] for task in service.desk.tasks() if task["lastStatus"] == "RUNNING"]
    assert running.count(old["id"]) == 2
    assert len(running) == 4


def test_a_deployment_in_the_middle_of_another_first_puts_the_service_in_order(shifting):
    service = shifting()
    service.deploy()
    while service.newest()["lifecycleStage"] != "BAKE_TIME":
        service.desk.wait(5)
    service.deploy("nginx:3")
    assert service.newest()["lifecycleStage"] == "RECONCILE_SERVICE"
    service.desk.wait(10)
    assert service.weights() == [100, 0]
    service.watch(30)
    assert service.newest()["status"] == "SUCCESSFUL"
    assert service.weights() == [0, 100]
    images = {task["containers"][0]["image"] for task in service.desk.tasks()}
    assert images == {"nginx:3"}


def test_stopped_before_it_put_the_service_in_order_a_deployment_still_sends_traffic_back(shifting):
    linear = {"stepPercent": 40.0, "stepBakeTimeInMinutes": 1}
    web = shifting({"strategy": "LINEAR", "linearConfiguration": linear})
    web.deploy()
    while web.weights()[1] == 0:
        web.desk.wait(5)
    web.deploy("nginx:3")
    web.desk.ecs("StopServiceDeployment", serviceDeploymentArn=web.newest()["serviceDeploymentArn"])
    web.desk.wait(120)
    assert web.newest()["status"] == "ROLLBACK_SUCCESSFUL"
    assert web.weights() == [100, 0]


@pytest.mark.parametrize(
    ("configuration", "message"),
    [
        ({"strategy": "BLUE_GREEN"}, "bakeTimeInMinutes"),
        ({"strategy": "LINEAR", "linearConfiguration": {"stepPercent": 2.0}}, "multiple of 0.1 from 3.0"),
        ({"strategy": "CANARY", "canaryConfiguration": {"canaryPercent": 0.05}}, "canaryPercent"),
        ({"strategy": "CANARY", "linearConfiguration": {"stepPercent": 20.0}}, "only valid when"),
        (
            BLUE_GREEN
            | {"lifecycleHooks": [{"targetType": "PAUSE", "lifecycleStages": ["TEST_TRAFFIC_SHIFT"]}]},
            "PAUSE hooks cannot be configured",
        ),
        (BLUE_GREEN, "advancedConfiguration field is required for all loadBalancers"),
    ],
)
def test_what_does_not_fit_is_refused(desk, configuration, message):
    group = desk.balance()
    desk.define("web", PORT)
    plain = [{"targetGroupArn": group, "containerName": "c0", "containerPort": 80}]
    with pytest.raises(ApiError) as refused:
        desk.serve(loadBalancers=plain, deploymentConfiguration=configuration)
    assert message in refused.value.message


def test_lambda_hooks_say_that_they_are_not_simulated(desk):
    hook = {
        "hookTargetArn": "arn:aws:lambda:us-east-1:123456789012:function:f",
        "lifecycleStages": ["PRE_SCALE_UP"],
    }
    desk.define()
    with pytest.raises(NotSimulated, match="PAUSE"):
        desk.serve(deploymentConfiguration=BLUE_GREEN | {"lifecycleHooks": [hook]})


def test_why_tells_the_stage_and_the_pause(shifting):
    service = shifting()
    service.deploy(deploymentConfiguration=pausing("POST_SCALE_UP"))
    service.desk.wait(120)
    codes = {reason.code: reason.values for reason in explain(service.desk.lab, "service/web")}
    assert codes["traffic-stage"] == {"strategy": "BLUE_GREEN", "stage": "POST_SCALE_UP", "percent": "0"}
    assert codes["traffic-paused"]["action"] == "ROLLBACK"
    assert "deployment-blocked" not in codes


def test_the_event_bus_hears_of_pauses(shifting):
    service = shifting()
    service.deploy(deploymentConfiguration=pausing("PRE_SCALE_UP", timeoutInMinutes=5, action="CONTINUE"))
    service.desk.wait(310)
    state = service.desk.lab.state
    told = [envelope(state, event) for event in state.world.events.values() if event.kind == "hook"]
    assert [each["detail"]["eventName"] for each in told] == ["HOOK_AWAITING_ACTION", "HOOK_TIMED_OUT"]
    first = told[0]
    assert first["detail-type"] == "ECS Hook State Change"
    assert first["detail"]["hookType"] == "PAUSE"
    assert first["detail"]["lifecycleStage"] == "PRE_SCALE_UP"
    assert first["detail"]["serviceDeploymentArn"] == service.newest()["serviceDeploymentArn"]
