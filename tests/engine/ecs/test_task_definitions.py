"""Task definitions: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html"""

import pytest

from ecslab.engine.ecs.definitions.fargate import MEMORY_FOR_CPU
from ecslab.engine.errors import ApiError

ECR = "123456789012.dkr.ecr.us-east-1.amazonaws.com/app:v1"
ROLE = "arn:aws:iam::123456789012:role/ecsTaskExecutionRole"


def test_a_container_without_cpu_is_shown_with_0(desk):
    """Section 13.12."""
    desk.define()
    (container,) = desk.ecs("DescribeTaskDefinition", taskDefinition="web")["taskDefinition"][
        "containerDefinitions"
    ]
    assert container["cpu"] == 0


def test_revisions_count_up_for_ever(desk):
    """Section 13.11: numbers never restart, not even after all revisions are gone."""
    assert desk.define("web").endswith(":task-definition/web:1")
    assert desk.define("web").endswith(":2")
    for revision in (1, 2):
        desk.ecs("DeregisterTaskDefinition", taskDefinition=f"web:{revision}")
    desk.ecs("DeleteTaskDefinitions", taskDefinitions=["web:1", "web:2"])
    assert desk.ecs("ListTaskDefinitionFamilies")["families"] == []
    assert desk.define("web").endswith(":3")


def test_a_family_means_its_newest_active_revision(desk):
    desk.define("web")
    desk.define("web")
    desk.ecs("DeregisterTaskDefinition", taskDefinition="web:2")
    found = desk.ecs("DescribeTaskDefinition", taskDefinition="web")["taskDefinition"]
    assert (found["revision"], found["status"]) == (1, "ACTIVE")


def test_what_was_left_out_is_shown_with_its_default(desk):
    desk.define("web", {"portMappings": [{"containerPort": 80}]}, taskRoleArn=ROLE)
    found = desk.ecs("DescribeTaskDefinition", taskDefinition="web")["taskDefinition"]
    container = found["containerDefinitions"][0]
    assert (container["cpu"], container["essential"], container["environment"]) == (0, True, [])
    assert container["portMappings"] == [{"containerPort": 80, "hostPort": 80, "protocol": "tcp"}]
    assert (found["cpu"], found["memory"], found["taskRoleArn"]) == ("256", "512", ROLE)
    assert found["compatibilities"] == ["EC2", "FARGATE"]
    assert "memory" not in container


def test_what_describe_shows_can_be_registered_again(desk):
    desk.define(
        "web", {"portMappings": [{"containerPort": 80}], "command": ["sleep", "5"], "stopTimeout": 10}
    )
    shown = desk.ecs("DescribeTaskDefinition", taskDefinition="web")["taskDefinition"]
    asked = {
        key: shown[key]
        for key in (
            "family",
            "containerDefinitions",
            "networkMode",
            "requiresCompatibilities",
            "cpu",
            "memory",
        )
    }
    again = desk.ecs("RegisterTaskDefinition", **asked, volumes=[], placementConstraints=[])["taskDefinition"]
    assert again["containerDefinitions"] == shown["containerDefinitions"]


@pytest.mark.parametrize("cpu", [*MEMORY_FOR_CPU, 300])
def test_the_fargate_table(desk, cpu):
    """Section 2.3."""
    table = {
        256: [512, 1024, 2048],
        512: [1024, 2048, 3072, 4096],
        1024: list(range(2048, 8193, 1024)),
        2048: list(range(4096, 16385, 1024)),
        4096: list(range(8192, 30721, 1024)),
        8192: list(range(16384, 61441, 4096)),
        16384: list(range(32768, 122881, 8192)),
    }
    accepted, refusals = [], []
    for memory in range(512, 131_072, 512):
        try:
            desk.define("size", cpu=str(cpu), memory=str(memory))
            accepted.append(memory)
        except ApiError as refused:
            refusals.append(refused.message.replace(f"{memory} memory", "N memory"))
    assert accepted == table.get(cpu, [])
    assert set(refusals) == {
        (
            f"No Fargate configuration exists for given values: {cpu} CPU, N memory. "
            "See the Amazon ECS documentation for the valid values."
        )
    }


