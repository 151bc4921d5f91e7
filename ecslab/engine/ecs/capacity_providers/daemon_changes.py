"""Making, changing and deleting managed daemons and their task definitions.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateDaemon.html
"""

from collections.abc import Sequence

from ecslab.engine.ecs.capacity_providers import managed_daemons, providers
from ecslab.engine.ecs.cluster import check_name
from ecslab.engine.ecs.definitions import task_definition_rules as rules
from ecslab.engine.ecs.definitions.task_definition_rules import Draft
from ecslab.engine.ecs.refusals import invalid
from ecslab.engine.errors import ApiError
from ecslab.engine.records.cluster import Cluster
from ecslab.engine.records.managed_daemon import (
    GROUP,
    Daemon,
    DaemonDefinition,
    DaemonDeployment,
    DaemonRevision,
    DaemonRollout,
)
from ecslab.engine.records.task_definition import TaskDefinition
from ecslab.engine.state import State


def register(state: State, draft: Draft, caller: str) -> DaemonDefinition:
    """Make the next revision of a daemon task definition. Raises ClientException in AWS's words."""
    size = rules.check(draft, lambda arn: state.is_role(arn))
    known = state.world.daemon_definitions.values()
    revision = 1 + max((each.revision for each in known if each.family == draft.family), default=0)
    definition = DaemonDefinition(family=draft.family, revision=revision)
    mode = draft.network_mode or "host"
    state.world.daemon_definitions.put(definition)
    state.world.definitions.put(
        TaskDefinition(
            family=f"{GROUP}{draft.family}",
            revision=revision,
            status="DAEMON",
            containers=tuple(rules.with_defaults(container, mode) for container in draft.containers),
            cpu=size.cpu,
            memory=size.memory,
            network_mode=mode,
            requires_compatibilities=("MANAGED_INSTANCES",),
            task_role=draft.task_role,
            execution_role=draft.execution_role,
            runtime_platform=None,
            ephemeral_storage=None,
            registered_at=state.now,
            registered_by=caller,
        )
    )
    return definition


def find_definition(state: State, reference: str) -> DaemonDefinition:
    """The revision that an ARN, `family:revision` or `family` (its newest ACTIVE revision) means.

    Raises ClientException when there is none.
    """
    name = reference.removeprefix(state.arn("daemon-task-definition", ""))
    found = state.world.daemon_definitions.get(name)
    if ":" not in name:
        active = (each for each in state.world.daemon_definitions.values() if each.status == "ACTIVE")
        mine = [each for each in active if each.family == name]
        found = mine[-1] if mine else None
    if found is None:
        raise ApiError("ClientException", "Unable to describe daemon task definition.")
    return found


def delete_definition(state: State, definition: DaemonDefinition) -> DaemonDefinition:
    """Let no daemon use a revision any more that does not do so already."""
    if definition.status != "ACTIVE":
        raise ApiError("ClientException", "The daemon task definition must be ACTIVE to be deleted.")
    deleted = definition.replace(status="DELETE_IN_PROGRESS", delete_requested_at=state.now)
    state.world.daemon_definitions.put(deleted)
    return deleted


def create(
    state: State,
    cluster: Cluster,
    name: str,
    draft: DaemonRevision,
    references: Sequence[str],
    rollout: DaemonRollout,
    fingerprint: str,
) -> Daemon:
    """Make a daemon; the same request with the same token gives the same daemon."""
    check_name(name, "daemon")
    key = f"{cluster.name}/{name}"
    existing = state.world.daemons.get(key)
    if existing is not None:
        if fingerprint and existing.fingerprint == fingerprint:
            return existing
        raise invalid("The specified daemon already exists.")
    names = _providers(state, cluster, references)
    _check(state, draft, rollout)
    revision, deployment = _roll_out(state, key, draft, None)
    daemon = Daemon(
        cluster=cluster.name,
        name=name,
        revision=revision.id,
        deployment=deployment.id,
        providers=names,
        rollout=rollout,
        created_at=state.now,
        updated_at=state.now,
        fingerprint=fingerprint,
    )
    return _keep(state, daemon)


