"""The command line over the real lab: what a learner types first."""

import json
import shlex

import pytest

from ecslab.aws import new_lab
from ecslab.aws.command import Command, VirtualFiles

DEFINITION = {
    "family": "web",
    "networkMode": "awsvpc",
    "requiresCompatibilities": ["FARGATE"],
    "cpu": "256",
    "memory": "512",
    "containerDefinitions": [{"name": "app", "image": "nginx", "portMappings": [{"containerPort": 80}]}],
}


@pytest.fixture
def lab():
    return new_lab()


@pytest.fixture
def aws(lab):
    command = Command(lab, VirtualFiles({"td.json": json.dumps(DEFINITION).encode()}))

    def run(line):
        outcome = command.run(shlex.split(line))
        assert outcome.exit_code == 0, outcome.stderr
        return outcome.stdout.strip()

    return run


def test_a_service_is_made_waited_for_and_listed(lab, aws):
    started = lab.now
    subnet = aws("ec2 describe-subnets --query Subnets[0].SubnetId --output text")
    aws("ecs create-cluster --cluster-name lab")
    aws("ecs register-task-definition --cli-input-json file://td.json")
    network = f"awsvpcConfiguration={{subnets=[{subnet}],assignPublicIp=ENABLED}}"
    aws(
        "ecs create-service --cluster lab --service-name web --task-definition web --desired-count 3 "
        f"--launch-type FARGATE --network-configuration {network}"
    )
    aws("ecs wait services-stable --cluster lab --services web")
    assert lab.now > started
    query = "services[0].[runningCount,deployments[0].rolloutState]"
    assert aws(
        f"ecs describe-services --cluster lab --services web --query {query} --output text"
    ).startswith("3\t")
    assert aws("ecs list-tasks --cluster lab --service-name web --query length(taskArns)") == "3"
    assert aws("ecs list-tasks --cluster lab --page-size 1 --query length(taskArns)") == "3"


def test_the_target_keeps_the_clock_still_while_nothing_waits(lab, aws):
    started = lab.now
    aws("sts get-caller-identity")
    aws("ecs list-clusters")
    assert lab.now == started


def test_run_instances_takes_the_aws_clis_own_options(lab):
    """A count, which is 1 by default, and user data as plain text."""
    command = Command(lab)
    image = "resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id"
    words = ["ec2", "run-instances", "--image-id", image, "--instance-type", "t3.micro"]
    two = command.run([*words, "--count", "2", "--user-data", "ECS_CLUSTER=lab"]).value["Instances"]
    assert len(two) == 2
    assert lab.world.machines[two[0]["InstanceId"]].ecs_cluster == "lab"
    assert len(command.run(words).value["Instances"]) == 1
    assert "min[:max]" in command.run([*words, "--count", "many"]).stderr