@pytest.mark.parametrize(
    ("cpu", "memory", "stored"),
    [
        ("0.25 vCPU", "0.5GB", ("256", "512")),
        (".25 vcpu", "1 GB", ("256", "1024")),
        ("1 vCPU", "2GB", ("1024", "2048")),
    ],
)
def test_sizes_may_be_written_in_large_units(desk, cpu, memory, stored):
    desk.define("web", cpu=cpu, memory=memory)
    found = desk.ecs("DescribeTaskDefinition", taskDefinition="web")["taskDefinition"]
    assert (found["cpu"], found["memory"]) == stored


@pytest.mark.parametrize(
    ("container", "fields", "message"),
    [
        ({"name": ""}, {}, "Container.name should not be null or empty."),
        ({"image": ""}, {}, "Container.image should not be null or empty."),
        ({}, {"cpu": None}, "Fargate requires that 'cpu' be defined at the task level."),
        ({}, {"memory": None}, "Fargate requires that 'memory' be defined at the task level."),
        ({}, {"networkMode": "bridge"}, "Fargate only supports network mode ‘awsvpc’."),
        ({}, {"containerDefinitions": []}, "Container list cannot be empty."),
        ({"essential": False}, {}, "Task definition doesn't have any essential container."),
        (
            {"memory": 1024},
            {},
            "Invalid setting for container 'c0'. The 'memory' setting for container is greater than for the task.",
        ),
        (
            {"memory": 128, "memoryReservation": 256},
            {},
            "Invalid setting for container 'c0'. 'memory' must be greater than or equal to 'memoryReservation'.",
        ),
        ({"stopTimeout": 1}, {}, "Granular stop timeout on container 'c0' must be at least 2 seconds."),
        (
            {"stopTimeout": 121},
            {},
            "Tasks using the Fargate launch type must have a container stop timeout of less than 120 seconds.",
        ),
        (
            {"image": ECR},
            {},
            "Fargate requires task definition to have execution role ARN to support ECR images.",
        ),
        ({}, {"taskRoleArn": "arn:aws:iam::999999999999:role/other"}, "Role is not valid"),
        ({}, {"taskRoleArn": "nonsense"}, "Role is not valid"),
        (
            {"portMappings": [{"containerPort": 80, "hostPort": 8080}]},
            {},
            "When networkMode=awsvpc, the host ports and container ports in port mappings must match.",
        ),
        (
            {},
            {"cpu": "lots"},
            (
                "Invalid 'cpu' setting for task. For more information, see the Troubleshooting section of the "
                "Amazon ECS Developer Guide."
            ),
        ),
        ({"cpu": 512}, {}, "The sum of all container 'cpu' values must not exceed the task 'cpu' value."),
    ],
)
def test_register_refuses_in_aws_words(desk, container, fields, message):
    request = {"family": "web", "containerDefinitions": [{"name": "c0", "image": "nginx"} | container]}
    request |= {
        "networkMode": "awsvpc",
        "requiresCompatibilities": ["FARGATE"],
        "cpu": "256",
        "memory": "512",
    }
    request |= fields
    with pytest.raises(ApiError) as refused:
        desk.ecs(
            "RegisterTaskDefinition", **{key: value for key, value in request.items() if value is not None}
        )
    assert (refused.value.code, refused.value.message) == ("ClientException", message)
    assert desk.ecs("ListTaskDefinitions")["taskDefinitionArns"] == []


def test_ec2_needs_memory_somewhere(desk):
    container = {"name": "c", "image": "nginx"}
    with pytest.raises(ApiError) as refused:
        desk.ecs("RegisterTaskDefinition", family="web", containerDefinitions=[container])
    assert refused.value.message == (
        "Invalid setting for container 'c'. At least one of 'memory' or 'memoryReservation' must be specified."
    )
    desk.ecs("RegisterTaskDefinition", family="web", containerDefinitions=[container | {"memory": 64}])
    found = desk.ecs("DescribeTaskDefinition", taskDefinition="web")["taskDefinition"]
    assert (found["networkMode"], found["compatibilities"]) == ("bridge", ["EXTERNAL", "EC2"])


