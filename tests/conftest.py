"""What many tests begin with: a lab, and a short way to speak to its ECS."""

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from ecslab.aws import new_lab
from ecslab.engine.lab import Lab
from ecslab.engine.workload import Workload

FARGATE = {"networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"], "cpu": "256", "memory": "512"}


class Desk:
    """A lab with the cluster `lab` in it, and the calls that tests make most."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        self.subnets = [each["SubnetId"] for each in lab.call("ec2", "DescribeSubnets", {})["Subnets"]]
        self.network = {"awsvpcConfiguration": {"subnets": self.subnets, "assignPublicIp": "ENABLED"}}
        self.ecs("CreateCluster", clusterName="lab")

    def ecs(self, operation: str, **params: Any) -> dict[str, Any]:
        return self.lab.call("ecs", operation, params)

    def elb(self, operation: str, **params: Any) -> dict[str, Any]:
        return self.lab.call("elbv2", operation, params)

    def balance(self, name: str = "web", port: int = 80, **group: Any) -> str:
        """Make an active Application Load Balancer that forwards to a new target group; gives its ARN."""
        (vpc,) = self.lab.call("ec2", "DescribeVpcs", {})["Vpcs"]
        balancer = self.elb("CreateLoadBalancer", Name=name, Subnets=self.subnets)["LoadBalancers"][0]
        asked = {"Name": name, "Protocol": "HTTP", "Port": port, "VpcId": vpc["VpcId"], "TargetType": "ip"}
        arn = self.elb("CreateTargetGroup", **asked | group)["TargetGroups"][0]["TargetGroupArn"]
        self.elb(
            "CreateListener",
            LoadBalancerArn=balancer["LoadBalancerArn"],
            Protocol="HTTP",
            Port=80,
            DefaultActions=[{"Type": "forward", "TargetGroupArn": arn}],
        )
        self.wait(180)
        return arn

    def target_health(self, group: str) -> list[str]:
        """The states of a target group's targets."""
        found = self.elb("DescribeTargetHealth", TargetGroupArn=group)["TargetHealthDescriptions"]
        return [each["TargetHealth"]["State"] for each in found]

    def define(self, family: str = "web", *containers: dict[str, Any], **fields: Any) -> str:
        """Register a revision for Fargate; containers get a name and an image unless they have one."""
        drawn = [
            {"name": f"c{number}", "image": "nginx"} | each for number, each in enumerate(containers or ({},))
        ]
        request = FARGATE | {"family": family, "containerDefinitions": drawn} | fields
        return self.ecs("RegisterTaskDefinition", **request)["taskDefinition"]["taskDefinitionArn"]

    def run(self, family: str = "web", **params: Any) -> str:
        """Run one task on Fargate and give its ARN."""
        request = {
            "cluster": "lab",
            "taskDefinition": family,
            "launchType": "FARGATE",
            "networkConfiguration": self.network,
        }
        return self.ecs("RunTask", **request | params)["tasks"][0]["taskArn"]

    def serve(self, name: str = "web", desired: int = 2, **params: Any) -> dict[str, Any]:
        """Create a service on Fargate."""
        request = {
            "cluster": "lab",
            "serviceName": name,
            "taskDefinition": "web",
            "desiredCount": desired,
            "launchType": "FARGATE",
            "networkConfiguration": self.network,
        }
        return self.ecs("CreateService", **request | params)["service"]

    def update(self, name: str = "web", **params: Any) -> dict[str, Any]:
        return self.ecs("UpdateService", cluster="lab", service=name, **params)["service"]

    def service(self, name: str = "web") -> dict[str, Any]:
        return self.ecs("DescribeServices", cluster="lab", services=[name])["services"][0]

    def task(self, arn: str) -> dict[str, Any]:
        return self.ecs("DescribeTasks", cluster="lab", tasks=[arn])["tasks"][0]

    def tasks(self, **filters: Any) -> list[dict[str, Any]]:
        arns = self.ecs("ListTasks", cluster="lab", **filters)["taskArns"]
        return self.ecs("DescribeTasks", cluster="lab", tasks=arns)["tasks"] if arns else []

    def events(self, name: str = "web") -> list[str]:
        """What the service has reported, oldest first."""
        return [event["message"] for event in reversed(self.service(name)["events"])]

    def permit(self, *actions: str, role: str = "ecsTaskExecutionRole", resource: str = "*") -> None:
        """Let a role do more than it may."""
        statement = {"Effect": "Allow", "Action": list(actions), "Resource": resource}
        document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        roles = self.lab.world.roles
        roles.put(roles[role].replace(inline={**roles[role].inline, "+".join(actions): document}))

    def wait(self, seconds: float) -> None:
        self.lab.advance(round(seconds * 1000))


@pytest.fixture
def make_desk() -> Callable[..., Desk]:
    def make(images: dict[str, Workload] | None = None, **options: Any) -> Desk:
        return Desk(new_lab(images=images, **options))

    return make


@pytest.fixture
def desk(make_desk: Callable[..., Desk]) -> Desk:
    return make_desk()


@pytest.fixture
def run_python() -> Callable[[str], str]:
    """Runs a line of Python in a fresh interpreter and gives what it prints."""

    def run(code: str) -> str:
        result = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
        )
        return result.stdout.strip()

    return run


@pytest.fixture
def lab():
    """A lab in which nothing has happened yet."""
    return new_lab()
