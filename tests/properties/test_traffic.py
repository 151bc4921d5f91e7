"""Services behind load balancers under random calls, deaths and time: what must hold whatever happens."""

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule
from lab_machine import LabMachine, size

from ecslab.aws import new_lab
from ecslab.engine.ecs.traffic import targets
from ecslab.engine.errors import FaultError
from ecslab.engine.load import Curve, Load, Point
from ecslab.engine.records.task import Phase
from ecslab.engine.workload import Workload

STRATEGIES = st.sampled_from(
    [
        {"strategy": "ROLLING"},
        {"strategy": "BLUE_GREEN", "bakeTimeInMinutes": 1},
        {"strategy": "BLUE_GREEN", "bakeTimeInMinutes": 0},
        {"strategy": "LINEAR", "linearConfiguration": {"stepPercent": 40.0, "stepBakeTimeInMinutes": 1}},
        {"strategy": "CANARY", "canaryConfiguration": {"canaryPercent": 5.0, "canaryBakeTimeInMinutes": 1}},
        {
            "strategy": "BLUE_GREEN",
            "bakeTimeInMinutes": 1,
            "lifecycleHooks": [
                {
                    "targetType": "PAUSE",
                    "lifecycleStages": ["POST_SCALE_UP", "POST_PRODUCTION_TRAFFIC_SHIFT"],
                    "timeoutConfiguration": {"timeoutInMinutes": 2, "action": "CONTINUE"},
                }
            ],
        },
    ]
)
IMAGES = st.sampled_from(["nginx", "slow", "ill", "silent", "fading"])
SERVICE = {
    "ServiceNamespace": "ecs",
    "ResourceId": "service/lab/web",
    "ScalableDimension": "ecs:service:DesiredCount",
}