def update(
    state: State, daemon: Daemon, draft: DaemonRevision, references: Sequence[str], rollout: DaemonRollout
) -> Daemon:
    """Roll a daemon's new revision out: its instances are drained and replaced, some at a time."""
    _check_active(daemon)
    names = _providers(state, state.world.clusters[daemon.cluster], references)
    _check(state, draft, rollout)
    revision, deployment = _roll_out(state, daemon.key, draft, daemon)
    return _keep(
        state,
        daemon.replace(
            revision=revision.id,
            deployment=deployment.id,
            providers=names,
            rollout=rollout,
            updated_at=state.now,
        ),
    )


def delete(state: State, daemon: Daemon) -> Daemon:
    """Have a daemon deleted: the instances that run it are drained and replaced."""
    _check_active(daemon)
    draft = state.world.daemon_revisions[daemon.revision]
    _, deployment = _roll_out(state, daemon.key, draft, daemon)
    leaving = daemon.replace(status="DELETE_IN_PROGRESS", deployment=deployment.id, updated_at=state.now)
    return _keep(state, leaving)


def find(state: State, arn: str, *, unknown: str = "DaemonNotFoundException") -> Daemon:
    """The daemon of that ARN. Raises ApiError with the code `unknown` when there is none."""
    daemon = state.world.daemons.get(arn.removeprefix(state.arn("daemon", "")))
    if daemon is None:
        raise ApiError(unknown, "The specified daemon wasn't found.")
    return daemon


def _keep(state: State, daemon: Daemon) -> Daemon:
    state.world.daemons.put(daemon)
    managed_daemons.look(state, daemon)
    return state.world.daemons[daemon.key]


def _roll_out(
    state: State, key: str, draft: DaemonRevision, before: Daemon | None
) -> tuple[DaemonRevision, DaemonDeployment]:
    revision = draft.replace(id=state.chance.digits(), daemon=key, created_at=state.now)
    deployment = DaemonDeployment(
        id=state.chance.hex_id(20),
        daemon=key,
        target=revision.id,
        source=before.revision if before is not None else None,
        created_at=state.now,
    )
    if before is not None:
        last = state.world.daemon_deployments[before.deployment]
        if last.status == "IN_PROGRESS":
            stopped = last.replace(
                status="STOPPED", reason="Superseded by a newer deployment.", finished_at=state.now
            )
            state.world.daemon_deployments.put(stopped)
    state.world.daemon_revisions.put(revision)
    state.world.daemon_deployments.put(deployment)
    return revision, deployment


def _providers(state: State, cluster: Cluster, references: Sequence[str]) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(providers.find_active(state, reference) for reference in references))
    if not names:
        raise invalid("capacityProviderArns can not be empty.")
    for name in names:
        provider = state.world.providers.get(name)
        if provider is None or provider.managed is None:
            raise invalid("Capacity provider is not Amazon ECS Managed Instances capacity provider.")
        if provider.cluster != cluster.name:
            raise invalid(
                "Capacity provider active cluster name does not match the cluster name in the request."
            )
    return names


def _check(state: State, draft: DaemonRevision, rollout: DaemonRollout) -> None:
    if state.world.daemon_definitions[draft.definition].status != "ACTIVE":
        raise ApiError("ClientException", "The daemon task definition is inactive.")
    if not 0 <= rollout.drain_percent <= 100:
        raise invalid("drainPercent must be between 0.0 and 100.0.")
    if not 0 <= rollout.bake_time_in_minutes <= 1440:
        raise invalid("bakeTimeInMinutes must be between 0 and 1440.")


def _check_active(daemon: Daemon) -> None:
    if daemon.status != "ACTIVE":
        raise ApiError("DaemonNotActiveException", "The specified daemon isn't active.")
