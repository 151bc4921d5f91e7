"""Task set operations: what an external deployment controller works with.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-external.html
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.ecs.load_balancer_shape import read_load_balancers
from ecslab.aws.operations.ecs.network import read_network
from ecslab.aws.operations.ecs.strategy_shape import read_strategy
from ecslab.aws.operations.ecs.tags import check_tags, put_tags
from ecslab.aws.operations.ecs.task_set_shape import show_task_set, task_set_arn
from ecslab.aws.operations.ecs.tasks import check_platform
from ecslab.engine.ecs.capacity_providers.strategy import choose
from ecslab.engine.ecs.cluster import find_cluster
from ecslab.engine.ecs.definitions import task_definition as definitions
from ecslab.engine.ecs.services import service_changes, task_sets
from ecslab.engine.errors import ApiError
from ecslab.engine.records.service import Service
from ecslab.engine.records.task_set import TaskSet
from ecslab.engine.state import State


def create_task_set(
    call: Call,
    *,
    service: str,
    cluster: str,
    task_definition: str,
    external_id: str | None = None,
    network_configuration: Mapping[str, Any] | None = None,
    load_balancers: Sequence[Mapping[str, Any]] = (),
    launch_type: str | None = None,
    capacity_provider_strategy: Sequence[Mapping[str, Any]] = (),
    platform_version: str = "LATEST",
    scale: Mapping[str, Any] | None = None,
    client_token: str | None = None,
    tags: Sequence[Mapping[str, str]] = (),
) -> dict[str, Any]:
    """Add a task set to a service with an EXTERNAL deployment controller; without a scale it has no tasks."""
    state = call.state
    owner = _service(state, cluster, service)
    check_tags(tags)
    _check_external(owner)
    if client_token is not None and len(client_token) > 36:
        raise ApiError("InvalidParameterException", "idempotency token longer than 36.")
    strategy = read_strategy(capacity_provider_strategy)
    choice = choose(state, find_cluster(state, cluster), launch_type, strategy)
    check_platform(platform_version, choice.launch_type)
    definition, network = (
        definitions.find_runnable(state, task_definition),
        read_network(network_configuration),
    )
    service_changes.check_fit(state, definition, network, choice.launch_type)
    request = (
        task_definition,
        external_id,
        network_configuration,
        load_balancers,
        launch_type,
        capacity_provider_strategy,
        platform_version,
        scale,
    )
    draft = task_sets.Draft(
        definition=definition,
        launch_type=choice.launch_type,
        strategy=choice.strategy,
        platform_version=platform_version,
        network=network,
        load_balancers=read_load_balancers(load_balancers),
        scale=_scale(scale),
        external_id=external_id,
        fingerprint=_fingerprint(client_token, request),
    )
    made = task_sets.create(state, owner, draft)
    put_tags(state, task_set_arn(state, made), tags)
    return {"taskSet": show_task_set(state, made, with_tags=bool(tags))}


def update_task_set(
    call: Call, *, cluster: str, service: str, task_set: str, scale: Mapping[str, Any]
) -> dict[str, Any]:
    """Have a task set keep another share of its service's desired count."""
    found = _find(call.state, cluster, service, task_set)
    return {"taskSet": show_task_set(call.state, task_sets.rescale(call.state, found, _scale(scale)))}


def update_service_primary_task_set(
    call: Call, *, cluster: str, service: str, primary_task_set: str
) -> dict[str, Any]:
    """Make a task set the one that its service shows as its own."""
    found = _find(call.state, cluster, service, primary_task_set)
    return {"taskSet": show_task_set(call.state, task_sets.put_first(call.state, found))}


def delete_task_set(
    call: Call, *, cluster: str, service: str, task_set: str, force: bool = False
) -> dict[str, Any]:
    """Delete a task set: its tasks stop, then it is gone."""
    found = _find(call.state, cluster, service, task_set)
    return {"taskSet": show_task_set(call.state, task_sets.delete(call.state, found, force=force))}


def describe_task_sets(
    call: Call,
    *,
    cluster: str,
    service: str,
    task_sets: Sequence[str] = (),
    include: Sequence[str] = (),
) -> dict[str, Any]:
    """The task sets of a service, all of them or by id or ARN; unknown ones are failures, not errors."""
    state = call.state
    owner = _service(state, cluster, service)
    found, failures = [], []
    for reference in task_sets:
        known = _lookup(state, owner, reference)
        if known is None:
            name = f"ecs-svc/{reference.rsplit('/', 1)[-1]}"
            failures.append({"arn": state.arn("task-set", owner.key, name), "reason": "MISSING"})
        else:
            found.append(known)
    if not task_sets:
        found = list(state.world.task_sets.where("service", owner.key))
    shown = [show_task_set(state, each, with_tags="TAGS" in include) for each in found]
    return {"taskSets": shown, "failures": failures}


def _service(state: State, cluster: str, reference: str) -> Service:
    service = service_changes.find(state, find_cluster(state, cluster), reference)
    if service is None:
        raise ApiError("ServiceNotFoundException", "Service not found.")
    if service.status != "ACTIVE":
        raise ApiError("ServiceNotActiveException", "Service was not ACTIVE.")
    return service


def _find(state: State, cluster: str, service: str, reference: str) -> TaskSet:
    owner = _service(state, cluster, service)
    _check_external(owner)
    found = _lookup(state, owner, reference)
    if found is None:
        raise ApiError("TaskSetNotFoundException", "The specified task set does not exist.")
    return found


def _lookup(state: State, owner: Service, reference: str) -> TaskSet | None:
    return task_sets.find(state, owner, reference)


def _check_external(service: Service) -> None:
    if service.controller != "EXTERNAL":
        raise ApiError(
            "InvalidParameterException",
            "Task sets can only be managed for services with an EXTERNAL deployment controller; "
            f"this one's is {service.controller}.",
        )


def _scale(given: Mapping[str, Any] | None) -> float:
    return float((given or {}).get("value", 0.0))


def _fingerprint(token: str | None, request: object) -> str:
    return hashlib.sha256(json.dumps((token, request), sort_keys=True).encode()).hexdigest() if token else ""
