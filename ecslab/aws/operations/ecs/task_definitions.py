"""Task definition operations.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definitions.html
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.ecs.placement_shape import read_constraints, show_constraints
from ecslab.aws.operations.ecs.reading import read, write
from ecslab.aws.operations.ecs.tags import check_tags, put_tags, tags_of
from ecslab.aws.operations.paging import page
from ecslab.engine.clock import to_datetime
from ecslab.engine.ecs.definitions import task_definition as definitions
from ecslab.engine.ecs.definitions.task_definition_rules import Draft
from ecslab.engine.ecs.placement.requirements import attributes_of
from ecslab.engine.errors import ApiError
from ecslab.engine.records.container_definition import ContainerDefinition
from ecslab.engine.records.task_definition import EphemeralStorage, RuntimePlatform, TaskDefinition
from ecslab.engine.records.volume import Volume
from ecslab.engine.state import State

_MOST_DELETED = 10
_STILL_ACTIVE = (
    "The specified task definition is still in ACTIVE status. Please deregister the target and try again."
)
_UNKNOWN = (
    "The specified task definition does not exist. Specify a valid account, family, revision and try again."
)
_NO_IDENTIFIER = (
    "The specified task definition identifier is invalid. Specify a valid name or ARN and try again."
)


def register_task_definition(
    call: Call,
    *,
    family: str,
    container_definitions: Sequence[Mapping[str, Any]],
    task_role_arn: str | None = None,
    execution_role_arn: str | None = None,
    network_mode: str | None = None,
    requires_compatibilities: Sequence[str] = (),
    cpu: str | None = None,
    memory: str | None = None,
    runtime_platform: Mapping[str, Any] | None = None,
    ephemeral_storage: Mapping[str, Any] | None = None,
    volumes: Sequence[Mapping[str, Any]] = (),
    pid_mode: str | None = None,
    ipc_mode: str | None = None,
    placement_constraints: Sequence[Mapping[str, Any]] = (),
    tags: Sequence[Mapping[str, str]] = (),
) -> dict[str, Any]:
    """Make the next revision of a family."""
    check_tags(tags)
    containers = tuple(
        read(ContainerDefinition, container, f"containerDefinitions[{number}]")
        for number, container in enumerate(container_definitions)
    )
    draft = Draft(
        family=family,
        containers=containers,
        cpu=cpu or None,
        memory=memory or None,
        network_mode=network_mode,
        requires_compatibilities=tuple(requires_compatibilities),
        task_role=task_role_arn or None,
        execution_role=execution_role_arn or None,
        runtime_platform=read(RuntimePlatform, runtime_platform, "runtimePlatform")
        if runtime_platform
        else None,
        ephemeral_storage=(
            read(EphemeralStorage, ephemeral_storage, "ephemeralStorage") if ephemeral_storage else None
        ),
        volumes=tuple(read(Volume, volume, f"volumes[{number}]") for number, volume in enumerate(volumes)),
        pid_mode=pid_mode,
        ipc_mode=ipc_mode,
        constraints=read_constraints(placement_constraints),
    )
    definition = definitions.register(call.state, draft, call.caller)
    put_tags(call.state, _arn(call.state, definition), tags)
    answer = {"taskDefinition": show(call.state, definition)}
    return answer | ({"tags": tags_of(call.state, _arn(call.state, definition))} if tags else {})


def describe_task_definition(
    call: Call, *, task_definition: str, include: Sequence[str] = ()
) -> dict[str, Any]:
    """A revision, or the newest active one of a family."""
    definition = definitions.find(call.state, task_definition)
    if definition is None:
        raise ApiError("ClientException", "Unable to describe task definition.")
    tags = tags_of(call.state, _arn(call.state, definition)) if "TAGS" in include else []
    return {"taskDefinition": show(call.state, definition), "tags": tags}


def deregister_task_definition(call: Call, *, task_definition: str) -> dict[str, Any]:
    """Turn a revision INACTIVE."""
    definition = _revision(call.state, task_definition)
    return {"taskDefinition": show(call.state, definitions.deregister(call.state, definition))}


def delete_task_definitions(call: Call, *, task_definitions: Sequence[str]) -> dict[str, Any]:
    """Have INACTIVE revisions deleted; an active or unknown one is a failure, not an error."""
    if not task_definitions:
        raise ApiError(
            "InvalidParameterException", "Size of TaskDefinition references list must be greater than 0"
        )
    if len(task_definitions) > _MOST_DELETED:
        raise ApiError(
            "InvalidParameterException",
            f"Size of TaskDefinition references list cannot exceed {_MOST_DELETED}",
        )
    deleted, failures = [], []
    for reference in task_definitions:
        definition = definitions.find(call.state, reference) if _names_revision(reference) else None
        if definition is not None and definition.status != "ACTIVE":
            deleted.append(show(call.state, definitions.request_deletion(call.state, definition)))
            continue
        if definition is not None:
            reason = _STILL_ACTIVE
        else:
            reason = _UNKNOWN if _names_revision(reference) else _NO_IDENTIFIER
        arn = reference if definition is None else _arn(call.state, definition)
        failures.append({"arn": arn, "reason": reason})
    return {"taskDefinitions": deleted, "failures": failures}


def list_task_definitions(
    call: Call,
    *,
    family_prefix: str | None = None,
    status: str = "ACTIVE",
    sort: str = "ASC",
    max_results: int | None = None,
    next_token: str | None = None,
) -> dict[str, Any]:
    """The ARNs of revisions, by family and number; `familyPrefix` is a whole family name here."""
    chosen = [
        definition
        for definition in call.state.world.definitions.values()
        if definition.status == status and family_prefix in (None, definition.family)
    ]
    chosen.sort(key=lambda definition: (definition.family, definition.revision), reverse=sort == "DESC")
    arns = [_arn(call.state, definition) for definition in chosen]
    filters = ("task definitions", family_prefix, status, sort)
    return page(arns, filters, max_results, next_token, 100).answer("taskDefinitionArns")


def list_task_definition_families(
    call: Call,
    *,
    family_prefix: str = "",
    status: str = "ALL",
    max_results: int | None = None,
    next_token: str | None = None,
) -> dict[str, Any]:
    """The names of families that begin with `familyPrefix`; ACTIVE ones have an active revision."""
    drawn = (each for each in call.state.world.definitions.values() if each.status != "DAEMON")
    present = {definition.family for definition in drawn}
    active = {each.family for each in call.state.world.definitions.values() if each.status == "ACTIVE"}
    wanted = {"ACTIVE": active, "INACTIVE": present - active, "ALL": present}[status]
    families = sorted(family for family in wanted if family.startswith(family_prefix))
    return page(families, ("families", family_prefix, status), max_results, next_token, 100).answer(
        "families"
    )


def show(state: State, definition: TaskDefinition) -> dict[str, Any]:
    """A revision as AWS shows it."""
    shown: dict[str, Any] = {
        "taskDefinitionArn": _arn(state, definition),
        "containerDefinitions": [show_container(container) for container in definition.containers],
        "family": definition.family,
        "taskRoleArn": definition.task_role,
        "executionRoleArn": definition.execution_role,
        "networkMode": definition.network_mode,
        "revision": definition.revision,
        "volumes": [{"host": {}} | write(volume) for volume in definition.volumes],
        "pidMode": definition.pid_mode,
        "ipcMode": definition.ipc_mode,
        "status": definition.status,
        "requiresAttributes": [{"name": name} for name in attributes_of(definition)],
        "placementConstraints": show_constraints(definition.constraints),
        "compatibilities": list(definitions.compatibilities(definition)),
        "runtimePlatform": write(definition.runtime_platform) if definition.runtime_platform else None,
        "requiresCompatibilities": list(definition.requires_compatibilities) or None,
        "cpu": str(definition.cpu) if definition.cpu is not None else None,
        "memory": str(definition.memory) if definition.memory is not None else None,
        "ephemeralStorage": write(definition.ephemeral_storage) if definition.ephemeral_storage else None,
        "registeredAt": to_datetime(definition.registered_at),
        "registeredBy": definition.registered_by,
        "deregisteredAt": _when(definition.deregistered_at),
        "deleteRequestedAt": _when(definition.delete_requested_at),
    }
    return {key: value for key, value in shown.items() if value is not None}


def show_container(container: ContainerDefinition) -> dict[str, Any]:
    """A container definition as AWS shows it: what was left out has its default."""
    defaults = {
        "cpu": 0,
        "portMappings": [],
        "essential": True,
        "environment": [],
        "mountPoints": [],
        "volumesFrom": [],
        "systemControls": [],
    }
    ports = [
        {"containerPort": port.container_port, "hostPort": port.host_port, "protocol": port.protocol}
        for port in container.port_mappings
    ]
    environment = [{"name": pair.name, "value": pair.value} for pair in container.environment]
    names = {"name": container.name, "image": container.image}
    written = write(container)
    if container.health_check is not None:
        written["healthCheck"] = {"interval": 30, "timeout": 5, "retries": 3} | written["healthCheck"]
    return names | defaults | written | {"portMappings": ports, "environment": environment}


def _arn(state: State, definition: TaskDefinition) -> str:
    return state.arn("task-definition", definition.key)


def _when(at_ms: int | None) -> Any:
    return None if at_ms is None else to_datetime(at_ms)


def _revision(state: State, reference: str) -> TaskDefinition:
    """The revision that `family:revision` or an ARN names; the number must be there."""
    name = reference.rsplit("/", 1)[-1]
    if ":" not in name:
        raise ApiError("ClientException", "Revision is missing.")
    number = name.split(":", 1)[1]
    if not number.isdecimal():
        raise ApiError("InvalidParameterException", f"Invalid revision number. Number: {number}")
    definition = definitions.find(state, reference)
    if definition is None:
        raise ApiError("ClientException", "Unable to describe task definition.")
    return definition


def _names_revision(reference: str) -> bool:
    """Whether a reference has the form of a revision: `family:revision`, or the ARN of one."""
    _, _, number = reference.rsplit("/", 1)[-1].partition(":")
    return number.isdecimal()
