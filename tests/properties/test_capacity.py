"""An Auto Scaling group, managed instances and the tasks on them, at random: what must hold whatever happens."""

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule
from lab_machine import LabMachine, size

from ecslab.aws import new_lab
from ecslab.engine.records.task import Phase

SIZES = st.sampled_from(
    [("small", 256, 256), ("half", 1024, 1024), ("ported", 256, 256), ("huge", 9000, 512)]
)
PROVIDERS = st.sampled_from(["grouped", "managed"])
HOUR = 3600


class Capacity(LabMachine):
    """One cluster with a provider of a group of t3.medium instances and one of managed instances."""

    @initialize(
        protects=st.booleans(),
        percent=st.sampled_from([100, 70]),
        draining=st.sampled_from(["ENABLED", "DISABLED"]),
        warm_up=st.sampled_from([0, 300]),
        maximum=st.integers(0, 4),
    )
    def begin(self, protects, percent, draining, warm_up, maximum):
        self.lab = new_lab()
        self.call("ecs", "CreateCluster", clusterName="default")
        image = self.call("ec2", "DescribeImages")["Images"][0]["ImageId"]
        self.call(
            "ec2",
            "CreateLaunchTemplate",
            LaunchTemplateName="ecs",
            LaunchTemplateData={
                "ImageId": image,
                "InstanceType": "t4g.medium" if "arm" in image else "t3.medium",
                "IamInstanceProfile": {"Name": "ecsInstanceRole"},
            },
        )
        subnets = [each["SubnetId"] for each in self.call("ec2", "DescribeSubnets")["Subnets"]]
        self.call(
            "autoscaling",
            "CreateAutoScalingGroup",
            AutoScalingGroupName="fleet",
            MinSize=0,
            MaxSize=maximum,
            LaunchTemplate={"LaunchTemplateName": "ecs"},
            VPCZoneIdentifier=",".join(subnets),
            NewInstancesProtectedFromScaleIn=protects,
        )
        scaling = {"status": "ENABLED", "targetCapacity": percent, "instanceWarmupPeriod": warm_up}
        self.call(
            "ecs",
            "CreateCapacityProvider",
            name="grouped",
            autoScalingGroupProvider={
                "autoScalingGroupArn": "fleet",
                "managedScaling": scaling,
                "managedTerminationProtection": "ENABLED" if protects else "DISABLED",
                "managedDraining": draining,
            },
        )
        self.call(
            "ecs",
            "PutClusterCapacityProviders",
            cluster="default",
            capacityProviders=["grouped"],
            defaultCapacityProviderStrategy=[],
        )
        template = {
            "ec2InstanceProfileArn": "arn:aws:iam::123456789012:instance-profile/ecsInstanceRole",
            "networkConfiguration": {"subnets": subnets},
        }
        role = "arn:aws:iam::123456789012:role/ecsInfrastructureRole"
        self.call(
            "ecs",
            "CreateCapacityProvider",
            name="managed",
            cluster="default",
            managedInstancesProvider={"infrastructureRoleArn": role, "instanceLaunchTemplate": template},
        )
        for family, cpu, memory in (
            ("small", 256, 256),
            ("half", 1024, 1024),
            ("ported", 256, 256),
            ("huge", 9000, 512),
        ):
            port = [{"containerPort": 80, "hostPort": 80}] if family == "ported" else []
            container = {"name": "c", "image": "nginx", "cpu": cpu, "memory": memory, "portMappings": port}
            self.call(
                "ecs",
                "RegisterTaskDefinition",
                family=family,
                networkMode="bridge",
                containerDefinitions=[container],
            )
        self.lab.advance(60_000)

    @rule(size=SIZES, count=st.integers(1, 5), provider=PROVIDERS, apart=st.booleans())
    def run_tasks(self, size, count, provider, apart):
        constraints = [{"type": "distinctInstance"}] if apart else []
        answer = self.call(
            "ecs",
            "RunTask",
            taskDefinition=size[0],
            count=count,
            capacityProviderStrategy=[{"capacityProvider": provider, "weight": 1}],
            placementConstraints=constraints,
        )
        assert len(answer["tasks"]) == count
        assert answer["failures"] == []

    @rule(name=st.sampled_from(["web", "api"]), size=SIZES, desired=st.integers(0, 6), provider=PROVIDERS)
    def serve(self, name, size, desired, provider):
        self.call(
            "ecs",
            "CreateService",
            serviceName=name,
            taskDefinition=size[0],
            desiredCount=desired,
            capacityProviderStrategy=[{"capacityProvider": provider, "weight": 1}],
        )

    @rule(name=st.sampled_from(["web", "api"]), desired=st.integers(0, 6), provider=st.none() | PROVIDERS)
    def update(self, name, desired, provider):
        strategy = [{"capacityProvider": provider, "weight": 1}] if provider else None
        changed = {"capacityProviderStrategy": strategy, "forceNewDeployment": True} if strategy else {}
        self.call("ecs", "UpdateService", service=name, desiredCount=desired, **changed)

    @rule(nth=st.integers(0, 10))
    def stop_a_task(self, nth):
        arns = self.call("ecs", "ListTasks")["taskArns"]
        if arns:
            self.call("ecs", "StopTask", task=arns[nth % len(arns)])

    @rule(desired=st.integers(0, 4))
    def resize_the_group(self, desired):
        self.call("autoscaling", "SetDesiredCapacity", AutoScalingGroupName="fleet", DesiredCapacity=desired)

    @rule(nth=st.integers(0, 10))
    def terminate_an_instance(self, nth):
        machines = [each.id for each in self.lab.world.machines.values() if each.state == "running"]
        if machines:
            self.call("ec2", "TerminateInstances", InstanceIds=[machines[nth % len(machines)]])

    @rule(status=st.sampled_from(["ACTIVE", "DRAINING"]), nth=st.integers(0, 10))
    def drain(self, status, nth):
        arns = self.call("ecs", "ListContainerInstances")["containerInstanceArns"]
        if arns:
            chosen = [arns[nth % len(arns)]]
            self.call("ecs", "UpdateContainerInstancesState", containerInstances=chosen, status=status)

    @rule(status=st.sampled_from(["ENABLED", "DISABLED"]), draining=st.sampled_from(["ENABLED", "DISABLED"]))
    def update_the_provider(self, status, draining):
        changed = {"managedScaling": {"status": "ENABLED", "targetCapacity": 90}, "managedDraining": draining}
        self.call("ecs", "UpdateCapacityProvider", name="grouped", autoScalingGroupProvider=changed)

    @rule(critical=st.booleans(), command=st.sampled_from(["--old", "--new"]), percent=st.integers(0, 100))
    def roll_a_daemon_out(self, critical, command, percent):
        container = {"name": "agent", "image": "agent", "cpu": 50, "memory": 64, "command": [command]}
        drawn = self.call(
            "ecs", "RegisterDaemonTaskDefinition", family="agent", containerDefinitions=[container]
        )
        asked = {
            "daemonTaskDefinitionArn": drawn["daemonTaskDefinitionArn"],
            "capacityProviderArns": ["managed"],
            "critical": critical,
            "deploymentConfiguration": {"drainPercent": float(percent)},
        }
        daemons = self.call("ecs", "ListDaemons")["daemonSummariesList"]
        if daemons:
            self.call("ecs", "UpdateDaemon", daemonArn=daemons[0]["daemonArn"], **asked)
        else:
            self.call("ecs", "CreateDaemon", daemonName="agent", **asked)

    @rule()
    def delete_the_daemon(self):
        for daemon in self.call("ecs", "ListDaemons")["daemonSummariesList"]:
            self.call("ecs", "DeleteDaemon", daemonArn=daemon["daemonArn"])
            self.call("ecs", "DescribeDaemon", daemonArn=daemon["daemonArn"])

    @rule(seconds=st.sampled_from([5, 60, 150, 1200, 2 * HOUR]))
    def wait(self, seconds):
        self.pass_time(seconds)

    @invariant()
    def tasks_are_on_instances_of_their_provider(self):
        world = self.lab.world
        for task in world.tasks.values():
            if task.instance in world.instances and task.capacity_provider is not None:
                instance = world.instances[task.instance]
                assert instance.capacity_provider == task.capacity_provider

    @invariant()
    def the_group_stays_within_its_bounds(self):
        group = self.lab.world.groups["fleet"]
        assert group.minimum <= group.desired <= group.maximum

    def teardown(self):
        """Left alone without work, nothing is left that costs money."""
        if not self.finish():
            return
        self.mend_everything()
        world = self.lab.world
        for service in list(world.services.values()):
            self.call("ecs", "DeleteService", service=service.name, force=True)
        self.lab.advance(60_000)
        self.delete_the_daemon()
        for task in list(world.tasks.values()):
            self.call("ecs", "StopTask", task=task.id)
        self.lab.advance(3 * HOUR * 1000)
        assert not [task for task in world.tasks.values() if task.phase is not Phase.STOPPED]
        assert world.groups["fleet"].desired == 0
        assert not [machine for machine in world.machines.values() if machine.present]
        assert self.call("ecs", "ListDaemons")["daemonSummariesList"] == []


TestCapacity = Capacity.TestCase
TestCapacity.settings = size("capacity")