class Traffic(LabMachine):
    """One service behind two target groups, deployed in every way and scaled by its load."""

    @initialize(seed=st.integers(0, 3), strategy=STRATEGIES, desired=st.integers(0, 3))
    def begin(self, seed, strategy, desired):
        images = {
            "slow": Workload(healthy_after_ms=20_000),
            "ill": Workload(answers=500),
            "silent": Workload(answers=None),
            "fading": Workload(healthy_until_ms=120_000),
        }
        points = (Point(0, 100.0), Point(1_800_000, 1500.0), Point(3_600_000, 50.0))
        loads = {"web": Load(cpu=Curve(points=points, repeats_ms=3_600_000))}
        self.lab = new_lab(seed, images=images, loads=loads)
        subnets = [each["SubnetId"] for each in self.lab.call("ec2", "DescribeSubnets", {})["Subnets"]]
        (vpc,) = self.lab.call("ec2", "DescribeVpcs", {})["Vpcs"]
        balancer = self.elb("CreateLoadBalancer", Name="web", Subnets=subnets)["LoadBalancers"][0]
        group = {"Protocol": "HTTP", "Port": 80, "VpcId": vpc["VpcId"], "TargetType": "ip"}
        check = {"HealthCheckIntervalSeconds": 10, "HealthyThresholdCount": 2}
        self.groups = [
            self.elb("CreateTargetGroup", Name=name, **group, **check)["TargetGroups"][0]["TargetGroupArn"]
            for name in ("one", "two")
        ]
        weights = [{"TargetGroupArn": arn, "Weight": 1 - at} for at, arn in enumerate(self.groups)]
        listener = self.elb(
            "CreateListener",
            LoadBalancerArn=balancer["LoadBalancerArn"],
            Protocol="HTTP",
            Port=80,
            DefaultActions=[{"Type": "forward", "ForwardConfig": {"TargetGroups": weights}}],
        )["Listeners"][0]["ListenerArn"]
        (rule_,) = self.elb("DescribeRules", ListenerArn=listener)["Rules"]
        advanced = {
            "alternateTargetGroupArn": self.groups[1],
            "productionListenerRule": rule_["RuleArn"],
            "roleArn": "arn:aws:iam::123456789012:role/infrastructure",
        }
        behind = [
            {
                "targetGroupArn": self.groups[0],
                "containerName": "c",
                "containerPort": 80,
                "advancedConfiguration": advanced,
            }
        ]
        self.call("ecs", "CreateCluster", clusterName="lab")
        self.register("nginx")
        self.call(
            "ecs",
            "CreateService",
            cluster="lab",
            serviceName="web",
            taskDefinition="web",
            desiredCount=desired,
            launchType="FARGATE",
            networkConfiguration={"awsvpcConfiguration": {"subnets": subnets, "assignPublicIp": "ENABLED"}},
            loadBalancers=behind,
            deploymentConfiguration=strategy,
        )
        self.wait(400)

    def elb(self, operation, **params):
        return self.lab.call("elbv2", operation, params)

    @rule(image=IMAGES)
    def register(self, image):
        self.call(
            "ecs",
            "RegisterTaskDefinition",
            family="web",
            networkMode="awsvpc",
            requiresCompatibilities=["FARGATE"],
            cpu="256",
            memory="512",
            containerDefinitions=[{"name": "c", "image": image, "portMappings": [{"containerPort": 80}]}],
        )

    @rule(strategy=st.none() | STRATEGIES, force=st.booleans())
    def deploy(self, strategy, force):
        change = {} if strategy is None else {"deploymentConfiguration": strategy}
        self.call(
            "ecs",
            "UpdateService",
            cluster="lab",
            service="web",
            taskDefinition="web",
            forceNewDeployment=force,
            **change,
        )

    @rule(desired=st.integers(0, 4))
    def scale(self, desired):
        self.call("ecs", "UpdateService", cluster="lab", service="web", desiredCount=desired)

    @rule(delay=st.sampled_from(["0", "30", "300"]), at=st.integers(0, 1))
    def change_delay(self, delay, at):
        attributes = [{"Key": "deregistration_delay.timeout_seconds", "Value": delay}]
        self.elb("ModifyTargetGroupAttributes", TargetGroupArn=self.groups[at], Attributes=attributes)

    @rule(codes=st.sampled_from(["200", "200-499", "404"]), at=st.integers(0, 1))
    def change_check(self, codes, at):
        self.elb("ModifyTargetGroup", TargetGroupArn=self.groups[at], Matcher={"HttpCode": codes})

    @rule(minimum=st.integers(0, 2), maximum=st.integers(2, 5), suspended=st.booleans())
    def track(self, minimum, maximum, suspended):
        state = {"DynamicScalingInSuspended": suspended}
        self.call(
            "application-autoscaling",
            "RegisterScalableTarget",
            MinCapacity=minimum,
            MaxCapacity=maximum,
            SuspendedState=state,
            **SERVICE,
        )
        metric = {"PredefinedMetricType": "ECSServiceAverageCPUUtilization"}
        self.call(
            "application-autoscaling",
            "PutScalingPolicy",
            PolicyName="keep",
            PolicyType="TargetTrackingScaling",
            TargetTrackingScalingPolicyConfiguration={
                "TargetValue": 50.0,
                "PredefinedMetricSpecification": metric,
            },
            **SERVICE,
        )

    @rule()
    def let_be(self):
        self.call("application-autoscaling", "DeregisterScalableTarget", **SERVICE)

    @rule()
    def kill(self):
        try:
            self.lab.inject({"fault": "stop-task", "service": "web"})
        except FaultError as nothing_to_kill:
            assert nothing_to_kill.code in ("no-service", "service-without-running-task")

    @rule(action=st.sampled_from(["CONTINUE", "ROLLBACK"]))
    def answer_pauses(self, action):
        for record in self.records():
            for hook in record.get("lifecycleHookDetails", ()):
                self.call(
                    "ecs",
                    "ContinueServiceDeployment",
                    serviceDeploymentArn=record["serviceDeploymentArn"],
                    hookId=hook["hookId"],
                    action=action,
                )

    @rule()
    def stop_deployment(self):
        for record in self.records()[:1]:
            self.call("ecs", "StopServiceDeployment", serviceDeploymentArn=record["serviceDeploymentArn"])

    @rule(seconds=st.sampled_from([0, 1, 7, 30, 60, 300, 1800]))
    def wait(self, seconds):
        self.pass_time(seconds)

    def records(self):
        listed = self.lab.call("ecs", "ListServiceDeployments", {"cluster": "lab", "service": "web"})
        arns = [each["serviceDeploymentArn"] for each in listed["serviceDeployments"]][:3]
        if not arns:
            return []
        found = self.lab.call("ecs", "DescribeServiceDeployments", {"serviceDeploymentArns": arns})
        return found["serviceDeployments"]

    @invariant()
    def a_running_task_is_in_each_of_its_target_groups(self):
        for task in self.lab.world.tasks.where("current service", "lab/web"):
            groups = {target.group for target in targets.registered(self.lab.state, task)}
            wanted = {use.group for use in targets.uses(self.lab.state, task)}
            if task.phase in (Phase.RUNNING, Phase.DEACTIVATING) and task.live:
                assert groups == wanted
            if task.before_running:
                assert not groups

    @invariant()
    def no_target_outlives_its_task(self):
        for target in self.lab.world.targets.values():
            task = self.lab.world.tasks.get(target.task) if target.task else None
            if target.registered:
                assert task is not None
                assert task.phase is not Phase.STOPPED
            if target.check_at is not None:
                assert target.registered
                assert target.check_at + 10_000 >= self.lab.now

    @invariant()
    def traffic_has_somewhere_to_go(self):
        """The shares of the listener make a whole, and go to target groups of deployments that exist."""
        (listener,) = self.lab.world.listeners.values()
        shares = [weight.weight for action in listener.actions for weight in action.weights]
        assert sum(shares) > 0

    def teardown(self):
        """The journal leads to this very state; left alone with a good image, the service comes to rest."""
        if not self.finish():
            return
        self.mend_everything()
        self.call("application-autoscaling", "DeregisterScalableTarget", **SERVICE)
        for at in (0, 1):
            self.change_check("200", at)
            self.change_delay("30", at)
        self.register("nginx")
        self.deploy({"strategy": "BLUE_GREEN", "bakeTimeInMinutes": 1}, force=True)
        self.lab.advance(3600_000)
        service = self.lab.world.services["lab/web"]
        tasks = list(self.lab.world.tasks.where("current service", "lab/web"))
        assert [task.phase for task in tasks] == [Phase.RUNNING] * service.desired
        assert all(targets.health(self.lab.state, task) == "healthy" for task in tasks)
        (deployment,) = self.lab.world.deployments.where("service", "lab/web")
        assert deployment.rollout_state == "COMPLETED"
        (listener,) = self.lab.world.listeners.values()
        receiving = {
            weight.target_group_arn
            for action in listener.actions
            for weight in action.weights
            if weight.weight
        }
        assert receiving == {use.group for use in deployment.targets}
        assert len(list(self.lab.world.targets.values())) == service.desired


TestTraffic = Traffic.TestCase
TestTraffic.settings = size("traffic")
