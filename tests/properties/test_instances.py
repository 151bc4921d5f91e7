"""Random machines, groups, placements and losses: no instance is ever over-allocated, whatever happens."""

import base64
from collections import Counter

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule
from lab_machine import LabMachine, size

from ecslab.aws import new_lab
from ecslab.engine.workload import Workload

FAMILIES = st.sampled_from(["app", "fixed", "vpc", "gpu", "job"])
GROUPS = st.sampled_from([None, "red", "blue"])
NAMES = st.sampled_from(["web", "api"])
PLACES = st.sampled_from(
    [
        {},
        {"placementStrategy": [{"type": "binpack", "field": "memory"}]},
        {"placementStrategy": [{"type": "random"}]},
        {
            "placementStrategy": [
                {"type": "spread", "field": "attribute:ecs.availability-zone"},
                {"type": "binpack", "field": "cpu"},
            ]
        },
        {"placementConstraints": [{"type": "distinctInstance"}]},
        {"placementConstraints": [{"type": "memberOf", "expression": "attribute:ecs.instance-type =~ t3.*"}]},
        {
            "placementConstraints": [
                {"type": "memberOf", "expression": "task:group == red or runningTasksCount < 2"}
            ]
        },
    ]
)
DAEMONS = st.sampled_from(["guard", "count"])
SMALL = "attribute:ecs.instance-type =~ t3.*"
KINDS = st.sampled_from(
    [
        {"placementConstraints": []},
        {"placementConstraints": [{"type": "memberOf", "expression": SMALL}]},
    ]
)
BOUNDS = st.sampled_from([(100, 200), (50, 100), (0, 100), (100, 100), (50, 150)])
AGENT = base64.b64encode(b"ECS_CLUSTER=lab\n").decode()


