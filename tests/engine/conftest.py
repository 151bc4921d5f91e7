"""What tests of container instances begin with: a cluster with machines in it."""

import base64
import itertools
import json
from typing import Any

import pytest

AGENT = base64.b64encode(b"#!/bin/bash\necho ECS_CLUSTER=lab >> /etc/ecs/ecs.config\n").decode()


class Yard:
    """A desk's cluster `lab` with container instances, and short ways to fill it."""

    def __init__(self, desk):
        self.desk, self.lab, self.state = desk, desk.lab, desk.lab.state
        self._numbers = itertools.count(1)

    def ecs(self, operation, **params):
        return self.desk.ecs(operation, **{"cluster": "lab"} | params)

    def ec2(self, operation, **params):
        return self.lab.call("ec2", operation, params)

    def wait(self, seconds):
        self.desk.wait(seconds)

    def register(self, kind="t3.medium", *, zone="us-east-1a", attributes=None, cpu=None, memory=None) -> str:
        """Register an instance by hand, without a machine below; gives its ARN."""
        document = {
            "instanceId": f"i-0{next(self._numbers):016x}",
            "instanceType": kind,
            "availabilityZone": zone,
        }
        sizes = [("CPU", cpu), ("MEMORY", memory)]
        answer = self.ecs(
            "RegisterContainerInstance",
            instanceIdentityDocument=json.dumps(document),
            instanceIdentityDocumentSignature="signed",
            totalResources=[
                {"name": name, "type": "INTEGER", "integerValue": size}
                for name, size in sizes
                if size is not None
            ],
        )["containerInstance"]["containerInstanceArn"]
        if attributes:
            named = [{"name": name, "value": value, "targetId": answer} for name, value in attributes.items()]
            self.ecs("PutAttributes", attributes=named)
        return answer

    def launch(self, count=1, *, kind="t3.medium", subnet=0, **params: Any) -> list[str]:
        """Launch EC2 instances that join the cluster once they have booted; gives their ids."""
        images = self.ec2("DescribeImages", Filters=[{"Name": "architecture", "Values": ["x86_64"]}])[
            "Images"
        ]
        request = {
            "MinCount": count,
            "MaxCount": count,
            "ImageId": images[0]["ImageId"],
            "InstanceType": kind,
            "SubnetId": self.desk.subnets[subnet],
            "UserData": AGENT,
            "IamInstanceProfile": {"Name": "ecsInstanceRole"},
        }
        return [each["InstanceId"] for each in self.ec2("RunInstances", **request | params)["Instances"]]

    def define(
        self, family="app", *, cpu=256, memory=512, mode="bridge", constraints=(), **container
    ) -> None:
        self.desk.ecs(
            "RegisterTaskDefinition",
            family=family,
            networkMode=mode,
            containerDefinitions=[
                {"name": "main", "image": "nginx", "cpu": cpu, "memory": memory} | container
            ],
            placementConstraints=list(constraints),
        )

    def run(self, family="app", count=1, **params):
        """RunTask on EC2, its whole answer."""
        request = {"taskDefinition": family, "launchType": "EC2", "count": count}
        return self.ecs("RunTask", **request | params)

    def serve(self, name="web", desired=2, family="app", **params):
        return self.ecs(
            "CreateService",
            serviceName=name,
            taskDefinition=family,
            desiredCount=desired,
            launchType="EC2",
            **params,
        )["service"]

    def instances(self, **filters):
        arns = self.ecs("ListContainerInstances", **filters)["containerInstanceArns"]
        return (
            self.ecs("DescribeContainerInstances", containerInstances=arns)["containerInstances"]
            if arns
            else []
        )

    def instance(self, arn):
        return self.ecs("DescribeContainerInstances", containerInstances=[arn])["containerInstances"][0]

    def where(self, **filters):
        """The instances of the running tasks, by the order in which they were registered."""
        order = [each["containerInstanceArn"] for each in self.instances()]
        return [order.index(task["containerInstanceArn"]) for task in self.desk.tasks(**filters)]

    def remaining(self, arn, name):
        """What is free of CPU or MEMORY, or taken of PORTS."""
        (found,) = [each for each in self.instance(arn)["remainingResources"] if each["name"] == name]
        return found.get("stringSetValue", found["integerValue"])


@pytest.fixture
def yard(desk):
    return Yard(desk)


@pytest.fixture
def make_yard(make_desk):
    def make(*args, **options):
        return Yard(make_desk(*args, **options))

    return make
