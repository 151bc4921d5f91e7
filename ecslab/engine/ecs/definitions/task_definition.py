"""Task definitions: families of numbered, immutable revisions.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definitions.html
"""

import msgspec

from ecslab.engine.ecs import limits
from ecslab.engine.ecs.definitions import task_definition_rules as rules
from ecslab.engine.ecs.definitions.task_definition_rules import Draft
from ecslab.engine.errors import ApiError
from ecslab.engine.records.task_definition import Family, TaskDefinition
from ecslab.engine.state import State


def register(state: State, draft: Draft, caller: str) -> TaskDefinition:
    """Make the next revision of the draft's family. Raises ClientException in AWS's words."""
    size = rules.check(draft, lambda arn: state.is_role(arn))
    family = state.world.families.get(draft.family)
    revision = (family.last_revision if family else 0) + 1
    limits.check_definition(state, len(draft.containers), len(msgspec.json.encode(draft)), revision)
    definition = TaskDefinition(
        family=draft.family,
        revision=revision,
        containers=tuple(
            rules.with_defaults(container, draft.network_mode or "bridge") for container in draft.containers
        ),
        cpu=size.cpu,
        memory=size.memory,
        network_mode=draft.network_mode or "bridge",
        requires_compatibilities=draft.requires_compatibilities,
        task_role=draft.task_role,
        execution_role=draft.execution_role,
        runtime_platform=draft.runtime_platform,
        ephemeral_storage=draft.ephemeral_storage,
        volumes=draft.volumes,
        pid_mode=draft.pid_mode,
        ipc_mode=draft.ipc_mode,
        constraints=draft.constraints,
        registered_at=state.now,
        registered_by=caller,
    )
    state.world.families.put(Family(name=draft.family, last_revision=revision))
    state.world.definitions.put(definition)
    return definition


def find(state: State, reference: str) -> TaskDefinition | None:
    """The revision that an ARN, `family:revision` or `family` (its newest ACTIVE revision) means."""
    prefix = state.arn("task-definition", "")
    name = reference.removeprefix(prefix)
    family, colon, revision = name.partition(":")
    if colon:
        return state.world.definitions.get(name) if revision.isdecimal() else None
    counter = state.world.families.get(family)
    for number in range(counter.last_revision if counter else 0, 0, -1):
        definition = state.world.definitions.get(f"{family}:{number}")
        if definition is not None and definition.status == "ACTIVE":
            return definition
    return None


def find_runnable(state: State, reference: str) -> TaskDefinition:
    """The ACTIVE revision that `reference` means. Raises ClientException when there is none to start."""
    definition = find(state, reference)
    if definition is None:
        raise ApiError("ClientException", "TaskDefinition not found.")
    if definition.status != "ACTIVE":
        raise ApiError("ClientException", "TaskDefinition is inactive")
    return definition


def deregister(state: State, definition: TaskDefinition) -> TaskDefinition:
    """Turn a revision INACTIVE: what runs on it goes on, nothing new may use it."""
    if definition.status != "ACTIVE":
        raise ApiError("ClientException", "The specified task definition does not exist.")
    inactive = definition.replace(status="INACTIVE", deregistered_at=state.now)
    state.world.definitions.put(inactive)
    return inactive


def request_deletion(state: State, definition: TaskDefinition) -> TaskDefinition:
    """Have an INACTIVE revision deleted once nothing refers to it any more."""
    doomed = definition.replace(status="DELETE_IN_PROGRESS", delete_requested_at=state.now)
    state.world.definitions.put(doomed)
    sweep(state, doomed.key)
    return doomed


def sweep(state: State, key: str) -> None:
    """Forget a revision whose deletion was requested, unless a task or service still refers to it."""
    definition = state.world.definitions.get(key)
    if definition is None or definition.status != "DELETE_IN_PROGRESS":
        return
    in_use = state.world.tasks.count("live definition", key) or state.world.deployments.count(
        "definition", key
    )
    if not in_use:
        state.world.definitions.remove(key)


def compatibilities(definition: TaskDefinition) -> tuple[str, ...]:
    """The launch types that a definition would satisfy."""
    return rules.compatibilities(definition)