class Instances(LabMachine):
    """A cluster on machines: single ones, and a group of them."""

    @initialize(seed=st.integers(0, 3), desired=st.integers(0, 3), bounds=BOUNDS)
    def begin(self, seed, desired, bounds):
        self.lab = new_lab(seed, images={"deaf": Workload(on_sigterm_ms=None)})
        self.subnets = [each["SubnetId"] for each in self.call("ec2", "DescribeSubnets")["Subnets"]]
        self.network = {"awsvpcConfiguration": {"subnets": self.subnets[:2]}}
        self.ecs("CreateCluster", clusterName="lab")
        images = self.call("ec2", "DescribeImages")["Images"]
        self.image = next(each["ImageId"] for each in images if each["Architecture"] == "x86_64")
        data = {
            "ImageId": self.image,
            "InstanceType": "t3.small",
            "UserData": AGENT,
            "IamInstanceProfile": {"Name": "ecsInstanceRole"},
        }
        self.lab.call(
            "ec2", "CreateLaunchTemplate", {"LaunchTemplateName": "ecs", "LaunchTemplateData": data}
        )
        self.asg(
            "CreateAutoScalingGroup",
            MinSize=0,
            MaxSize=4,
            DesiredCapacity=desired,
            LaunchTemplate={"LaunchTemplateName": "ecs"},
            VPCZoneIdentifier=",".join(self.subnets),
        )
        self.define("app", memory=300, cpu=256, portMappings=[{"containerPort": 80}])
        self.define("fixed", memory=100, portMappings=[{"containerPort": 80, "hostPort": 8080}])
        self.define("vpc", mode="awsvpc", memory=64)
        self.define("gpu", memory=64, resourceRequirements=[{"type": "GPU", "value": "1"}])
        self.define("watch", mode="host", memory=16)
        self.define("job", memory=64, image="deaf", command=["sleep", "40"])
        self.wait(100)
        for name, family in (("web", "app"), ("api", "vpc")):
            self.serve(name, family, 2, bounds, {})

    def asg(self, operation, **params):
        return self.call("autoscaling", operation, **{"AutoScalingGroupName": "fleet"} | params)

    def define(self, family, *, mode="bridge", **container):
        drawn = {"name": "main", "image": "nginx"} | container
        self.ecs("RegisterTaskDefinition", family=family, networkMode=mode, containerDefinitions=[drawn])

    def where(self, family):
        return {"networkConfiguration": self.network} if family == "vpc" else {}

    def pick(self, table, number):
        records = list(table.values())
        return records[number % len(records)] if records else None

    @rule(kind=st.sampled_from(["t3.micro", "t3.medium", "g4dn.xlarge"]), subnet=st.integers(0, 2))
    def launch(self, kind, subnet):
        request = {
            "MinCount": 1,
            "MaxCount": 1,
            "ImageId": self.image,
            "InstanceType": kind,
            "UserData": AGENT,
        }
        profile = {"IamInstanceProfile": {"Name": "ecsInstanceRole"}, "SubnetId": self.subnets[subnet]}
        self.lab.call("ec2", "RunInstances", request | profile)
        self.wait(80)

    @rule(number=st.integers(0, 20), what=st.sampled_from(["Start", "Stop", "Terminate"]))
    def machine(self, number, what):
        machine = self.pick(self.lab.world.machines, number)
        if machine is not None:
            self.call("ec2", f"{what}Instances", InstanceIds=[machine.id])

    @rule(desired=st.integers(0, 5))
    def resize(self, desired):
        self.asg("SetDesiredCapacity", DesiredCapacity=desired)

    @rule(number=st.integers(0, 20), status=st.sampled_from(["ACTIVE", "DRAINING", "DRAINING"]))
    def drain(self, number, status):
        instance = self.pick(self.lab.world.instances, number)
        if instance is not None:
            self.ecs(
                "UpdateContainerInstancesState",
                cluster="lab",
                containerInstances=[instance.id],
                status=status,
            )

    @rule(number=st.integers(0, 20), force=st.booleans())
    def deregister(self, number, force):
        instance = self.pick(self.lab.world.instances, number)
        if instance is not None:
            self.ecs("DeregisterContainerInstance", cluster="lab", containerInstance=instance.id, force=force)

    @rule(family=FAMILIES, group=GROUPS, place=PLACES, count=st.integers(1, 5))
    def run_task(self, family, group, place, count):
        named = {"group": group} if group else {}
        before = self.groups()
        answer = self.ecs(
            "RunTask",
            cluster="lab",
            taskDefinition=family,
            launchType="EC2",
            count=count,
            **self.where(family),
            **named,
            **place,
        )
        if answer is not None:
            assert len(answer["tasks"]) == count or answer["failures"]
            if {"type": "distinctInstance"} in place.get("placementConstraints", ()):
                added = self.groups() - before
                assert all(number == 1 for number in added.values())

    def groups(self):
        """How many live tasks each group has on each instance."""
        return Counter(
            (task.instance, task.group)
            for task in self.lab.world.tasks.values()
            if task.live and task.instance
        )

    @rule(family=FAMILIES, number=st.integers(0, 20))
    def start_task(self, family, number):
        instance = self.pick(self.lab.world.instances, number)
        if instance is not None:
            where = self.where(family)
            self.ecs(
                "StartTask", cluster="lab", taskDefinition=family, containerInstances=[instance.id], **where
            )

    @rule(number=st.integers(0, 50))
    def stop_task(self, number):
        task = self.pick(self.lab.world.tasks, number)
        if task is not None:
            self.ecs("StopTask", cluster="lab", task=task.id)

    @rule(name=NAMES, family=FAMILIES, desired=st.integers(0, 4), bounds=BOUNDS, place=PLACES)
    def serve(self, name, family, desired, bounds, place):
        self.ecs(
            "CreateService",
            cluster="lab",
            serviceName=name,
            taskDefinition=family,
            launchType="EC2",
            desiredCount=desired,
            deploymentConfiguration={"minimumHealthyPercent": bounds[0], "maximumPercent": bounds[1]},
            # The network mode of a service's tasks stays what it was made with.
            **self.where(family),
            **place,
        )

    @rule(name=DAEMONS, minimum=st.sampled_from([0, 50, 100]), place=KINDS)
    def watch_everywhere(self, name, minimum, place):
        self.ecs(
            "CreateService",
            cluster="lab",
            serviceName=name,
            taskDefinition="watch",
            launchType="EC2",
            schedulingStrategy="DAEMON",
            deploymentConfiguration={"minimumHealthyPercent": minimum, "maximumPercent": 100},
            **place,
        )

    @rule(name=DAEMONS, place=KINDS, image=st.sampled_from(["nginx", "deaf"]))
    def watch_differently(self, name, place, image):
        self.define("watch", mode="host", memory=16, image=image)
        self.ecs("UpdateService", cluster="lab", service=name, taskDefinition="watch", **place)

    @rule(name=DAEMONS)
    def watch_no_more(self, name):
        self.ecs("DeleteService", cluster="lab", service=name, force=True)

    @rule(name=NAMES, desired=st.integers(0, 6))
    def scale(self, name, desired):
        self.ecs("UpdateService", cluster="lab", service=name, desiredCount=desired)

    @rule(name=NAMES, place=PLACES)
    def change_placement(self, name, place):
        self.ecs("UpdateService", cluster="lab", service=name, **place, forceNewDeployment=True)

    @rule(name=NAMES)
    def delete_service(self, name):
        self.ecs("DeleteService", cluster="lab", service=name, force=True)

    @rule(seconds=st.sampled_from([1, 7, 40, 100, 600, 4000]))
    def wait(self, seconds):
        self.pass_time(seconds)

    @invariant()
    def a_group_never_has_more_than_it_may(self):
        group = self.lab.world.groups.get("fleet")
        if group is not None:
            present = [
                each
                for each in self.lab.world.machines.where("group", "fleet")
                if each.present and not each.lifecycle.startswith("Terminating")
            ]
            assert group.minimum <= group.desired <= group.maximum
            if self.lab.next_event_at() != self.lab.now:
                assert len(present) <= group.maximum

    def teardown(self):
        """Where there is room, a daemon comes to run exactly once on each instance that it belongs on."""
        if not self.finish():
            return
        self.mend_everything()
        for name in ("web", "api"):
            self.ecs("DeleteService", cluster="lab", service=name, force=True)
        for task in list(self.lab.world.tasks.values()):
            if task.service is None:
                self.ecs("StopTask", cluster="lab", task=task.id)
        # A daemon that must be healthy everywhere cannot be replaced anywhere.
        anywhere = {"minimumHealthyPercent": 0, "maximumPercent": 100}
        for name in ("guard", "count"):
            self.ecs("UpdateService", cluster="lab", service=name, deploymentConfiguration=anywhere)
        # Deployments that were failing while there was no room hold their next start back for 27 minutes.
        self.pass_time(2 * 3600)
        world = self.lab.world
        for service in world.services.values():
            if not service.daemon or service.status != "ACTIVE":
                continue
            deployments = list(world.deployments.where("service", service.key))
            (deployment,) = [each for each in deployments if each.primary]
            fitting = [
                instance
                for instance in world.instances.where("cluster", "lab")
                if instance.status == "ACTIVE"
                and (not service.constraints or instance.attributes["ecs.instance-type"].startswith("t3."))
            ]
            wanted = {instance.id for instance in fitting if instance.agent_connected}
            tasks = list(world.tasks.where("current service", service.key))
            assert all(task.last_status == "RUNNING" for task in tasks)
            assert all(task.deployment == deployment.id for task in tasks)
            homes = Counter(task.instance for task in tasks)
            draining = {each.id for each in world.instances.values() if each.status == "DRAINING"}
            assert {home: count for home, count in homes.items() if home not in draining} == dict.fromkeys(
                wanted, 1
            )
            assert service.desired == len(fitting)
            # An instance whose agent is away counts, and keeps the deployment from being completed.
            assert len(deployments) == 1 or len(wanted) < len(fitting)


TestInstances = Instances.TestCase
TestInstances.settings = size("instances")
