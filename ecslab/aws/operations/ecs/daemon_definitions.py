"""Daemon task definition operations.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterDaemonTaskDefinition.html
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.ecs.reading import read, write
from ecslab.aws.operations.ecs.tags import check_tags, put_tags
from ecslab.aws.operations.paging import page
from ecslab.engine.clock import to_datetime
from ecslab.engine.ecs.capacity_providers import daemon_changes
from ecslab.engine.ecs.definitions.task_definition_rules import Draft
from ecslab.engine.records.container_definition import ContainerDefinition
from ecslab.engine.records.managed_daemon import DaemonDefinition
from ecslab.engine.state import State


def register_daemon_task_definition(
    call: Call,
    *,
    family: str,
    container_definitions: Sequence[Mapping[str, Any]],
    task_role_arn: str | None = None,
    execution_role_arn: str | None = None,
    cpu: str | None = None,
    memory: str | None = None,
    tags: Sequence[Mapping[str, str]] = (),
) -> dict[str, Any]:
    """Make the next revision of a daemon's family."""
    check_tags(tags)
    draft = Draft(
        family=family,
        containers=tuple(
            read(ContainerDefinition, container, f"containerDefinitions[{number}]")
            for number, container in enumerate(container_definitions)
        ),
        cpu=cpu or None,
        memory=memory or None,
        network_mode="host",
        task_role=task_role_arn or None,
        execution_role=execution_role_arn or None,
    )
    definition = daemon_changes.register(call.state, draft, call.caller)
    put_tags(call.state, _arn(call.state, definition), tags)
    return {"daemonTaskDefinitionArn": _arn(call.state, definition)}


def describe_daemon_task_definition(call: Call, *, daemon_task_definition: str) -> dict[str, Any]:
    """A revision, or the newest active one of a family."""
    state = call.state
    definition = daemon_changes.find_definition(state, daemon_task_definition)
    inside = state.world.definitions[definition.inside]
    shown = _summary(state, definition, "daemonTaskDefinitionArn") | {
        "family": definition.family,
        "revision": definition.revision,
        "taskRoleArn": inside.task_role,
        "executionRoleArn": inside.execution_role,
        "containerDefinitions": [_container(write(container)) for container in inside.containers],
        "cpu": None if inside.cpu is None else str(inside.cpu),
        "memory": None if inside.memory is None else str(inside.memory),
    }
    return {"daemonTaskDefinition": {key: value for key, value in shown.items() if value is not None}}


def delete_daemon_task_definition(call: Call, *, daemon_task_definition: str) -> dict[str, Any]:
    """Delete a revision; daemons that use it go on."""
    definition = daemon_changes.find_definition(call.state, daemon_task_definition)
    deleted = daemon_changes.delete_definition(call.state, definition)
    return {"daemonTaskDefinitionArn": _arn(call.state, deleted)}


def list_daemon_task_definitions(
    call: Call,
    *,
    family: str | None = None,
    family_prefix: str | None = None,
    revision: str | None = None,
    status: str = "ACTIVE",
    sort: str = "ASC",
    max_results: int | None = None,
    next_token: str | None = None,
) -> dict[str, Any]:
    """Revisions by family and number."""
    found = [
        each
        for each in call.state.world.daemon_definitions.values()
        if family in (None, each.family)
        and each.family.startswith(family_prefix or "")
        and status in ("ALL", each.status)
    ]
    found.sort(key=lambda each: (each.family, each.revision), reverse=sort == "DESC")
    if revision == "LAST_REGISTERED":
        newest = {each.family: each for each in sorted(found, key=lambda each: each.revision)}
        found = [each for each in found if newest[each.family] == each]
    shown = [_summary(call.state, each, "arn") for each in found]
    filters = ("daemon definitions", family, family_prefix, revision, status, sort)
    return page(shown, filters, max_results, next_token, 100).answer("daemonTaskDefinitions")


def _summary(state: State, definition: DaemonDefinition, name: str) -> dict[str, Any]:
    inside = state.world.definitions[definition.inside]
    shown = {
        name: _arn(state, definition),
        "registeredAt": to_datetime(inside.registered_at),
        "registeredBy": inside.registered_by,
        "status": definition.status,
    }
    if definition.delete_requested_at is not None:
        shown["deleteRequestedAt"] = to_datetime(definition.delete_requested_at)
    return shown


def _container(shown: dict[str, Any]) -> dict[str, Any]:
    """A container in the daemon's own shape, which knows no ports and labels."""
    return {key: value for key, value in shown.items() if key not in ("portMappings", "dockerLabels")}


def _arn(state: State, definition: DaemonDefinition) -> str:
    return state.arn("daemon-task-definition", definition.key)
