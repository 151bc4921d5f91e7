"""Where quotas stop a request, and what is said then.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/throttling.html
"""

from ecslab.engine.clock import SECOND
from ecslab.engine.errors import ApiError
from ecslab.engine.records.bucket import Bucket
from ecslab.engine.records.capacity import FARGATE, FARGATE_SPOT
from ecslab.engine.records.task import Phase
from ecslab.engine.state import State

VCPUS_REACHED = "You've reached the limit on the number of vCPUs you can run concurrently"
"""What ECS says when the Fargate vCPU quota is used up."""

_UNITS = 1024


def check_clusters(state: State) -> None:
    """Raise ClientException when there may be no further cluster."""
    if not takes_cluster(state):
        raise ApiError("ClientException", "The maximum number of clusters has been reached.")


def takes_cluster(state: State) -> bool:
    """Whether there may be a further cluster."""
    active = sum(cluster.status == "ACTIVE" for cluster in state.world.clusters.values())
    return active < state.settings.quotas.clusters


def check_services(state: State, cluster: str) -> None:
    """Raise ClientException when a cluster may have no further service."""
    services = sum(service.status != "INACTIVE" for service in state.world.services.where("cluster", cluster))
    if services >= state.settings.quotas.services_per_cluster:
        raise ApiError("ClientException", "The maximum number of services per cluster has been reached.")


def check_instances(state: State, cluster: str) -> None:
    """Raise ClientException when a cluster may have no further container instance."""
    if not takes_instance(state, cluster):
        raise ApiError(
            "ClientException", "The maximum number of container instances per cluster has been reached."
        )


def takes_instance(state: State, cluster: str) -> bool:
    """Whether a cluster may have a further container instance."""
    return state.world.instances.count("cluster", cluster) < state.settings.quotas.instances_per_cluster


def check_desired(state: State, desired: int) -> None:
    """Raise InvalidParameterException for a desired count that no service can have."""
    if desired < 0:
        raise ApiError("InvalidParameterException", "DesiredCount can not be lesser than 0")
    most = state.settings.quotas.tasks_per_service
    if desired > most:
        raise ApiError(
            "InvalidParameterException", f"The desired count of a service can not be greater than {most}."
        )


def check_definition(state: State, containers: int, size: int, revision: int) -> None:
    """Raise ClientException or LimitExceededException for a revision that exceeds a quota (`size`: bytes)."""
    quotas = state.settings.quotas
    if containers > quotas.containers_per_definition:
        raise ApiError(
            "ClientException",
            f"Task definition can have at most {quotas.containers_per_definition} container definitions.",
        )
    if size > quotas.definition_kib * _UNITS:
        raise ApiError("ClientException", f"The task definition is larger than {quotas.definition_kib} KiB.")
    if revision > quotas.revisions_per_family:
        raise ApiError(
            "LimitExceededException", "The maximum number of revisions per task definition family is reached."
        )


def fargate_room(state: State, provider: str, cpu: int) -> int | None:
    """How many more tasks of `cpu` units may run on FARGATE or FARGATE_SPOT; None: as many as you like."""
    quotas = state.settings.quotas
    limit = {FARGATE: quotas.fargate_vcpus, FARGATE_SPOT: quotas.fargate_spot_vcpus}.get(provider)
    if limit is None:
        return None
    spot = provider == FARGATE_SPOT
    used = sum(
        task.cpu
        for task in state.world.tasks.values()
        if task.phase is not Phase.STOPPED
        and task.launch_type == FARGATE
        and (task.capacity_provider == FARGATE_SPOT) == spot
    )
    return max(0, (limit * _UNITS - used) // cpu) if cpu else None


def count_call(state: State, operation: str, per_second: int | None) -> None:
    """Count an API call against a token bucket of a second's calls. Raises ThrottlingException."""
    if per_second is None:
        return
    bucket = state.world.buckets.get(operation)
    tokens = per_second * SECOND
    if bucket is not None:
        tokens = min(tokens, bucket.tokens + (state.now - bucket.at) * per_second)
    if tokens < SECOND:
        raise ApiError("ThrottlingException", "Rate exceeded")
    state.world.buckets.put(Bucket(operation=operation, tokens=tokens - SECOND, at=state.now))
