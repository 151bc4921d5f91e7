"""Random calls, deaths and time: what must hold whatever happens (design, section 4)."""

from collections import Counter

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, consumes, initialize, invariant, rule
from lab_machine import LabMachine, size

from ecslab.aws import new_lab
from ecslab.engine.ecs.capacity_providers.capacity import split
from ecslab.engine.errors import FaultError
from ecslab.engine.workload import Workload

NAMES = st.sampled_from(["web", "api", "job"])
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
        subnets = [each["SubnetId"] for each in self.call("ec2", "DescribeSubnets")["Subnets"]]
        self.networks = [
            {"awsvpcConfiguration": {"subnets": subnets, "assignPublicIp": "ENABLED"}},
            {"awsvpcConfiguration": {"subnets": subnets[:1]}},
        ]
        self.ecs("CreateCluster", clusterName="lab", capacityProviders=PROVIDERS)
        for family, count in zip(("web", "api", "job"), desired, strict=True):
            self.register(family, "nginx", [])
            self.create_service(family, count, 0, bounds, None)
        self.wait(120)

    @rule(family=NAMES, image=IMAGES, command=COMMANDS)
    def register(self, family, image, command):
        self.ecs(
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
        self.ecs("DeregisterTaskDefinition", taskDefinition=f"{family}:{revision}")
        self.ecs("DeleteTaskDefinitions", taskDefinitions=[f"{family}:{revision}"])

    @rule(target=tasks, family=NAMES, network=st.integers(0, 1), count=st.integers(1, 3), strategy=STRATEGIES)
    def run_task(self, family, network, count, strategy):
        answer = self.ecs(
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
        self.ecs("StopTask", cluster="lab", task=task)

    @rule(
        name=NAMES, desired=st.integers(0, 4), network=st.integers(0, 1), bounds=BOUNDS, strategy=STRATEGIES
    )
    def create_service(self, name, desired, network, bounds, strategy):
        self.ecs(
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
        self.ecs("UpdateService", cluster="lab", service=name, desiredCount=desired)

    @rule(name=NAMES, family=NAMES, force=st.booleans(), network=st.integers(0, 1))
    def deploy(self, name, family, force, network):
        self.ecs(
            "UpdateService",
            cluster="lab",
            service=name,
            taskDefinition=family,
            forceNewDeployment=force,
            networkConfiguration=self.networks[network],
        )

    @rule(name=NAMES, strategy=STRATEGIES, force=st.booleans())
    def change_strategy(self, name, strategy, force):
        self.ecs(
            "UpdateService",
            cluster="lab",
            service=name,
            capacityProviderStrategy=strategy or [],
            forceNewDeployment=force,
        )

    @rule(providers=st.lists(st.sampled_from(PROVIDERS), unique=True))
    def associate(self, providers):
        self.ecs(
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
        self.ecs("UpdateService", cluster="lab", service=name, deploymentConfiguration=bounds)

    @rule(name=NAMES, force=st.booleans())
    def delete_service(self, name, force):
        self.ecs("DeleteService", cluster="lab", service=name, force=force)

    @rule(name=NAMES)
    def kill(self, name):
        """A running task dies, if there is one."""
        try:
            self.lab.inject({"fault": "stop-task", "service": name})
        except FaultError as nothing_to_kill:
            assert "service" in str(nothing_to_kill)

    @rule(seconds=st.sampled_from([0, 1, 7, 30, 60, 300, 4000]))
    def wait(self, seconds):
        self.pass_time(seconds)

    @invariant()
    def a_task_has_started_once_all_its_containers_have(self):
        for task in self.lab.world.tasks.values():
            assert (task.started_at is not None) == all(
                container.exit_code is not None or container.last_status == "RUNNING"
                for container in task.containers
            )

    def teardown(self):
        """Left alone with a good revision, every service comes to rest within its own bounds."""
        if not self.finish():
            return
        self.mend_everything()
        for family in ("web", "api", "job"):
            self.register(family, "nginx", [])
        # What a roll-back may have to wait for is over, and so is what failed before.
        for service in list(self.lab.world.services.values()):
            if service.status == "ACTIVE":
                self.ecs(
                    "UpdateService",
                    cluster="lab",
                    service=service.name,
                    taskDefinition=service.name,
                    networkConfiguration=self.networks[0],
                    deploymentConfiguration=passable(service),
                    forceNewDeployment=True,
                )
        self.pass_time(3600)
        for service in self.lab.world.services.values():
            tasks = [task for task in self.lab.world.tasks.where("current service", service.key) if task.live]
            assert len(tasks) == (service.desired if service.status == "ACTIVE" else 0)
            assert {task.last_status for task in tasks} <= {"RUNNING"}
            shared = Counter(task.capacity_provider for task in tasks if service.strategy)
            wanted = Counter(split(service.strategy, {}, len(tasks)) if service.strategy else ())
            assert shared == wanted, service
            if service.status == "ACTIVE":
                (deployment,) = self.lab.world.deployments.where("service", service.key)
                assert {task.deployment for task in tasks} <= {deployment.id}


def passable(service):
    """The service's own bounds, unless no deployment can ever pass through them."""
    if service.floor < service.desired or service.ceiling > service.desired:
        return {
            "minimumHealthyPercent": service.minimum_healthy_percent,
            "maximumPercent": service.maximum_percent,
        }
    return {"minimumHealthyPercent": 100, "maximumPercent": 200}


TestOperations = Operations.TestCase
TestOperations.settings = size("stateful")
