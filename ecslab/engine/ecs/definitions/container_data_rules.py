"""What ECS checks of a container's secrets, files of variables, registry credentials and log driver.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
"""

from collections.abc import Sequence

from ecslab.engine.ecs.refusals import refused
from ecslab.engine.ecs.tasks.log_driver import AWSLOGS
from ecslab.engine.errors import NotSimulated
from ecslab.engine.records.container_definition import ContainerDefinition

_MOST_FILES = 10
_FARGATE_DRIVERS = (AWSLOGS, "splunk", "awsfirelens")
_REQUIRED = ("awslogs-region", "awslogs-group")
_PREFIX = "awslogs-stream-prefix"
_MULTILINE = ("awslogs-datetime-format", "awslogs-multiline-pattern")
_OPTIONS = (*_REQUIRED, _PREFIX, *_MULTILINE, "awslogs-create-group", "mode", "max-buffer-size")


def check(containers: Sequence[ContainerDefinition], *, fargate: bool) -> None:
    """Raise ClientException for the first thing that ECS would refuse."""
    for container in containers:
        _check_names(container)
        _check_files(container)
        _check_logs(container, fargate=fargate)


def check_role(
    containers: Sequence[ContainerDefinition], execution_role: str | None, *, fargate: bool
) -> None:
    """Raise ClientException when something has to be read or written and there is no role to do it with."""
    if execution_role is not None:
        return
    for container in containers:
        logs = container.log_configuration
        if container.secrets or (logs is not None and logs.secret_options):
            raise refused(
                "When you are specifying container secrets, you must also specify a value for "
                "'executionRoleArn'."
            )
        if container.environment_files:
            raise refused(
                "When you are specifying environment files, you must also specify a value for "
                "'executionRoleArn'."
            )
        if container.repository_credentials is not None:
            raise refused(
                "When you are specifying repository credentials, you must also specify a value for "
                "'executionRoleArn'."
            )
        if fargate and logs is not None and logs.log_driver == AWSLOGS:
            raise refused(
                "Fargate requires task definition to have execution role ARN to support log driver awslogs."
            )


def _check_names(container: ContainerDefinition) -> None:
    taken = {pair.name for pair in container.environment}
    for reference in container.secrets:
        if reference.name in taken:
            raise refused(
                "The secret name must be unique and not shared with any new or existing environment "
                f"variables set on the container, such as '{reference.name}'."
            )
        taken.add(reference.name)


def _check_files(container: ContainerDefinition) -> None:
    if len(container.environment_files) > _MOST_FILES:
        raise refused(f"Container '{container.name}' can have at most {_MOST_FILES} environment files.")
    for file in container.environment_files:
        if not file.value.startswith("arn:aws:s3:::") or not file.value.endswith(".env"):
            raise refused(
                f"The environment file '{file.value}' is not the ARN of an Amazon S3 object with the "
                "extension .env."
            )


def _check_logs(container: ContainerDefinition, *, fargate: bool) -> None:
    logs = container.log_configuration
    if logs is None:
        return
    if fargate and logs.log_driver not in _FARGATE_DRIVERS:
        drivers = ",".join(_FARGATE_DRIVERS)
        raise refused(f"{logs.log_driver} is not a valid log driver. Must be one of [{drivers}]")
    if logs.log_driver != AWSLOGS:
        return
    required = (*_REQUIRED, _PREFIX) if fargate else _REQUIRED
    missing = [option for option in required if not logs.options.get(option)]
    if missing:
        raise refused(f"Log driver awslogs requires options: {', '.join(missing)}")
    unknown = [option for option in logs.options if option not in _OPTIONS]
    if unknown:
        raise refused(f"Log driver awslogs disallows options: {', '.join(unknown)}")
    for option in _MULTILINE:
        if logs.options.get(option):
            raise NotSimulated(
                f"ecslab does not simulate {option}: every line is an event of its own; leave it out."
            )
