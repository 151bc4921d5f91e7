"""Service operations.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_services.html
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.ecs import service_shape
from ecslab.aws.operations.ecs.deployment_shape import read_configuration
from ecslab.aws.operations.ecs.load_balancer_shape import read_load_balancers
from ecslab.aws.operations.ecs.network import read_network
from ecslab.aws.operations.ecs.placement_shape import read_constraints, read_strategies
from ecslab.aws.operations.ecs.strategy_shape import read_strategy
from ecslab.aws.operations.ecs.tags import check_tags, put_tags
from ecslab.aws.operations.ecs.tasks import check_platform
from ecslab.aws.operations.paging import page
from ecslab.engine.ecs.capacity_providers.strategy import choose
from ecslab.engine.ecs.cluster import find_cluster
from ecslab.engine.ecs.definitions import task_definition as definitions
from ecslab.engine.ecs.services import service_changes
from ecslab.engine.errors import ApiError
from ecslab.engine.records.deployment import DeploymentConfiguration

_MOST_DESCRIBED = 10
_DEFAULTS = {
    "REPLICA": DeploymentConfiguration(),
    "DAEMON": DeploymentConfiguration(minimum_healthy_percent=0, maximum_percent=100),
}


def create_service(
    call: Call,
    *,
    service_name: str,
    task_definition: str | None = None,
    cluster: str | None = None,
    desired_count: int | None = None,
    launch_type: str | None = None,
    capacity_provider_strategy: Sequence[Mapping[str, Any]] = (),
    platform_version: str = "LATEST",
    network_configuration: Mapping[str, Any] | None = None,
    placement_constraints: Sequence[Mapping[str, Any]] = (),
    placement_strategy: Sequence[Mapping[str, Any]] = (),
    load_balancers: Sequence[Mapping[str, Any]] = (),
    health_check_grace_period_seconds: int | None = None,
    deployment_configuration: Mapping[str, Any] | None = None,
    scheduling_strategy: str = "REPLICA",
    deployment_controller: Mapping[str, Any] | None = None,
    availability_zone_rebalancing: str | None = None,
    tags: Sequence[Mapping[str, str]] = (),
    propagate_tags: str = "NONE",
    enable_ecs_managed_tags: bool = False,
    enable_execute_command: bool = False,
    client_token: str | None = None,
) -> dict[str, Any]:
    """Make a service that keeps `desiredCount` tasks of a task definition."""
    state = call.state
    found = find_cluster(state, cluster)
    check_tags(tags)
    if client_token is not None and len(client_token) > 36:
        raise ApiError("InvalidParameterException", "idempotency token longer than 36.")
    controller = (deployment_controller or {}).get("type", "ECS")
    if controller == "EXTERNAL":
        _check_external(
            taskDefinition=task_definition,
            launchType=launch_type,
            capacityProviderStrategy=capacity_provider_strategy,
            platformVersion=None if platform_version == "LATEST" else platform_version,
            networkConfiguration=network_configuration,
            loadBalancers=load_balancers,
        )
    elif task_definition is None:
        raise ApiError("InvalidParameterException", "TaskDefinition can not be null or empty.")
    choice = choose(state, found, launch_type, read_strategy(capacity_provider_strategy))
    check_platform(platform_version, choice.launch_type)
    request = service_changes.Request(
        name=service_name,
        definition=definitions.find_runnable(state, task_definition) if task_definition else None,
        controller=controller,
        desired=desired_count,
        configuration=read_configuration(deployment_configuration or {}, _DEFAULTS[scheduling_strategy]),
        scheduling=scheduling_strategy,
        rebalancing=availability_zone_rebalancing,
        launch_type=choice.launch_type,
        strategy=choice.strategy,
        platform_version=platform_version,
        network=read_network(network_configuration),
        constraints=read_constraints(placement_constraints),
        strategies=read_strategies(placement_strategy),
        load_balancers=read_load_balancers(load_balancers),
        grace_seconds=health_check_grace_period_seconds,
        propagate_tags=propagate_tags,
        managed_tags=enable_ecs_managed_tags,
        command_execution=enable_execute_command,
        created_by=call.caller,
        fingerprint=_fingerprint(
            client_token,
            task_definition,
            desired_count,
            launch_type,
            capacity_provider_strategy,
            network_configuration,
            load_balancers,
            placement_constraints,
            placement_strategy,
            platform_version,
            health_check_grace_period_seconds,
            deployment_configuration,
            scheduling_strategy,
            deployment_controller,
            availability_zone_rebalancing,
            tags,
            propagate_tags,
            enable_ecs_managed_tags,
            enable_execute_command,
        ),
    )
    service = service_changes.create(state, found, request)
    put_tags(state, state.arn("service", found.name, service.name), tags)
    return {"service": service_shape.show(state, service, with_tags=True)}


def update_service(
    call: Call,
    *,
    service: str,
    cluster: str | None = None,
    desired_count: int | None = None,
    task_definition: str | None = None,
    deployment_configuration: Mapping[str, Any] | None = None,
    deployment_controller: Mapping[str, Any] | None = None,
    network_configuration: Mapping[str, Any] | None = None,
    placement_constraints: Sequence[Mapping[str, Any]] | None = None,
    placement_strategy: Sequence[Mapping[str, Any]] | None = None,
    load_balancers: Sequence[Mapping[str, Any]] | None = None,
    health_check_grace_period_seconds: int | None = None,
    capacity_provider_strategy: Sequence[Mapping[str, Any]] | None = None,
    availability_zone_rebalancing: str | None = None,
    platform_version: str | None = None,
    enable_execute_command: bool | None = None,
    propagate_tags: str | None = None,
    enable_ecs_managed_tags: bool | None = None,
    force_new_deployment: bool = False,
) -> dict[str, Any]:
    """Change a service. A new task definition is rolled out; a new desired count is no deployment."""
    state = call.state
    found = service_changes.find(state, find_cluster(state, cluster), service)
    if found is None:
        raise ApiError("ServiceNotFoundException", "Service not found.")
    check_platform(platform_version, found.launch_type)
    given = deployment_configuration or {}
    strategy = None if capacity_provider_strategy is None else read_strategy(capacity_provider_strategy)
    change = service_changes.Change(
        controller=(deployment_controller or {}).get("type"),
        definition=definitions.find_runnable(state, task_definition) if task_definition else None,
        desired=desired_count,
        configuration=read_configuration(given, found.configuration),
        rebalancing=availability_zone_rebalancing,
        strategy=strategy,
        platform_version=platform_version,
        network=read_network(network_configuration),
        constraints=None if placement_constraints is None else read_constraints(placement_constraints),
        strategies=None if placement_strategy is None else read_strategies(placement_strategy),
        load_balancers=None if load_balancers is None else read_load_balancers(load_balancers),
        grace_seconds=health_check_grace_period_seconds,
        propagate_tags=propagate_tags,
        managed_tags=enable_ecs_managed_tags,
        command_execution=enable_execute_command,
        force=force_new_deployment,
    )
    return {"service": service_shape.show(state, service_changes.update(state, found, change))}


def delete_service(
    call: Call, *, service: str, cluster: str | None = None, force: bool = False
) -> dict[str, Any]:
    """Delete a service: it drains, then turns INACTIVE."""
    found = service_changes.find(call.state, find_cluster(call.state, cluster), service)
    if found is None:
        raise ApiError("ServiceNotFoundException", "Service not found.")
    return {"service": service_shape.show(call.state, service_changes.delete(call.state, found, force=force))}


def describe_services(
    call: Call, *, services: Sequence[str], cluster: str | None = None, include: Sequence[str] = ()
) -> dict[str, Any]:
    """Services by name or ARN; unknown ones are failures, not errors."""
    state, found = call.state, find_cluster(call.state, cluster)
    if not services:
        raise ApiError("InvalidParameterException", "Services cannot be empty.")
    if len(services) > _MOST_DESCRIBED:
        raise ApiError("InvalidParameterException", f"Services can have at most {_MOST_DESCRIBED} items.")
    shown, failures = [], []
    for reference in services:
        service = service_changes.find(state, found, reference)
        if service is None:
            name = reference.rsplit("/", 1)[-1]
            failures.append({"arn": state.arn("service", found.name, name), "reason": "MISSING"})
        else:
            shown.append(service_shape.show(state, service, with_tags="TAGS" in include))
    return {"services": shown, "failures": failures}


def list_services(
    call: Call,
    *,
    cluster: str | None = None,
    launch_type: str | None = None,
    scheduling_strategy: str | None = None,
    max_results: int | None = None,
    next_token: str | None = None,
) -> dict[str, Any]:
    """The ARNs of a cluster's active services, ten a page unless asked otherwise."""
    state, found = call.state, find_cluster(call.state, cluster)
    arns = [
        state.arn("service", found.name, service.name)
        for service in state.world.services.where("cluster", found.name)
        if service.status == "ACTIVE"
        and (launch_type is None or (launch_type == service.launch_type and not service.strategy))
        and scheduling_strategy in (None, service.scheduling)
    ]
    filters = ("services", found.name, launch_type, scheduling_strategy)
    return page(arns, filters, max_results, next_token, 10).answer("serviceArns")


def _check_external(**given: object) -> None:
    """Raise for a parameter that the task sets of an EXTERNAL service have, not the service."""
    for name, value in given.items():
        if value:
            raise ApiError(
                "InvalidParameterException",
                f"{name} can not be specified for services with an EXTERNAL deployment controller. "
                "Specify it when you create a task set.",
            )


def _fingerprint(token: str | None, *request: object) -> str:
    """What makes two requests the same; without a client token no two are."""
    return hashlib.sha256(json.dumps((token, request), sort_keys=True).encode()).hexdigest() if token else ""
