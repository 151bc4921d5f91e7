import time

import pytest

from ecslab.aws import models
from ecslab.aws.command import complete

NAMES = {
    "cluster": ["lab", "prod"],
    "service": ["web", "worker"],
    "task": ["0123", "4567"],
    "task-definition": ["web:1", "web:2"],
    "family": ["web"],
    "subnet": ["subnet-a", "subnet-b"],
}


def offered(line, cursor=None):
    cursor = len(line) if cursor is None else cursor
    return [each.text for each in complete(line, cursor, lambda kind: NAMES.get(kind, ()))]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("a", ["aws"]),
        ("aws ", [*sorted((*models.SERVICES, "s3")), "help"]),
        ("aws s3 s", ["sync"]),
        ("aws ec", ["ec2", "ecr", "ecs"]),
        ("aws ecs run", ["run-task"]),
        ("aws ecs list-task-definition-", ["list-task-definition-families"]),
        ("aws ecs wait tasks-", ["tasks-running", "tasks-stopped"]),
        ("aws ecs run-task --laun", ["--launch-type"]),
        ("aws ecs run-task --launch-type F", ["FARGATE"]),
        ("aws ecs run-task --launch-type=F", ["FARGATE"]),
        ("aws ecs list-tasks --cluster ", ["lab", "prod"]),
        ("aws ecs list-tasks --cluster=l", ["lab"]),
        ("aws ecs list-tasks --cluster 'l", ["lab"]),
        ("aws ecs describe-services --services web w", ["web", "worker"]),
        ("aws ecs wait services-stable --services wo", ["worker"]),
        ("aws ecs run-task --task-definition web:", ["web:1", "web:2"]),
        ("aws ecs list-task-definitions --family-prefix ", ["web"]),
        ("aws ecs create-cluster --cluster-name ", []),
        ("aws --output ", ["json", "text", "table", "yaml"]),
        ("aws ecs list-tasks --output t", ["text", "table"]),
        ("aws ecs run-task --network-configuration ", ["awsvpcConfiguration="]),
        ("aws ecs run-task --network-configuration awsvpcConfiguration={sub", ["subnets="]),
        ("aws ecs run-task --network-configuration awsvpcConfiguration={subnets=[", ["subnet-a", "subnet-b"]),
        (
            "aws ecs run-task --network-configuration awsvpcConfiguration={subnets=[subnet-a,subnet-b",
            ["subnet-b"],
        ),
        (
            "aws ecs run-task --network-configuration 'awsvpcConfiguration={subnets=[a],assignPublicIp=E",
            ["ENABLED"],
        ),
        (
            "aws ecs run-task --network-configuration 'awsvpcConfiguration={subnets=[a],assign",
            ["assignPublicIp="],
        ),
        ("aws ecs create-service --deployment-configuration deploymentCircuitBreaker={enable=t", ["true"]),
        ("aws ecs run-task --tags key=a,v", ["value="]),
        ("aws ecs run-task --generate-cli-skeleton y", ["yaml-input"]),
        ("aws nonsense ", []),
        ("ls ", []),
        ("aws ecs nonsense --x", []),
    ],
)
def test_what_can_stand_at_the_end_of_a_line(line, wanted):
    assert offered(line) == wanted


def test_required_options_come_first_and_given_ones_no_more():
    found = offered("aws ecs update-service --cluster lab ")
    assert found[0] == "--service"
    assert "--cluster" not in found
    found = offered("aws ecs run-task --enable-execute-command --")
    assert not {"--enable-execute-command", "--disable-execute-command"} & set(found)


def test_raw_paging_and_refused_options_are_not_offered():
    found = offered("aws ecs list-tasks --")
    assert not {"--next-token", "--max-results", "--debug", "--endpoint-url"} & set(found)
    assert {"--max-items", "--query"} <= set(found)


def test_a_list_may_go_on_or_end():
    found = offered("aws ecs describe-tasks --tasks 0123 ")
    assert found[:2] == ["0123", "4567"]
    assert "--cluster" in found


@pytest.mark.parametrize(
    ("line", "start"),
    [
        ("aws ecs list-tasks --cluster l", 29),
        ("aws ecs list-tasks --cluster=l", 29),
        ("aws ecs list-tasks --cluster 'l", 30),
        ("aws ecs run-task --network-configuration 'awsvpcConfiguration={sub", 63),
    ],
)
def test_a_completion_replaces_what_is_typed_of_it(line, start):
    assert complete(line, len(line), lambda _: ["lab"])[0].start == start


def test_only_what_stands_before_the_cursor_counts():
    assert offered("aws ecs list-tasks --cluster lab", cursor=10) == offered("aws ecs li"[:10])


@pytest.mark.parametrize("end", range(0, 90, 1))
def test_every_half_of_a_line_completes_quickly_and_without_error(end):
    line = 'aws ecs run-task --overrides \'containerOverrides=[{name=app,environment=[{name="A,b" x'[:end]
    complete(line, len(line))
    before = time.perf_counter()
    complete(line, len(line))
    assert time.perf_counter() - before < 0.1
