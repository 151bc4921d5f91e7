"""Deployments that fail, go back, are stopped, watched and moved about: what must hold whatever happens."""

from collections import Counter

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule
from lab_machine import LabMachine, size

from ecslab.aws import new_lab
from ecslab.engine.ecs.services.task_sets import share
from ecslab.engine.workload import Workload

IMAGES = {
    "gone": Workload(missing=True),
    "brief": Workload(runs_for_ms=15_000, exit_code=1),
    "sick": Workload(healthy_until_ms=100_000),
    "slow": Workload(size_mib=900, healthy_after_ms=50_000),
    "deaf": Workload(on_sigterm_ms=None),
}
NAMES = st.sampled_from(["web", "api"])
BREAKERS = st.sampled_from(
    [
        {"enable": False, "rollback": False},
        {"enable": True, "rollback": False},
        {"enable": True, "rollback": True},
        {"enable": True, "rollback": True, "thresholdConfiguration": {"type": "COUNT", "value": 1}},
        {"enable": True, "rollback": True, "resetOnHealthyTask": False},
    ]
)
ALARMS = st.sampled_from(
    [
        {"alarmNames": [], "enable": False, "rollback": False},
        {"alarmNames": ["errors"], "enable": True, "rollback": True},
        {"alarmNames": ["errors", "latency"], "enable": True, "rollback": False},
    ]
)
BOUNDS = st.sampled_from([(100, 200), (50, 100), (0, 100), (50, 150), (100, 150), (34, 134)])
CHECK = {"command": ["CMD-SHELL", "exit 0"], "interval": 10, "retries": 2}
DEFINITION = {"networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"], "cpu": "256", "memory": "512"}


