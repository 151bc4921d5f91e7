"""A container instance as AWS shows it.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerInstance.html
"""

from collections.abc import Iterable, Sequence
from typing import Any

from ecslab.aws.operations.ecs.tags import tags_of
from ecslab.engine.clock import to_datetime
from ecslab.engine.ecs.placement.constraints import running_count
from ecslab.engine.records.instance import ContainerInstance
from ecslab.engine.state import State


def show(state: State, instance: ContainerInstance, include: Sequence[str] = ()) -> dict[str, Any]:
    """The instance in AWS's shape, with what `include` asks for."""
    arn = state.arn("container-instance", instance.cluster, instance.id)
    tasks = [task for task in state.world.tasks.where("live instance", instance.id) if task.live]
    running = running_count(state, instance)
    shown: dict[str, Any] = {
        "containerInstanceArn": arn,
        "ec2InstanceId": instance.ec2,
        "capacityProviderName": instance.capacity_provider,
        "version": instance.version,
        "versionInfo": {"agentVersion": instance.agent_version, "dockerVersion": "DockerVersion: 25.0.13"},
        "remainingResources": _resources(
            cpu=instance.free_cpu,
            memory=instance.free_memory,
            ports=(*instance.reserved_ports, *instance.used_ports),
            ports_udp=(*instance.reserved_ports_udp, *instance.used_ports_udp),
            gpus=[gpu for gpu in instance.gpus if gpu not in instance.used_gpus] if instance.gpus else None,
        ),
        "registeredResources": _resources(
            cpu=instance.cpu,
            memory=instance.memory,
            ports=instance.reserved_ports,
            ports_udp=instance.reserved_ports_udp,
            gpus=instance.gpus or None,
        ),
        "status": instance.status,
        "agentConnected": instance.agent_connected,
        "runningTasksCount": running,
        "pendingTasksCount": len(tasks) - running,
        "attributes": [show_attribute(name, value) for name, value in instance.attributes.items()],
        "registeredAt": to_datetime(instance.registered_at),
        "attachments": [],
        "tags": tags_of(state, arn) if "TAGS" in include else [],
    }
    if "CONTAINER_INSTANCE_HEALTH" in include:
        shown["healthStatus"] = _health(instance)
    return {key: value for key, value in shown.items() if value is not None}


def show_attribute(name: str, value: str | None) -> dict[str, str]:
    """An attribute as AWS shows it."""
    return {"name": name} | ({"value": value} if value is not None else {})


def _resources(
    *, cpu: int, memory: int, ports: Iterable[int], ports_udp: Iterable[int], gpus: Sequence[str] | None
) -> list[dict[str, Any]]:
    """Resources in the order in which AWS lists them. Of ports, those are listed that are taken."""
    resources: list[dict[str, Any]] = [
        {"name": "CPU", "type": "INTEGER", "doubleValue": 0.0, "longValue": 0, "integerValue": cpu},
        {"name": "MEMORY", "type": "INTEGER", "doubleValue": 0.0, "longValue": 0, "integerValue": memory},
        _set("PORTS", [str(port) for port in ports]),
        _set("PORTS_UDP", [str(port) for port in ports_udp]),
    ]
    return resources if gpus is None else [*resources, _set("GPU", list(gpus))]


def _set(name: str, values: list[str]) -> dict[str, Any]:
    return {
        "name": name,
        "type": "STRINGSET",
        "doubleValue": 0.0,
        "longValue": 0,
        "integerValue": 0,
        "stringSetValue": values,
    }


def _health(instance: ContainerInstance) -> dict[str, Any]:
    """The agent's own check of the container runtime, which is well as long as anything is heard of it."""
    status = "OK" if instance.agent_connected else "INSUFFICIENT_DATA"
    at = to_datetime(instance.registered_at)
    detail = {"type": "CONTAINER_RUNTIME", "status": status, "lastUpdated": at, "lastStatusChange": at}
    return {"overallStatus": status, "details": [detail]}
