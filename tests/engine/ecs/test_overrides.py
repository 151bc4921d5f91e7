"""What one run may replace: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskOverride.html"""

import pytest

from ecslab.aws.api import ParamValidation
from ecslab.engine.errors import ApiError

ROLE = "arn:aws:iam::123456789012:role/ecsTaskExecutionRole"


def container(**fields):
    return {"containerOverrides": [{"name": "c0"} | fields]}


@pytest.mark.parametrize("field", ["image", "entryPoint", "essential", "healthCheck"])
def test_a_container_override_cannot_replace_what_it_has_no_field_for(desk, field):
    """Section 13.5."""
    desk.define()
    with pytest.raises(
        ParamValidation, match=f'Unknown parameter in overrides.containerOverrides\\[0\\]: "{field}"'
    ):
        desk.run(overrides=container(**{field: "x"}))


def test_an_override_may_replace_both_roles(desk):
    """Section 13.5; 2.9.8: they are shown only when they are overridden."""
    desk.define()
    assert "executionRoleArn" not in desk.task(desk.run())["overrides"]
    arn = desk.run(overrides={"executionRoleArn": ROLE, "taskRoleArn": ROLE})
    overrides = desk.task(arn)["overrides"]
    assert (overrides["executionRoleArn"], overrides["taskRoleArn"]) == (ROLE, ROLE)


def test_a_role_that_ecs_cannot_assume_is_refused_in_the_override_too(desk):
    desk.define()
    with pytest.raises(ApiError, match="ECS was unable to assume the role"):
        desk.run(overrides={"taskRoleArn": "arn:aws:iam::123456789012:role/ecsInstanceRole"})


def test_an_override_has_its_own_files_and_the_variables_of_both(desk):
    desk.define(
        "web",
        {"environment": [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}]},
        executionRoleArn=ROLE,
    )
    files = [{"type": "s3", "value": "arn:aws:s3:::conf/none.env"}]
    arn = desk.run(overrides=container(environmentFiles=files))
    desk.wait(60)
    assert desk.task(arn)["stoppedReason"].startswith(
        "ResourceInitializationError: failed to download env files"
    )


NO_SUCH_SIZE = "No Fargate configuration exists for given values: {} CPU, {} memory. See the Amazon ECS documentation for the valid values."


@pytest.mark.parametrize(
    ("overrides", "code", "message"),
    [
        ({"cpu": "512"}, "InvalidParameterException", NO_SUCH_SIZE.format(512, 512)),
        ({"cpu": "1 vCPU", "memory": "1 GB"}, "InvalidParameterException", NO_SUCH_SIZE.format(1024, 1024)),
        ({"memory": "much"}, "InvalidParameterException", "Invalid 'memory' setting for task. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide."),
        (container(memory=4096), "ClientException", "Invalid setting for container 'c0'. The 'memory' setting for container is greater than for the task."),
        (container(memory=64, memoryReservation=128), "ClientException", "Invalid setting for container 'c0'. 'memory' must be greater than or equal to 'memoryReservation'."),
        (container(name="other"), "InvalidParameterException", "Override for container named other is not a container in the TaskDefinition."),
        ({"taskRoleArn": "admin"}, "ClientException", "Role is not valid"),
        ({"ephemeralStorage": {"sizeInGiB": 300}}, "InvalidParameterException", "Ephemeral storage must be between 21 GiB and 200 GiB."),
        (container(environmentFiles=[{"type": "s3", "value": "arn:aws:s3:::conf/a.env"}]), "ClientException", "When you are specifying environment files, you must also specify a value for 'executionRoleArn'."),
    ],
)  # fmt: skip
def test_an_override_that_cannot_be_is_refused(desk, overrides, code, message):
    desk.define()
    with pytest.raises(ApiError) as refused:
        desk.run(overrides=overrides)
    assert (refused.value.code, refused.value.message) == (code, message)