class Rollouts(LabMachine):
    """Two services that ECS deploys, and one of task sets."""

    @initialize(
        seed=st.integers(0, 3),
        desired=st.lists(st.integers(0, 6), min_size=2, max_size=2),
        breaker=BREAKERS,
        alarms=ALARMS,
        bounds=BOUNDS,
        balanced=st.sampled_from(["ENABLED", "DISABLED"]),
    )
    def begin(self, seed, desired, breaker, alarms, bounds, balanced):
        self.lab = new_lab(seed, images=IMAGES)
        subnets = [each["SubnetId"] for each in self.call("ec2", "DescribeSubnets")["Subnets"]]
        self.network = {"awsvpcConfiguration": {"subnets": subnets, "assignPublicIp": "ENABLED"}}
        self.ecs("CreateCluster", clusterName="lab")
        self.register("nginx", False)
        for name, count in zip(("web", "api"), desired, strict=True):
            self.ecs(
                "CreateService",
                cluster="lab",
                serviceName=name,
                taskDefinition="app",
                desiredCount=count,
                launchType="FARGATE",
                networkConfiguration=self.network,
                availabilityZoneRebalancing=balanced if bounds[1] > 100 else "DISABLED",
                deploymentConfiguration=configuration(bounds, breaker, alarms),
            )
        self.ecs(
            "CreateService",
            cluster="lab",
            serviceName="sets",
            desiredCount=desired[0],
            deploymentController={"type": "EXTERNAL"},
        )
        self.create_set(100.0)
        self.wait(200)

    @rule(image=st.sampled_from(["nginx", "nginx", *IMAGES]), checked=st.booleans())
    def register(self, image, checked):
        health = {"healthCheck": CHECK} if checked else {}
        container = {"name": "c", "image": image, **health}
        self.ecs("RegisterTaskDefinition", family="app", containerDefinitions=[container], **DEFINITION)

    @rule(name=NAMES, force=st.booleans())
    def deploy(self, name, force):
        self.ecs("UpdateService", cluster="lab", service=name, taskDefinition="app", forceNewDeployment=force)

    @rule(name=NAMES, desired=st.integers(0, 7))
    def scale(self, name, desired):
        self.ecs("UpdateService", cluster="lab", service=name, desiredCount=desired)

    @rule(name=NAMES, breaker=BREAKERS, alarms=ALARMS, bounds=BOUNDS, force=st.booleans())
    def change_how(self, name, breaker, alarms, bounds, force):
        self.ecs(
            "UpdateService",
            cluster="lab",
            service=name,
            deploymentConfiguration=configuration(bounds, breaker, alarms),
            forceNewDeployment=force,
        )

    @rule(name=NAMES, balanced=st.sampled_from(["ENABLED", "DISABLED"]))
    def rebalance(self, name, balanced):
        self.ecs("UpdateService", cluster="lab", service=name, availabilityZoneRebalancing=balanced)

    @rule(alarm=st.sampled_from(["errors", "latency"]), over=st.booleans())
    def alarm(self, alarm, over):
        self.lab.inject({"fault": "alarm-over" if over else "alarm", "alarm": alarm})

    @rule(name=NAMES, nth=st.integers(0, 7), on=st.booleans(), minutes=st.sampled_from([1, 10, 120]))
    def protect(self, name, nth, on, minutes):
        arns = self.ecs("ListTasks", cluster="lab", serviceName=name)["taskArns"]
        if arns:
            until = {"expiresInMinutes": minutes} if on else {}
            task = arns[nth % len(arns)]
            self.ecs("UpdateTaskProtection", cluster="lab", tasks=[task], protectionEnabled=on, **until)

    @rule(name=NAMES, nth=st.integers(0, 7))
    def stop_a_task(self, name, nth):
        arns = self.ecs("ListTasks", cluster="lab", serviceName=name)["taskArns"]
        if arns:
            self.ecs("StopTask", cluster="lab", task=arns[nth % len(arns)])

    @rule(name=NAMES, kind=st.sampled_from([{}, {"stopType": "ROLLBACK"}]), nth=st.integers(0, 2))
    def stop_the_deployment(self, name, kind, nth):
        listed = self.ecs("ListServiceDeployments", cluster="lab", service=name)["serviceDeployments"]
        if nth < len(listed):
            arn = listed[nth]["serviceDeploymentArn"]
            self.ecs("StopServiceDeployment", serviceDeploymentArn=arn, **kind)
            self.ecs("DescribeServiceDeployments", serviceDeploymentArns=[arn])
            revision = [listed[nth]["targetServiceRevisionArn"]]
            self.ecs("DescribeServiceRevisions", serviceRevisionArns=revision)

    @rule(scale=st.sampled_from([0.0, 25.0, 50.0, 100.0]))
    def create_set(self, scale):
        self.ecs(
            "CreateTaskSet",
            cluster="lab",
            service="sets",
            taskDefinition="app",
            launchType="FARGATE",
            networkConfiguration=self.network,
            scale={"value": scale, "unit": "PERCENT"},
        )

    @rule(nth=st.integers(0, 3), scale=st.sampled_from([0.0, 10.0, 50.0, 100.0]))
    def scale_set(self, nth, scale):
        self.on_set(nth, "UpdateTaskSet", "taskSet", scale={"value": scale, "unit": "PERCENT"})

    @rule(nth=st.integers(0, 3))
    def put_first(self, nth):
        self.on_set(nth, "UpdateServicePrimaryTaskSet", "primaryTaskSet")

    @rule(nth=st.integers(0, 3), force=st.booleans())
    def delete_set(self, nth, force):
        self.on_set(nth, "DeleteTaskSet", "taskSet", force=force)

    @rule(desired=st.integers(0, 6))
    def scale_sets(self, desired):
        self.ecs("UpdateService", cluster="lab", service="sets", desiredCount=desired)

    def on_set(self, nth, operation, name, **params):
        sets = self.ecs("DescribeTaskSets", cluster="lab", service="sets")["taskSets"]
        if sets:
            arn = sets[nth % len(sets)]["taskSetArn"]
            self.ecs(operation, cluster="lab", service="sets", **{name: arn}, **params)

    @rule(seconds=st.sampled_from([1, 7, 30, 60, 200, 900]))
    def wait(self, seconds):
        self.pass_time(seconds)

    @rule(seconds=st.sampled_from([60, 200, 900]))
    def wait_longer(self, seconds):
        self.pass_time(seconds)

    @invariant()
    def a_breaker_that_tripped_had_its_reason(self):
        for record in self.lab.world.service_deployments.values():
            if record.breaker_tripped:
                assert record.configuration.deployment_circuit_breaker.enable or record.failures
                assert record.status != "SUCCESSFUL"
            if record.rollback is not None:
                assert record.status.startswith("ROLLBACK") or record.status == "STOPPED"
                assert record.rollback.revision != record.target

    def teardown(self):
        """Left alone what was begun ends; with a good revision every service comes to rest where it should."""
        if not self.finish():
            return
        self.mend_everything()
        self.lift_protections()
        self.pass_time(3 * 3600)
        for name in ("web", "api"):
            self.check_end(name)
        self.register("nginx", False)
        for name in ("web", "api"):
            self.ecs(
                "UpdateService",
                cluster="lab",
                service=name,
                taskDefinition="app",
                availabilityZoneRebalancing="DISABLED",
                deploymentConfiguration=configuration(
                    (50, 200), {"enable": False, "rollback": False}, NO_ALARM
                ),
                forceNewDeployment=True,
            )
        self.pass_time(1800)
        for name in ("web", "api"):
            self.ecs("UpdateService", cluster="lab", service=name, availabilityZoneRebalancing="ENABLED")
        self.pass_time(3600)
        for name in ("web", "api"):
            self.check_rest(name)
        self.check_sets()

    def lift_protections(self):
        for name in ("web", "api"):
            for arn in self.ecs("ListTasks", cluster="lab", serviceName=name)["taskArns"]:
                self.ecs("UpdateTaskProtection", cluster="lab", tasks=[arn], protectionEnabled=False)

    def check_end(self, name):
        """Where the breaker watches, a revision that never starts fails, and a good one is completed."""
        service = self.lab.world.services[f"lab/{name}"]
        deployments = self.lab.world.deployments.where("service", service.key)
        (primary,) = [each for each in deployments if each.primary]
        (container,) = self.lab.world.definitions[primary.definition].containers
        passable = service.floor < service.desired or service.ceiling > service.desired
        if not passable or container.image not in ("nginx", "gone"):
            return
        breaker = service.configuration.deployment_circuit_breaker.enable
        if container.image == "nginx" or not service.desired:
            # What failed before it was mended stays failed.
            assert primary.rollout_state in ("COMPLETED", "FAILED")
        elif breaker:
            assert primary.rollout_state in ("FAILED", "COMPLETED")

    def check_rest(self, name):
        service = self.lab.world.services[f"lab/{name}"]
        (deployment,) = self.lab.world.deployments.where("service", service.key)
        tasks = list(self.lab.world.tasks.where("current service", service.key))
        assert [task.last_status for task in tasks] == ["RUNNING"] * service.desired
        assert {task.deployment for task in tasks} <= {deployment.id}
        assert deployment.rollout_state == "COMPLETED"
        assert service.steady
        newest = self.ecs("ListServiceDeployments", cluster="lab", service=name)["serviceDeployments"][0]
        assert newest["status"] == "SUCCESSFUL"
        zones = Counter(task.zone for task in tasks)
        if service.desired >= 3:
            assert (
                max(zones.values()) - min(zones[subnet.zone] for subnet in self.lab.world.subnets.values())
                <= 1
            )

    def check_sets(self):
        """Each task set that can run has its share of the desired count; deleted ones are gone."""
        service = self.lab.world.services["lab/sets"]
        for task_set in self.lab.world.task_sets.where("service", service.key):
            assert not task_set.draining
            deployment = self.lab.world.deployments[task_set.id]
            (container,) = self.lab.world.definitions[deployment.definition].containers
            tasks = [
                task
                for task in self.lab.world.tasks.where("current service", service.key)
                if task.deployment == task_set.id
            ]
            if container.image in ("nginx", "deaf"):
                assert [task.last_status for task in tasks] == ["RUNNING"] * share(
                    service.desired, task_set.scale
                )
                assert task_set.steady


NO_ALARM = {"alarmNames": [], "enable": False, "rollback": False}


def configuration(bounds, breaker, alarms):
    return {
        "minimumHealthyPercent": bounds[0],
        "maximumPercent": bounds[1],
        "deploymentCircuitBreaker": breaker,
        "alarms": alarms,
    }


TestRollouts = Rollouts.TestCase
TestRollouts.settings = size("rollouts")
