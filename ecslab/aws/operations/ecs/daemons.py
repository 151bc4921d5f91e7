"""Managed daemon operations.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateDaemon.html
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.ecs import daemon_shape
from ecslab.aws.operations.ecs.reading import read
from ecslab.aws.operations.ecs.tags import check_tags, put_tags
from ecslab.aws.operations.instants import read_instant
from ecslab.aws.operations.paging import page
from ecslab.engine.ecs.capacity_providers import daemon_changes, providers
from ecslab.engine.ecs.cluster import find_cluster
from ecslab.engine.errors import ApiError
from ecslab.engine.records.managed_daemon import Daemon, DaemonRevision, DaemonRollout
from ecslab.engine.state import State

_MOST_DESCRIBED = 20


def create_daemon(
    call: Call,
    *,
    daemon_name: str,
    daemon_task_definition_arn: str,
    capacity_provider_arns: Sequence[str],
    cluster_arn: str | None = None,
    deployment_configuration: Mapping[str, Any] | None = None,
    tags: Sequence[Mapping[str, str]] = (),
    critical: bool = True,
    client_token: str | None = None,
) -> dict[str, Any]:
    """Make a daemon: one task on each instance of managed capacity providers."""
    check_tags(tags)
    state = call.state
    request = (daemon_name, daemon_task_definition_arn, list(capacity_provider_arns), critical)
    digest = hashlib.sha256(json.dumps((client_token, request)).encode()).hexdigest()
    daemon = daemon_changes.create(
        state,
        find_cluster(state, cluster_arn),
        daemon_name,
        _draft(state, daemon_task_definition_arn, critical=critical),
        capacity_provider_arns,
        _rollout(deployment_configuration),
        digest if client_token else "",
    )
    put_tags(state, state.arn("daemon", daemon.cluster, daemon.name), tags)
    shown = daemon_shape.show_change(state, daemon)
    shown.pop("updatedAt")
    return shown


def update_daemon(
    call: Call,
    *,
    daemon_arn: str,
    daemon_task_definition_arn: str,
    capacity_provider_arns: Sequence[str],
    deployment_configuration: Mapping[str, Any] | None = None,
    critical: bool = True,
) -> dict[str, Any]:
    """Roll a daemon's change out: its instances are drained and replaced, some at a time."""
    state = call.state
    updated = daemon_changes.update(
        state,
        daemon_changes.find(state, daemon_arn),
        _draft(state, daemon_task_definition_arn, critical=critical),
        capacity_provider_arns,
        _rollout(deployment_configuration),
    )
    return daemon_shape.show_change(state, updated)


def delete_daemon(call: Call, *, daemon_arn: str) -> dict[str, Any]:
    """Delete a daemon: the instances that run it are drained and replaced."""
    daemon = daemon_changes.find(call.state, daemon_arn)
    return daemon_shape.show_change(call.state, daemon_changes.delete(call.state, daemon))


def describe_daemon(call: Call, *, daemon_arn: str) -> dict[str, Any]:
    """A daemon and how many of its tasks run."""
    return {"daemon": daemon_shape.show(call.state, daemon_changes.find(call.state, daemon_arn))}


def list_daemons(
    call: Call,
    *,
    cluster_arn: str | None = None,
    capacity_provider_arns: Sequence[str] = (),
    max_results: int | None = None,
    next_token: str | None = None,
) -> dict[str, Any]:
    """The daemons of a cluster, or of some of its capacity providers."""
    state = call.state
    cluster = find_cluster(state, cluster_arn)
    wanted = {providers.name_of(state, each) for each in capacity_provider_arns}
    found = [
        daemon
        for daemon in state.world.daemons.where("cluster", cluster.name)
        if not wanted or wanted.intersection(daemon.providers)
    ]
    shown = [daemon_shape.summary(state, daemon) for daemon in found]
    filters = ("daemons", cluster.name, *capacity_provider_arns)
    return page(shown, filters, max_results, next_token, 100).answer("daemonSummariesList")


def describe_daemon_deployments(call: Call, *, daemon_deployment_arns: Sequence[str]) -> dict[str, Any]:
    """Deployments by ARN; unknown ones are failures, not errors."""
    _check_count(daemon_deployment_arns, "daemonDeploymentArns")
    state, shown, failures = call.state, [], []
    for arn in daemon_deployment_arns:
        deployment = state.world.daemon_deployments.get(arn.rsplit("/", 1)[-1])
        if deployment is None:
            failures.append({"arn": arn, "reason": "MISSING"})
        else:
            shown.append(daemon_shape.show_deployment(state, deployment))
    return {"daemonDeployments": shown, "failures": failures}


def describe_daemon_revisions(call: Call, *, daemon_revision_arns: Sequence[str]) -> dict[str, Any]:
    """Revisions by ARN; unknown ones are failures, not errors."""
    _check_count(daemon_revision_arns, "daemonRevisionArns")
    state, shown, failures = call.state, [], []
    for arn in daemon_revision_arns:
        revision = state.world.daemon_revisions.get(arn.rsplit("/", 1)[-1])
        if revision is None:
            failures.append({"arn": arn, "reason": "MISSING"})
        else:
            shown.append(daemon_shape.show_revision(state, revision))
    return {"daemonRevisions": shown, "failures": failures}


def list_daemon_deployments(
    call: Call,
    *,
    daemon_arn: str,
    status: Sequence[str] = (),
    created_at: Mapping[str, Any] | None = None,
    max_results: int | None = None,
    next_token: str | None = None,
) -> dict[str, Any]:
    """A daemon's deployments, newest first."""
    state = call.state
    daemon: Daemon = daemon_changes.find(state, daemon_arn, unknown="InvalidParameterException")
    span = {name: read_instant(value, f"createdAt.{name}") for name, value in (created_at or {}).items()}
    after, before = span.get("after", 0), span.get("before", state.now)
    found = [
        daemon_shape.summarise_deployment(state, each)
        for each in state.world.daemon_deployments.where("daemon", daemon.key)
        if (not status or each.status in status) and after <= each.created_at <= before
    ]
    filters = ("daemon deployments", daemon.key, *status, after, "before" in span and before)
    return page(found[::-1], filters, max_results, next_token, 100).answer("daemonDeployments")


def _draft(state: State, reference: str, *, critical: bool) -> DaemonRevision:
    definition = daemon_changes.find_definition(state, reference)
    return DaemonRevision(id="", daemon="", definition=definition.key, critical=critical, created_at=0)


def _rollout(configuration: Mapping[str, Any] | None) -> DaemonRollout:
    return read(DaemonRollout, configuration or {}, "deploymentConfiguration")


def _check_count(arns: Sequence[str], name: str) -> None:
    if not 1 <= len(arns) <= _MOST_DESCRIBED:
        raise ApiError("InvalidParameterException", f"{name} must have 1 to {_MOST_DESCRIBED} items.")