@pytest.mark.parametrize(
    ("container", "name"),
    [
        ({"credentialSpecs": ["credentialspec:a"]}, "containerDefinitions[0].credentialSpecs"),
        (
            {"portMappings": [{"containerPort": 80, "appProtocol": "http"}]},
            "containerDefinitions[0].portMappings[0].appProtocol",
        ),
    ],
)
def test_what_is_not_simulated_says_so_with_its_place(desk, container, name):
    with pytest.raises(ApiError) as refused:
        desk.define("web", container)
    assert refused.value.code == "NotSimulated"
    assert name in refused.value.message


def test_deleting_an_active_revision_is_a_failure_not_an_error(desk):
    arn = desk.define()
    answer = desk.ecs("DeleteTaskDefinitions", taskDefinitions=["web:1"])
    assert answer["taskDefinitions"] == []
    assert answer["failures"][0]["arn"] == arn
    assert "still in ACTIVE status" in answer["failures"][0]["reason"]


UNKNOWN = "does not exist. Specify a valid account, family, revision and try again."
INVALID = "identifier is invalid. Specify a valid name or ARN and try again."


@pytest.mark.parametrize(("reference", "reason"), [("web:7", UNKNOWN), ("web", INVALID)])
def test_deleting_what_is_not_there_is_a_failure_beside_what_is_deleted(desk, reference, reason):
    """The model: the answer has failures; the words are those that moto's own tests know of AWS."""
    desk.define()
    desk.ecs("DeregisterTaskDefinition", taskDefinition="web:1")
    answer = desk.ecs("DeleteTaskDefinitions", taskDefinitions=["web:1", reference])
    assert [each["status"] for each in answer["taskDefinitions"]] == ["DELETE_IN_PROGRESS"]
    assert answer["failures"] == [{"arn": reference, "reason": f"The specified task definition {reason}"}]


def test_an_inactive_revision_starts_nothing_new(desk):
    desk.define()
    desk.ecs("DeregisterTaskDefinition", taskDefinition="web:1")
    with pytest.raises(ApiError, match=r"^TaskDefinition is inactive$"):
        desk.run("web:1")
    with pytest.raises(ApiError, match=r"^TaskDefinition not found\.$"):
        desk.run("web")


@pytest.mark.parametrize(
    ("operation", "params", "message"),
    [
        ("DescribeTaskDefinition", {"taskDefinition": "no"}, "Unable to describe task definition."),
        ("DeregisterTaskDefinition", {"taskDefinition": "web"}, "Revision is missing."),
        ("DeregisterTaskDefinition", {"taskDefinition": "web:x"}, "Invalid revision number. Number: x"),
        ("DeregisterTaskDefinition", {"taskDefinition": "web:1"}, "Unable to describe task definition."),
        ("DeleteTaskDefinitions", {"taskDefinitions": []}, "Size of TaskDefinition references list must be"),
        ("DeleteTaskDefinitions", {"taskDefinitions": ["a:1"] * 11}, "cannot exceed 10"),
    ],
)
def test_references_that_mean_nothing(desk, operation, params, message):
    with pytest.raises(ApiError) as refused:
        desk.ecs(operation, **params)
    assert message in refused.value.message


def test_family_prefix_is_a_whole_name_here_and_a_prefix_there(desk):
    """Section 13.11."""
    for family in ("web", "web-api", "job"):
        desk.define(family)
    listed = desk.ecs("ListTaskDefinitions", familyPrefix="web")["taskDefinitionArns"]
    assert [arn.rsplit("/", 1)[1] for arn in listed] == ["web:1"]
    assert desk.ecs("ListTaskDefinitionFamilies", familyPrefix="web")["families"] == ["web", "web-api"]


def test_lists_show_what_they_are_asked_for(desk):
    for _ in range(3):
        desk.define("web")
    desk.define("api")
    desk.ecs("DeregisterTaskDefinition", taskDefinition="web:2")
    names = lambda **params: [  # noqa: E731  # a name for one call
        arn.rsplit("/", 1)[1] for arn in desk.ecs("ListTaskDefinitions", **params)["taskDefinitionArns"]
    ]
    assert names() == ["api:1", "web:1", "web:3"]
    assert names(sort="DESC") == ["web:3", "web:1", "api:1"]
    assert names(status="INACTIVE") == ["web:2"]
    assert desk.ecs("ListTaskDefinitionFamilies", status="INACTIVE")["families"] == []
