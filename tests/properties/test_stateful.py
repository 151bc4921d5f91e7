"""Random calls, deaths and time: what must hold whatever happens (design, section 4)."""

import math
import os
from collections import Counter

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, consumes, initialize, invariant, rule
from lab_machine import LabMachine

from ecslab.aws import models, new_lab
from ecslab.aws.api import ParamValidation
from ecslab.engine.ecs.capacity_providers.capacity import split
from ecslab.engine.ecs.tasks import metering
from ecslab.engine.errors import ApiError, FaultError, NotSimulated
from ecslab.engine.workload import Workload

NAMES = st.sampled_from(["web", "api", "job"])
TIMES = ["created_at", "connectivity_at", "pull_started_at", "pull_stopped_at", "started_at", "stopping_at"]
COMMANDS = st.sampled_from([[], ["sleep", "20"], ["sh", "-c", "sleep 5; exit 1"], ["true"]])
BOUNDS = st.builds(
    lambda minimum, maximum: {"minimumHealthyPercent": minimum, "maximumPercent": maximum},
    st.sampled_from([100, 50, 0, 75]) | st.integers(0, 100),
    st.sampled_from([200, 100, 150]) | st.integers(100, 250),
)
STRATEGIES = st.sampled_from(
    [
        None,
        [{"capacityProvider": "FARGATE_SPOT", "weight": 1}],
        [
            {"capacityProvider": "FARGATE", "weight": 1, "base": 2},
            {"capacityProvider": "FARGATE_SPOT", "weight": 4},
        ],
        [
            {"capacityProvider": "FARGATE", "base": 1, "weight": 0},
            {"capacityProvider": "FARGATE_SPOT", "weight": 1},
        ],
    ]
)
PROVIDERS = ["FARGATE", "FARGATE_SPOT"]


def on(strategy):
    """The parameters that ask for capacity: a strategy, or the launch type FARGATE."""
    return {"capacityProviderStrategy": strategy} if strategy else {"launchType": "FARGATE"}


IMAGE_FAULTS = st.sampled_from(
    ["image-missing", "slow-pull", "crash-loop", "failing-health-check", "memory-leak"]
)
IMAGES = st.sampled_from(["nginx", "deaf", "gone", "big"])


