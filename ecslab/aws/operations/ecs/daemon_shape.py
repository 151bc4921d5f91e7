"""Managed daemons as AWS shows them.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DaemonDetail.html
"""

from typing import Any, NamedTuple

from ecslab.engine.clock import to_datetime
from ecslab.engine.ecs.capacity_providers import managed_daemons
from ecslab.engine.ecs.capacity_providers.managed_instances import members
from ecslab.engine.ecs.tasks import images
from ecslab.engine.records.managed_daemon import Daemon, DaemonDeployment, DaemonRevision
from ecslab.engine.records.task import Phase
from ecslab.engine.state import State


class Count(NamedTuple):
    """The instances of a provider by what the daemon does on them."""

    running: int
    without: int
    draining: int


def show_change(state: State, daemon: Daemon) -> dict[str, Any]:
    """What an operation that changes a daemon answers."""
    return summary(state, daemon) | {
        "deploymentArn": _deployment_arn(state, daemon.key, daemon.deployment),
    }


def summary(state: State, daemon: Daemon) -> dict[str, Any]:
    """A daemon in a list."""
    return {
        "daemonArn": state.arn("daemon", daemon.cluster, daemon.name),
        "status": daemon.status,
        "createdAt": to_datetime(daemon.created_at),
        "updatedAt": to_datetime(daemon.updated_at),
    }


def show(state: State, daemon: Daemon) -> dict[str, Any]:
    """A daemon with the revisions that its instances run."""
    deployment = state.world.daemon_deployments[daemon.deployment]
    ids = dict.fromkeys(each for each in (daemon.revision, deployment.source) if each is not None)
    current = []
    for revision in ids:
        counts = _counts(state, daemon, revision)
        if revision == daemon.revision or any(count.running for count in counts.values()):
            current.append(_current(state, daemon, revision, counts))
    return show_change(state, daemon) | {
        "clusterArn": state.arn("cluster", daemon.cluster),
        "currentRevisions": current,
    }


def show_deployment(state: State, deployment: DaemonDeployment) -> dict[str, Any]:
    """A deployment with how far it is."""
    daemon = state.world.daemons[deployment.daemon]
    shown = summarise_deployment(state, deployment)
    del shown["daemonArn"], shown["targetDaemonRevisionArn"]
    sources = [deployment.source] if deployment.source is not None else []
    return shown | {
        "targetDaemonRevision": _progress(state, daemon, deployment.target),
        "sourceDaemonRevisions": [_progress(state, daemon, source) for source in sources],
        "deploymentConfiguration": {
            "drainPercent": daemon.rollout.drain_percent,
            "bakeTimeInMinutes": daemon.rollout.bake_time_in_minutes,
        },
    }


def summarise_deployment(state: State, deployment: DaemonDeployment) -> dict[str, Any]:
    """A deployment in a list."""
    cluster, name = deployment.daemon.split("/")
    shown = {
        "daemonDeploymentArn": _deployment_arn(state, deployment.daemon, deployment.id),
        "daemonArn": state.arn("daemon", cluster, name),
        "clusterArn": state.arn("cluster", cluster),
        "status": deployment.status,
        "statusReason": deployment.reason,
        "targetDaemonRevisionArn": _revision_arn(state, deployment.daemon, deployment.target),
        "createdAt": to_datetime(deployment.created_at),
        "startedAt": to_datetime(deployment.created_at),
        "finishedAt": None if deployment.finished_at is None else to_datetime(deployment.finished_at),
    }
    return {key: value for key, value in shown.items() if value is not None}


def show_revision(state: State, revision: DaemonRevision) -> dict[str, Any]:
    """A revision."""
    cluster, name = revision.daemon.split("/")
    inside = state.world.definitions[state.world.daemon_definitions[revision.definition].inside]
    return {
        "daemonRevisionArn": _revision_arn(state, revision.daemon, revision.id),
        "clusterArn": state.arn("cluster", cluster),
        "daemonArn": state.arn("daemon", cluster, name),
        "daemonTaskDefinitionArn": state.arn("daemon-task-definition", revision.definition),
        "createdAt": to_datetime(revision.created_at),
        "containerImages": [
            {
                "containerName": container.name,
                "image": container.image,
                "imageDigest": images.digest(state, container.image),
            }
            for container in inside.containers
        ],
        "propagateTags": "NONE",
        "enableECSManagedTags": False,
        "enableExecuteCommand": False,
        "critical": revision.critical,
    }


def _current(state: State, daemon: Daemon, revision: str, counts: dict[str, Count]) -> dict[str, Any]:
    return {
        "arn": _revision_arn(state, daemon.key, revision),
        "capacityProviders": [
            {
                "arn": state.arn("capacity-provider", name),
                "runningCount": count.running,
                "withoutDaemonCount": count.without,
            }
            for name, count in counts.items()
        ],
        "totalRunningCount": sum(count.running for count in counts.values()),
        "totalWithoutDaemonCount": sum(count.without for count in counts.values()),
    }


def _progress(state: State, daemon: Daemon, revision: str) -> dict[str, Any]:
    counts = _counts(state, daemon, revision)
    return {
        "arn": _revision_arn(state, daemon.key, revision),
        "capacityProviders": [
            {
                "arn": state.arn("capacity-provider", name),
                "runningInstanceCount": count.running,
                "withoutDaemonInstanceCount": count.without,
                "drainingInstanceCount": count.draining,
            }
            for name, count in counts.items()
        ],
        "totalRunningInstanceCount": sum(count.running for count in counts.values()),
        "totalWithoutDaemonInstanceCount": sum(count.without for count in counts.values()),
        "totalDrainingInstanceCount": sum(count.draining for count in counts.values()),
    }


def _counts(state: State, daemon: Daemon, revision: str) -> dict[str, Count]:
    """For each provider, the instances with a task of that revision, and those without a living task."""
    found = {}
    for name in daemon.providers:
        provider = state.world.providers.get(name)
        instances = members(state, provider) if provider is not None else []
        tasks = [(each, managed_daemons.newest_on(state, daemon, each)) for each in instances]
        mine = [(each, task) for each, task in tasks if task is not None and task.started_by == revision]
        found[name] = Count(
            running=sum(task.phase is Phase.RUNNING for _, task in mine),
            without=sum(not task.live for _, task in mine),
            draining=sum(each.status == "DRAINING" for each, _ in mine),
        )
    return found


def _deployment_arn(state: State, key: str, deployment: str) -> str:
    return state.arn("daemon-deployment", *key.split("/"), deployment)


def _revision_arn(state: State, key: str, revision: str) -> str:
    return state.arn("daemon-revision", *key.split("/"), revision)
