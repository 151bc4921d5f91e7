"""Container instance operations.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_instances.html
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call, only_refuses
from ecslab.aws.operations.ecs import instance_shape
from ecslab.aws.operations.paging import page
from ecslab.engine.ecs.cluster import find_cluster
from ecslab.engine.ecs.instances import instance_states
from ecslab.engine.ecs.placement import rules
from ecslab.engine.ecs.placement.constraints import matches
from ecslab.engine.errors import ApiError
from ecslab.engine.records.cluster import Cluster
from ecslab.engine.records.instance import ContainerInstance
from ecslab.engine.state import State

_MOST_UPDATED = 10


def describe_container_instances(
    call: Call, *, container_instances: Sequence[str], cluster: str | None = None, include: Sequence[str] = ()
) -> dict[str, Any]:
    """Container instances by id or ARN; unknown ones are failures, not errors."""
    state, found = call.state, find_cluster(call.state, cluster)
    _check_number(container_instances, 100)
    known, failures = find_all(state, found, container_instances)
    return {
        "containerInstances": [instance_shape.show(state, instance, include) for instance in known],
        "failures": failures,
    }


def list_container_instances(
    call: Call,
    *,
    cluster: str | None = None,
    filter: str | None = None,  # noqa: A002  # the parameter's name
    status: str | None = None,
    max_results: int | None = None,
    next_token: str | None = None,
) -> dict[str, Any]:
    """The ARNs of a cluster's instances that a query of the cluster query language lets through."""
    state, found = call.state, find_cluster(call.state, cluster)
    if filter:
        rules.check_filter(filter)
    arns = [
        state.arn("container-instance", found.name, instance.id)
        for instance in state.world.instances.where("cluster", found.name)
        if status in (None, instance.status) and (not filter or matches(state, filter, instance))
    ]
    filters = ("container instances", found.name, filter, status)
    return page(arns, filters, max_results, next_token, 100).answer("containerInstanceArns")


def update_container_instances_state(
    call: Call, *, container_instances: Sequence[str], status: str, cluster: str | None = None
) -> dict[str, Any]:
    """Set instances DRAINING, so that services move their tasks away, or ACTIVE again."""
    state, found = call.state, find_cluster(call.state, cluster)
    if status not in ("ACTIVE", "DRAINING"):
        raise ApiError(
            "InvalidParameterException", "Container instance status should be one of [ACTIVE, DRAINING]"
        )
    _check_number(container_instances, _MOST_UPDATED)
    known, failures = find_all(state, found, container_instances)
    changed = []
    for instance in known:
        if instance.registered:
            changed.append(instance_states.set_status(state, instance, status))
        else:
            arn = state.arn("container-instance", found.name, instance.id)
            failures.append({"arn": arn, "reason": "INACTIVE"})
    return {
        "containerInstances": [instance_shape.show(state, instance) for instance in changed],
        "failures": failures,
    }


def deregister_container_instance(
    call: Call, *, container_instance: str, cluster: str | None = None, force: bool = False
) -> dict[str, Any]:
    """Take an instance out of its cluster; the EC2 instance below runs on."""
    state, found = call.state, find_cluster(call.state, cluster)
    instance = find(state, found, container_instance)
    if instance is None or not instance.registered:
        raise ApiError("InvalidParameterException", "The referenced container instance was not found.")
    left = instance_states.deregister(state, instance, force=force)
    return {"containerInstance": instance_shape.show(state, left)}


@only_refuses
def update_container_agent(
    call: Call, *, container_instance: str, cluster: str | None = None
) -> dict[str, Any]:
    """Update an instance's agent, which in the lab is always the newest."""
    state, found = call.state, find_cluster(call.state, cluster)
    instance = find(state, found, container_instance)
    if instance is None or not instance.registered:
        raise ApiError("InvalidParameterException", "The referenced container instance was not found.")
    raise ApiError("NoUpdateAvailableException", "There is no update available for your container agent.")


def find(state: State, cluster: Cluster, reference: str) -> ContainerInstance | None:
    """The instance of `cluster` that an id or ARN means, be it that it has left."""
    instance = state.world.instances.get(reference.rsplit("/", 1)[-1])
    return instance if instance is not None and instance.cluster == cluster.name else None


def find_all(
    state: State, cluster: Cluster, references: Sequence[str]
) -> tuple[list[ContainerInstance], list[Mapping[str, str]]]:
    """The instances that are known, and a failure for each that is not."""
    known: list[ContainerInstance] = []
    failures: list[Mapping[str, str]] = []
    for reference in references:
        instance = find(state, cluster, reference)
        if instance is None:
            arn = state.arn("container-instance", cluster.name, reference.rsplit("/", 1)[-1])
            failures.append({"arn": arn, "reason": "MISSING"})
        elif instance not in known:
            known.append(instance)
    return known, failures


def _check_number(references: Sequence[str], most: int) -> None:
    if not references:
        raise ApiError("InvalidParameterException", "Container Instances cannot be empty.")
    if len(references) > most:
        raise ApiError("InvalidParameterException", f"Container Instances can have at most {most} items.")