class Operations(LabMachine):
    """Three services at most, any number of revisions and standalone tasks."""

    tasks = Bundle("tasks")

    @initialize(
        seed=st.integers(0, 3), desired=st.lists(st.integers(0, 5), min_size=3, max_size=3), bounds=BOUNDS
    )
    def begin(self, seed, desired, bounds):
        """A lab with three services at rest, so that most steps find something to disturb."""
        images = {
            "deaf": Workload(on_sigterm_ms=None),
            "gone": Workload(missing=True),
            "big": Workload(size_mib=900),
        }
        self.lab = new_lab(seed, images=images)
        subnets = [each["SubnetId"] for each in self.lab.call("ec2", "DescribeSubnets", {})["Subnets"]]
        self.networks = [
            {"awsvpcConfiguration": {"subnets": subnets, "assignPublicIp": "ENABLED"}},
            {"awsvpcConfiguration": {"subnets": subnets[:1]}},
        ]
        self.call("CreateCluster", clusterName="lab", capacityProviders=PROVIDERS)
        for family, count in zip(("web", "api", "job"), desired, strict=True):
            self.register(family, "nginx", [])
            self.create_service(family, count, 0, bounds, None)
        self.wait(120)

    def call(self, operation, **params):
        """Call ECS. Whatever it refuses must be an error that its model knows, or our own plain word."""
        try:
            return self.lab.call("ecs", operation, params)
        except (ParamValidation, NotSimulated):
            raise
        except ApiError as refused:
            known = {
                shape.name for shape in models.service_model("ecs").operation_model(operation).error_shapes
            }
            assert refused.code in known, (operation, refused.code, refused.message)
            return None

    @rule(family=NAMES, image=IMAGES, command=COMMANDS)
    def register(self, family, image, command):
        self.call(
            "RegisterTaskDefinition",
            family=family,
            networkMode="awsvpc",
            requiresCompatibilities=["FARGATE"],
            cpu="256",
            memory="512",
            containerDefinitions=[
                {"name": "main", "image": image, "command": command},
                {"name": "side", "image": "nginx", "essential": False},
            ],
        )

    @rule(family=NAMES, revision=st.integers(1, 3))
    def deregister(self, family, revision):
        self.call("DeregisterTaskDefinition", taskDefinition=f"{family}:{revision}")
        self.call("DeleteTaskDefinitions", taskDefinitions=[f"{family}:{revision}"])

    @rule(target=tasks, family=NAMES, network=st.integers(0, 1), count=st.integers(1, 3), strategy=STRATEGIES)
    def run_task(self, family, network, count, strategy):
        answer = self.call(
            "RunTask",
            cluster="lab",
            taskDefinition=family,
            networkConfiguration=self.networks[network],
            count=count,
            **on(strategy),
        )
        if answer:
            assert len(answer["tasks"]) + len(answer["failures"]) == count
        return answer["tasks"][0]["taskArn"] if answer and answer["tasks"] else "0" * 32

    @rule(task=consumes(tasks))
    def stop_task(self, task):
        self.call("StopTask", cluster="lab", task=task)

    @rule(
        name=NAMES, desired=st.integers(0, 4), network=st.integers(0, 1), bounds=BOUNDS, strategy=STRATEGIES
    )
    def create_service(self, name, desired, network, bounds, strategy):
        self.call(
            "CreateService",
            cluster="lab",
            serviceName=name,
            taskDefinition=name,
            desiredCount=desired,
            networkConfiguration=self.networks[network],
            deploymentConfiguration=bounds,
            **on(strategy),
        )

    @rule(name=NAMES, desired=st.integers(0, 5))
    def scale(self, name, desired):
        self.call("UpdateService", cluster="lab", service=name, desiredCount=desired)

    @rule(name=NAMES, family=NAMES, force=st.booleans(), network=st.integers(0, 1))
    def deploy(self, name, family, force, network):
        self.call(
            "UpdateService",
            cluster="lab",
            service=name,
            taskDefinition=family,
            forceNewDeployment=force,
            networkConfiguration=self.networks[network],
        )

    @rule(name=NAMES, strategy=STRATEGIES, force=st.booleans())
    def change_strategy(self, name, strategy, force):
        self.call(
            "UpdateService",
            cluster="lab",
            service=name,
            capacityProviderStrategy=strategy or [],
            forceNewDeployment=force,
        )

    @rule(providers=st.lists(st.sampled_from(PROVIDERS), unique=True))
    def associate(self, providers):
        self.call(
            "PutClusterCapacityProviders",
            cluster="lab",
            capacityProviders=providers,
            defaultCapacityProviderStrategy=[],
        )

    @rule(fault=st.sampled_from(["spot-reclaim", "no-capacity", "capacity-back"]))
    def capacity_comes_and_goes(self, fault):
        provider = {"provider": "FARGATE_SPOT"} if fault != "spot-reclaim" else {}
        try:
            self.lab.inject({"fault": fault} | provider)
        except FaultError as nothing:
            assert nothing.code in ("no-spot-task", "not-short")

    @rule(fault=IMAGE_FAULTS, image=IMAGES, lasting=st.sampled_from([{}, {"for": "2m"}]))
    def image_goes_wrong(self, fault, image, lasting):
        self.lab.inject({"fault": fault, "image": image} | lasting)

    @rule()
    def mend(self):
        self.lab.inject({"fault": "mend"})

    @rule(zone=st.sampled_from(["us-east-1a", "us-east-1b"]), back=st.booleans())
    def zone_comes_and_goes(self, zone, back):
        try:
            self.lab.inject({"fault": "zone-back" if back else "partition-zone", "zone": zone})
        except FaultError as nothing:
            assert nothing.code == "zone-not-cut-off"

    @rule(name=NAMES, bounds=BOUNDS)
    def change_bounds(self, name, bounds):
        self.call("UpdateService", cluster="lab", service=name, deploymentConfiguration=bounds)

    @rule(name=NAMES, force=st.booleans())
    def delete_service(self, name, force):
        self.call("DeleteService", cluster="lab", service=name, force=force)

    @rule(name=NAMES)
    def kill(self, name):
        """A running task dies, if there is one."""
        try:
            self.lab.inject({"fault": "stop-task", "service": name})
        except FaultError as nothing_to_kill:
            assert "service" in str(nothing_to_kill)

    @rule(seconds=st.sampled_from([30, 60, 300]))
    def wait_longer(self, seconds):
        self.wait(seconds)

    @rule(seconds=st.sampled_from([0, 1, 7, 30, 60, 300, 4000]))
    def wait(self, seconds):
        """Time passes event by event, and no step of the scheduler breaks its bounds."""
        end = self.lab.now + seconds * 1000
        while (due := self.lab.next_event_at()) is not None and due <= end:
            before = self.healthy(due)
            self.lab.advance_to(due)
            self.check_step(before)
        self.lab.advance_to(end)

    def healthy(self, at):
        """For each service: the tasks that are healthy if nothing happens until `at`, and its live tasks."""
        found = {}
        for service in self.lab.world.services.values():
            live = [task for task in self.lab.world.tasks.where("current service", service.key) if task.live]
            proven = [
                task.id for task in live if task.last_status == "RUNNING" and at - task.started_at >= 40_000
            ]
            found[service.key] = (service, set(proven), len(live))
        return found

    def check_step(self, before):
        for key, (service, proven, live) in self.healthy(self.lab.now).items():
            was = before.get(key)
            if was is None or service.status != "ACTIVE":
                continue
            _, proven_before, live_before = was
            floor = math.ceil(service.desired * service.minimum_healthy_percent / 100)
            ceiling = service.desired * service.maximum_percent // 100
            stopped = {
                task.id
                for task in self.lab.world.tasks.where("service", key)
                if task.id in proven_before - proven and task.stop_code == "ServiceSchedulerInitiated"
            }
            if stopped:
                assert len(proven_before - stopped) >= floor, "the scheduler went below the minimum"
            if live > live_before:
                assert live <= max(ceiling, live_before), "the scheduler went above the maximum"

    @invariant()
    def timestamps_are_in_the_order_of_the_lifecycle(self):
        for task in self.lab.world.tasks.values():
            times = [getattr(task, name) for name in TIMES if getattr(task, name) is not None]
            assert times == sorted(times)
            if task.stopped_at is not None:
                assert task.last_status == "STOPPED"
                assert task.stop_code
                assert task.stopped_at >= task.execution_stopped_at >= task.stopping_at
                assert all(container.last_status == "STOPPED" for container in task.containers)
            assert (task.started_at is not None) == all(
                container.exit_code is not None or container.last_status == "RUNNING"
                for container in task.containers
            )

    @invariant()
    def indexes_say_what_the_tables_hold(self):
        world = self.lab.world
        for name, table in world.tables():
            for index in table._indexes.values():
                listed = {key for bucket in index._buckets.values() for key in bucket}
                assert listed == {
                    table._key(record) for record in table.values() if index._property(record) is not None
                }, name

    @invariant()
    def events_are_numbered_without_a_gap(self):
        numbers = [event.number for event in self.lab.world.events.values()]
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers)) if numbers else [])

    @invariant()
    def every_task_that_was_pulled_is_metered_once(self):
        metered = Counter(meter.id for meter in metering.meters(self.lab.state))
        assert all(count == 1 for count in metered.values())
        pulled = {task.id for task in self.lab.world.tasks.values() if task.pull_started_at is not None}
        assert pulled <= set(metered)

    @invariant()
    def each_active_service_has_one_primary_deployment(self):
        for service in self.lab.world.services.values():
            primaries = [
                each for each in self.lab.world.deployments.where("service", service.key) if each.primary
            ]
            assert len(primaries) == (0 if service.status == "INACTIVE" else 1)

    def teardown(self):
        """Left alone, every service comes to rest; and the journal leads to this very state."""
        if not hasattr(self, "lab"):
            return
        self.check_replay()
        if "FARGATE_SPOT" in self.lab.world.shortages:
            self.lab.inject({"fault": "capacity-back", "provider": "FARGATE_SPOT"})
        for outage in list(self.lab.world.outages.values()):
            self.lab.inject({"fault": "zone-back", "zone": outage.zone})
        self.mend()
        for service in list(self.lab.world.services.values()):
            if service.status == "ACTIVE":
                bounds = {"minimumHealthyPercent": 100, "maximumPercent": 200}
                self.register("web", "nginx", [])
                self.call(
                    "UpdateService",
                    cluster="lab",
                    service=service.name,
                    taskDefinition="web",
                    networkConfiguration=self.networks[0],
                    deploymentConfiguration=bounds,
                    forceNewDeployment=True,
                )
        self.lab.advance(3600_000)
        for service in self.lab.world.services.values():
            tasks = [task for task in self.lab.world.tasks.where("current service", service.key) if task.live]
            assert len(tasks) == (service.desired if service.status == "ACTIVE" else 0)
            assert {task.last_status for task in tasks} <= {"RUNNING"}
            shared = Counter(task.capacity_provider for task in tasks if service.strategy)
            wanted = Counter(split(service.strategy, {}, len(tasks)) if service.strategy else ())
            assert shared == wanted, service


FULL = os.environ.get("ECSLAB_TEST_FULL") == "1"
TestOperations = Operations.TestCase
TestOperations.settings = settings(
    max_examples=300 if FULL else 50,
    stateful_step_count=60 if FULL else 40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
