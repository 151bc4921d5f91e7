"""What the container agent alone asks of ECS.

A lab's agents are part of the simulator and need no API: who makes these calls by hand changes nothing.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DiscoverPollEndpoint.html
"""

from typing import Any

from ecslab.aws.operations import Call, only_refuses
from ecslab.engine.ecs.cluster import find_cluster
from ecslab.engine.errors import ApiError

_AGENTS_ONLY = (
    "This action is only used by the Amazon ECS agent, and it is not intended for use outside of the agent."
)


def discover_poll_endpoint(
    call: Call, *, container_instance: str | None = None, cluster: str | None = None
) -> dict[str, Any]:
    """Where agents would poll for work; nothing in a lab listens there."""
    try:
        found = find_cluster(call.state, cluster) if cluster is not None else None
    except ApiError as unknown:
        # Of an unknown cluster, too, this operation can only say ClientException.
        raise ApiError("ClientException", unknown.message) from None
    if container_instance is not None:
        instance = call.state.world.instances.get(container_instance.rsplit("/", 1)[-1])
        if instance is None or (found is not None and instance.cluster != found.name):
            raise ApiError("ClientException", "The referenced container instance was not found.")
    host = f"{call.state.settings.region}.amazonaws.com"
    return {
        "endpoint": f"https://ecs-a-1.{host}/",
        "telemetryEndpoint": f"https://ecs-t-1.{host}/",
        "serviceConnectEndpoint": f"https://ecs-sc.{host}/",
    }


@only_refuses
def submit_task_state_change(call: Call, *, cluster: str | None = None, **_: Any) -> dict[str, Any]:
    """Refused: a person has no say in what state a task is in."""
    raise _refusal(call, cluster)


@only_refuses
def submit_container_state_change(call: Call, *, cluster: str | None = None, **_: Any) -> dict[str, Any]:
    """Refused: a person has no say in what state a container is in."""
    raise _refusal(call, cluster)


@only_refuses
def submit_attachment_state_changes(call: Call, *, cluster: str | None = None, **_: Any) -> dict[str, Any]:
    """Refused: a person has no say in what state an attachment is in."""
    raise _refusal(call, cluster)


def _refusal(call: Call, cluster: str | None) -> ApiError:
    find_cluster(call.state, cluster)
    return ApiError("ClientException", _AGENTS_ONLY)
