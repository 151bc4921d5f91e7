"""A service as AWS shows it.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Service.html
"""

from collections import Counter
from typing import Any

from ecslab.aws.operations.ecs.deployment_shape import show_configuration
from ecslab.aws.operations.ecs.load_balancer_shape import show_load_balancers
from ecslab.aws.operations.ecs.network import show_network
from ecslab.aws.operations.ecs.placement_shape import show_constraints, show_strategies
from ecslab.aws.operations.ecs.rollout_shape import deployment_arn, summary
from ecslab.aws.operations.ecs.strategy_shape import show_strategy
from ecslab.aws.operations.ecs.tags import tags_of
from ecslab.aws.operations.ecs.task_set_shape import show_task_set
from ecslab.engine.clock import to_datetime
from ecslab.engine.ecs.definitions import fargate
from ecslab.engine.ecs.services import rollout
from ecslab.engine.ecs.traffic import traffic_shift
from ecslab.engine.records.deployment import Deployment
from ecslab.engine.records.service import Service
from ecslab.engine.records.task import BEFORE_RUNNING, Phase
from ecslab.engine.state import State

_COUNTED = {Phase.RUNNING: "running", Phase.NOTIFIED: "running"} | dict.fromkeys(BEFORE_RUNNING, "pending")


def show(state: State, service: Service, *, with_tags: bool = False) -> dict[str, Any]:
    """The service in AWS's shape."""
    arn = state.arn("service", service.cluster, service.name)
    counts: Counter[tuple[str | None, str]] = Counter()
    for task in state.world.tasks.where("current service", service.key):
        kind = _COUNTED.get(task.phase)
        if kind is not None:
            counts[task.deployment, kind] += 1
    deployments = sorted(
        state.world.deployments.where("service", service.key),
        key=lambda each: (not each.primary, -each.created_at),
    )
    shown: dict[str, Any] = {
        "serviceArn": arn,
        "serviceName": service.name,
        "clusterArn": state.arn("cluster", service.cluster),
        "loadBalancers": show_load_balancers(service.load_balancers),
        "healthCheckGracePeriodSeconds": service.grace_seconds,
        "serviceRegistries": [],
        "status": service.status,
        "desiredCount": service.desired,
        "runningCount": sum(count for (_, kind), count in counts.items() if kind == "running"),
        "pendingCount": sum(count for (_, kind), count in counts.items() if kind == "pending"),
        "launchType": None if service.strategy or not service.definition else service.launch_type,
        "capacityProviderStrategy": show_strategy(service.strategy) or None,
        "platformVersion": service.platform_version if service.launch_type == "FARGATE" else None,
        "platformFamily": "Linux" if service.launch_type == "FARGATE" else None,
        "taskDefinition": state.arn("task-definition", service.definition) if service.definition else None,
        "deploymentConfiguration": show_configuration(service.configuration),
        **_parts(state, service, deployments, counts),
        "events": [
            {"id": event.id, "createdAt": to_datetime(event.at), "message": event.message}
            for event in service.events
        ],
        "createdAt": to_datetime(service.created_at),
        "createdBy": service.created_by,
        "placementConstraints": show_constraints(service.constraints),
        "placementStrategy": show_strategies(service.strategies),
        "networkConfiguration": show_network(service.network) if service.network else None,
        "schedulingStrategy": service.scheduling,
        "deploymentController": {"type": service.controller},
        "enableECSManagedTags": service.managed_tags,
        "propagateTags": service.propagate_tags,
        "enableExecuteCommand": service.command_execution,
        "availabilityZoneRebalancing": service.rebalancing,
        "tags": tags_of(state, arn) if with_tags else None,
    }
    return {key: value for key, value in shown.items() if value is not None}


def _parts(
    state: State, service: Service, deployments: list[Deployment], counts: Counter[tuple[str | None, str]]
) -> dict[str, Any]:
    """The deployments of a service, or its task sets."""
    if service.in_sets and not service.shows_deployments:
        sets = state.world.task_sets.where("service", service.key)
        return {"deployments": [], "taskSets": [show_task_set(state, each) for each in sets]}
    return {
        "deployments": [_deployment(state, service, each, counts) for each in deployments],
        "currentServiceDeployment": _current(state, service),
        "currentServiceRevisions": [summary(state, service.key, each.revision) for each in deployments],
    }


def _current(state: State, service: Service) -> str | None:
    record = rollout.under_way(state, service)
    return deployment_arn(state, record) if record is not None else None


def _deployment(
    state: State, service: Service, deployment: Deployment, counts: Counter[tuple[str | None, str]]
) -> dict[str, Any]:
    on_fargate = deployment.launch_type == "FARGATE"
    shown: dict[str, Any] = {
        "id": deployment.id,
        "status": deployment.status,
        "taskDefinition": state.arn("task-definition", deployment.definition),
        "desiredCount": deployment.desired if service.in_sets else traffic_shift.wanted(state, deployment),
        "pendingCount": counts[deployment.id, "pending"],
        "runningCount": counts[deployment.id, "running"],
        "failedTasks": deployment.failed_tasks,
        "createdAt": to_datetime(deployment.created_at),
        "updatedAt": to_datetime(deployment.updated_at),
        "launchType": None if deployment.strategy else deployment.launch_type,
        "capacityProviderStrategy": show_strategy(deployment.strategy) or None,
        "platformVersion": fargate.PLATFORM_VERSION if on_fargate else None,
        "platformFamily": "Linux" if on_fargate else None,
        "networkConfiguration": show_network(deployment.network) if deployment.network else None,
        "rolloutState": None if service.in_sets else deployment.rollout_state,
        "rolloutStateReason": None if service.in_sets else deployment.rollout_reason,
    }
    return {key: value for key, value in shown.items() if value is not None}
