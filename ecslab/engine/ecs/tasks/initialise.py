"""What a task needs before its images are pulled: its registry's word, secrets, files, log groups.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/resource-initialization-error.html
"""

import hashlib
from collections.abc import Iterable

from ecslab.engine.ecs.tasks import execution_role, log_driver, pull, sensitive, work
from ecslab.engine.ecs.tasks.failure import Failure
from ecslab.engine.platform import registry, secrets
from ecslab.engine.records.container_definition import ContainerDefinition
from ecslab.engine.records.sensitive_data import SecretReference
from ecslab.engine.records.task import Task
from ecslab.engine.state import State

_FETCH = "ResourceInitializationError: unable to pull secrets or registry auth: "
_LOGGER = (
    "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: "
    "failed to create Cloudwatch log stream: "
)
_ON_INSTANCE = (
    "CannotStartContainerError: Error response from daemon: failed to initialize logging driver: "
    "failed to create Cloudwatch log stream: "
)
_DENIED = "AccessDeniedException: "
_TIMED_OUT = (
    "RequestCanceled: request context canceled caused by: context deadline exceeded. "
    "Please check your task network configuration"
)


def delay(state: State, task: Task) -> int:
    """How long the trouble lasts until the task gives up, in milliseconds; 0 when there is none."""
    if problem(state, task) is None:
        return 0
    return state.delays.pull_refused if pull.reaches_registry(state, task) else state.delays.pull_unreachable


def problem(state: State, task: Task) -> Failure | None:
    """Why the task cannot be given what it needs; None when it can."""
    drawn = work.definitions(state, task).values()
    if task.instance is not None:
        return _on_instance(state, task, drawn)
    if not pull.reaches_registry(state, task):
        return _cut_off(state, drawn)
    denial = execution_role.registry_denial(state, task)
    if denial is not None:
        return Failure(
            f"{_FETCH}execution resource retrieval failed: unable to retrieve ecr registry auth: "
            f"service call has been retried 1 time(s): {_DENIED}{denial.message}"
        )
    for container in drawn:
        for wanted in sensitive.references(container):
            denial = execution_role.secret_denial(state, task, wanted)
            said = f"{_DENIED}{denial.message}" if denial is not None else sensitive.trouble(state, wanted)
            if said is not None:
                return Failure(_FETCH + _retrieval(task, wanted, said))
        for file in container.environment_files:
            if execution_role.file_denial(state, task, file.value) is not None:
                return Failure(_not_downloaded(task, 403, "Forbidden: Forbidden"))
        if sensitive.missing_file(state, container) is not None:
            return Failure(_not_downloaded(task, 404, "NotFound: Not Found"))
    denial = execution_role.log_denial(state, task, drawn)
    if denial is not None:
        return Failure(f"{_LOGGER}{_DENIED}{denial.message}")
    if any(log_driver.lacks_group(state, container) for container in drawn):
        return Failure(
            f"{_LOGGER}ResourceNotFoundException: The specified log group does not exist. : exit status 1"
        )
    return None


def start_problem(state: State, task: Task) -> Failure | None:
    """Why a container instance cannot start the containers: there the log driver opens its stream last."""
    if task.instance is None:
        return None
    for container in work.definitions(state, task).values():
        denial = execution_role.log_denial(state, task, [container])
        if denial is not None:
            return Failure(f"{_ON_INSTANCE}{_DENIED}{denial.message}", container.name)
        if log_driver.lacks_group(state, container):
            missing = "ResourceNotFoundException: The specified log group does not exist."
            return Failure(_ON_INSTANCE + missing, container.name)
    return None


def _cut_off(state: State, drawn: Iterable[ContainerDefinition]) -> Failure | None:
    """What cannot be reached first without a way out; when nothing else is needed the pull fails alone."""
    if any(registry.is_ecr(container.image) for container in drawn):
        return Failure(registry.auth_unreachable(state.settings.region))
    for container in drawn:
        for wanted in sensitive.references(container):
            arn = secrets.parse(wanted.value_from).secret
            if arn is None:
                source = "secrets from ssm: service call has been retried 5 time(s): "
            else:
                source = (
                    "secret from asm: service call has been retried 5 time(s): "
                    f"failed to fetch secret {arn} from secrets manager: "
                )
            return Failure(
                f"{_FETCH}execution resource retrieval failed: unable to retrieve {source}{_TIMED_OUT}"
            )
        if container.environment_files:
            return Failure(
                "ResourceInitializationError: failed to download env files: file download command: "
                "non-empty error stream: RequestCanceled: request context cancelled caused by: "
                "context deadline exceeded"
            )
    return None


def _on_instance(state: State, task: Task, drawn: Iterable[ContainerDefinition]) -> Failure | None:
    """What the agent of a container instance says of secrets and files."""
    region = state.settings.region
    for container in drawn:
        for wanted in sensitive.references(container):
            denial = execution_role.secret_denial(state, task, wanted)
            said = f"{_DENIED}{denial.message}" if denial is not None else sensitive.trouble(state, wanted)
            arn = secrets.parse(wanted.value_from).secret
            if said is not None and arn is None:
                return Failure(f"Fetching secret data from SSM Parameter Store in {region}: {said}")
            if said is not None:
                return Failure(
                    f"Fetching secret data from AWS Secrets Manager in region {region}: secret {arn}: {said}"
                )
        for file in container.environment_files:
            if execution_role.file_denial(state, task, file.value) is not None:
                bucket, _, path = file.value.removeprefix("arn:aws:s3:::").partition("/")
                return Failure(
                    f"unable to download env file with key {path} from bucket {bucket}, error: "
                    "Forbidden: Forbidden"
                )
        missing = sensitive.missing_file(state, container)
        if missing is not None:
            bucket, _, path = missing.partition("/")
            return Failure(
                f"unable to download env file with key {path} from bucket {bucket}, error: "
                "NotFound: Not Found"
            )
    return None


def _retrieval(task: Task, wanted: SecretReference, said: str) -> str:
    arn = secrets.parse(wanted.value_from).secret
    stem = "execution resource retrieval failed: unable to retrieve "
    if arn is None:
        return f"{stem}secrets from ssm: service call has been retried 1 time(s): {said}"
    stem += "secret from asm: service call has been retried 1 time(s): "
    if said.startswith("retrieved"):
        return stem + said
    return (
        f"{stem}failed to fetch secret {arn} from secrets manager: operation error Secrets Manager: "
        f"GetSecretValue, https response error StatusCode: 400, RequestID: {_request_id(task)}, "
        f"{'api error ' if said.startswith(_DENIED) else ''}{said}"
    )


def _not_downloaded(task: Task, status: int, error: str) -> str:
    """What is said of a file of variables that S3 does not give."""
    return (
        "ResourceInitializationError: failed to download env files: service call has been retried "
        f"1 time(s): operation error S3: HeadObject, https response error StatusCode: {status}, "
        f"RequestID: {_request_id(task)}, api error {error}"
    )


def _request_id(task: Task) -> str:
    """The id of the refused request: always the same one for a task, for it is asked about more than once."""
    digits = hashlib.sha256(task.id.encode()).hexdigest()
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:32]}"
