"""Cluster operations.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/clusters.html
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.ecs.provider_shape import show_attachments
from ecslab.aws.operations.ecs.strategy_shape import read_strategy, show_strategy
from ecslab.aws.operations.ecs.tags import check_tags, put_tags, tags_of
from ecslab.aws.operations.paging import page
from ecslab.engine.ecs import account
from ecslab.engine.ecs.cluster import (
    create_cluster as create,
)
from ecslab.engine.ecs.cluster import (
    delete_cluster as delete,
)
from ecslab.engine.ecs.cluster import (
    find_cluster,
)
from ecslab.engine.errors import ApiError
from ecslab.engine.records.cluster import Cluster
from ecslab.engine.records.task import BEFORE_RUNNING, Phase
from ecslab.engine.state import State

_INSIGHTS = ("enabled", "disabled", "enhanced")


def create_cluster(
    call: Call,
    *,
    cluster_name: str = "default",
    tags: Sequence[Mapping[str, str]] = (),
    settings: Sequence[Mapping[str, str]] = (),
    capacity_providers: Sequence[str] = (),
    default_capacity_provider_strategy: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """Make a cluster; one that is there already is the answer, and no error."""
    check_tags(tags)
    strategy = read_strategy(default_capacity_provider_strategy)
    insights = _insights(settings) or account.value(call.state, "containerInsights", call.caller)
    cluster = create(call.state, cluster_name, insights, capacity_providers, strategy)
    put_tags(call.state, call.state.arn("cluster", cluster.name), tags)
    return {"cluster": show(call.state, cluster, ("TAGS", "SETTINGS"))}


def describe_clusters(
    call: Call, *, clusters: Sequence[str] = ("default",), include: Sequence[str] = ()
) -> dict[str, Any]:
    """Clusters by name or ARN; unknown ones are failures, not errors."""
    if len(clusters) > 100:
        raise ApiError("InvalidParameterException", "Clusters can have at most 100 items.")
    found, failures = [], []
    for reference in clusters or ("default",):
        try:
            found.append(show(call.state, find_cluster(call.state, reference, active=False), include))
        except ApiError:
            arn = reference if reference.startswith("arn:") else call.state.arn("cluster", reference)
            failures.append({"arn": arn, "reason": "MISSING"})
    return {"clusters": found, "failures": failures}


def list_clusters(
    call: Call, *, max_results: int | None = None, next_token: str | None = None
) -> dict[str, Any]:
    """The ARNs of all active clusters."""
    active = [each for each in call.state.world.clusters.values() if each.status == "ACTIVE"]
    arns = [call.state.arn("cluster", cluster.name) for cluster in active]
    return page(arns, ("clusters",), max_results, next_token, 100).answer("clusterArns")


def update_cluster(call: Call, *, cluster: str, settings: Sequence[Mapping[str, str]] = ()) -> dict[str, Any]:
    """Change a cluster's settings."""
    return update_cluster_settings(call, cluster=cluster, settings=settings)


def update_cluster_settings(
    call: Call, *, cluster: str, settings: Sequence[Mapping[str, str]]
) -> dict[str, Any]:
    """Turn Container Insights on or off; the lab has no metrics yet, so only the setting is kept."""
    found = find_cluster(call.state, cluster)
    changed = found.replace(container_insights=_insights(settings) or found.container_insights)
    call.state.world.clusters.put(changed)
    return {"cluster": show(call.state, changed, ("TAGS", "SETTINGS"))}


def delete_cluster(call: Call, *, cluster: str) -> dict[str, Any]:
    """Delete an empty cluster."""
    return {"cluster": show(call.state, delete(call.state, find_cluster(call.state, cluster)), ())}


def show(state: State, cluster: Cluster, include: Sequence[str]) -> dict[str, Any]:
    """A cluster as AWS shows it, with what `include` asks for."""
    arn = state.arn("cluster", cluster.name)
    tasks = [task for task in state.world.tasks.where("live cluster", cluster.name) if task.live]
    services = state.world.services.where("cluster", cluster.name)
    shown = {
        "clusterArn": arn,
        "clusterName": cluster.name,
        "status": cluster.status,
        "registeredContainerInstancesCount": state.world.instances.count("cluster", cluster.name),
        "runningTasksCount": sum(task.phase is Phase.RUNNING for task in tasks),
        "pendingTasksCount": sum(task.phase in BEFORE_RUNNING for task in tasks),
        "activeServicesCount": sum(service.status == "ACTIVE" for service in services),
        "statistics": [],
        "tags": tags_of(state, arn) if "TAGS" in include else [],
        "settings": [],
        "capacityProviders": list(cluster.capacity_providers),
        "defaultCapacityProviderStrategy": show_strategy(cluster.default_strategy),
    }
    if "ATTACHMENTS" in include:
        shown |= show_attachments(state, cluster)
    if "SETTINGS" in include:
        shown["settings"] = [{"name": "containerInsights", "value": cluster.container_insights}]
    if "STATISTICS" in include:
        shown["statistics"] = _statistics(state, cluster)
    return shown


def _statistics(state: State, cluster: Cluster) -> list[dict[str, str]]:
    tasks = [task for task in state.world.tasks.where("live cluster", cluster.name) if task.live]
    on_ec2 = [task for task in tasks if task.launch_type != "FARGATE"]
    on_fargate = [task for task in tasks if task.launch_type == "FARGATE"]
    services = list(state.world.services.where("cluster", cluster.name))
    counts = {
        "runningEC2TasksCount": sum(task.phase is Phase.RUNNING for task in on_ec2),
        "runningFargateTasksCount": sum(task.phase is Phase.RUNNING for task in on_fargate),
        "pendingEC2TasksCount": sum(task.phase in BEFORE_RUNNING for task in on_ec2),
        "pendingFargateTasksCount": sum(task.phase in BEFORE_RUNNING for task in on_fargate),
        "activeEC2ServiceCount": sum(_is(service, "ACTIVE", "EC2") for service in services),
        "activeFargateServiceCount": sum(_is(service, "ACTIVE", "FARGATE") for service in services),
        "drainingEC2ServiceCount": sum(_is(service, "DRAINING", "EC2") for service in services),
        "drainingFargateServiceCount": sum(_is(service, "DRAINING", "FARGATE") for service in services),
    }
    return [{"name": name, "value": str(count)} for name, count in counts.items()]


def _is(service: Any, status: str, launch_type: str) -> bool:
    return bool(service.status == status and service.launch_type == launch_type)


def _insights(settings: Sequence[Mapping[str, str]]) -> str | None:
    chosen = None
    for setting in settings:
        chosen = setting.get("value", "")
        if chosen not in _INSIGHTS:
            raise ApiError(
                "InvalidParameterException",
                f"containerInsights must be one of {', '.join(_INSIGHTS)}, not {chosen!r}.",
            )
    return chosen
