"""A task as AWS shows it.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Task.html
"""

from typing import Any

from ecslab.aws.operations.ecs.reading import write
from ecslab.aws.operations.ecs.tags import tags_of
from ecslab.engine.clock import to_datetime
from ecslab.engine.ecs.tasks.command_execution import agent_status
from ecslab.engine.records.managed_daemon import GROUP
from ecslab.engine.records.task import Container, Phase, Task
from ecslab.engine.state import State

_TIMES = {
    "connectivityAt": "connectivity_at",
    "createdAt": "created_at",
    "executionStoppedAt": "execution_stopped_at",
    "pullStartedAt": "pull_started_at",
    "pullStoppedAt": "pull_stopped_at",
    "startedAt": "started_at",
    "stoppedAt": "stopped_at",
    "stoppingAt": "stopping_at",
}

_LONGEST_REASON = 1024
"""How much of a container's reason ECS keeps."""

_ATTACHED = {Phase.ATTACHING: "PRECREATED", Phase.DETACHING: "DETACHING", Phase.STOPPED: "DELETED"}
"""The state of the network interface, where it is not ATTACHED."""


def show(state: State, task: Task, *, with_tags: bool = False) -> dict[str, Any]:
    """The task in AWS's shape."""
    arn = state.arn("task", task.cluster, task.id)
    on_fargate = task.instance is None and task.launch_type == "FARGATE"
    shown: dict[str, Any] = {
        "attachments": [_attachment(task)] if task.interface is not None else [],
        "attributes": [{"name": "ecs.cpu-architecture", "value": task.architecture}],
        "availabilityZone": task.zone,
        "capacityProviderName": task.capacity_provider,
        "clusterArn": state.arn("cluster", task.cluster),
        "containerInstanceArn": (
            state.arn("container-instance", task.cluster, task.instance) if task.instance else None
        ),
        "connectivity": "CONNECTED" if task.connectivity_at is not None else None,
        "containers": [_container(state, task, container) for container in task.containers],
        "cpu": str(task.cpu),
        "desiredStatus": task.desired_status,
        "enableExecuteCommand": task.command_execution,
        "group": task.group,
        "healthStatus": task.health,
        "lastStatus": task.last_status,
        "launchType": task.launch_type,
        "memory": str(task.memory),
        "overrides": _overrides(task),
        "platformVersion": task.platform_version,
        "platformFamily": "Linux" if on_fargate else None,
        "startedBy": task.started_by,
        "stopCode": task.stop_code,
        "stoppedReason": task.stopped_reason,
        "tags": tags_of(state, arn) if with_tags else [],
        "taskArn": arn,
        "taskDefinitionArn": definition_arn(state, task.definition),
        "version": task.version,
        "ephemeralStorage": {"sizeInGiB": task.storage_gib} if on_fargate else None,
        "fargateEphemeralStorage": {"sizeInGiB": task.storage_gib} if on_fargate else None,
    }
    for name, field in _TIMES.items():
        at_ms = getattr(task, field)
        shown[name] = None if at_ms is None else to_datetime(at_ms)
    return {key: value for key, value in shown.items() if value is not None}


def _attachment(task: Task) -> dict[str, Any]:
    details = {"subnetId": task.subnet}
    if task.phase is not Phase.ATTACHING:
        details |= {
            "networkInterfaceId": task.interface,
            "macAddress": task.mac,
            "privateIPv4Address": task.private_ip,
        }
    return {
        "id": task.attachment,
        "type": "ElasticNetworkInterface",
        "status": _ATTACHED.get(task.phase, "ATTACHED"),
        "details": [{"name": name, "value": value} for name, value in details.items()],
    }


def _container(state: State, task: Task, container: Container) -> dict[str, Any]:
    interfaces = []
    if task.interface is not None and task.phase is not Phase.ATTACHING:
        interfaces = [{"attachmentId": task.attachment, "privateIpv4Address": task.private_ip}]
    definition = state.world.definitions.get(task.definition)
    known = definition.containers if definition is not None else ()
    drawn = next((each for each in known if each.name == container.name), None)
    size = task.overrides.apply(drawn) if drawn is not None else None
    shown: dict[str, Any] = {
        "containerArn": state.arn("container", task.cluster, task.id, container.container_id),
        "taskArn": state.arn("task", task.cluster, task.id),
        "name": container.name,
        "image": container.image,
        "imageDigest": container.digest if task.pull_stopped_at is not None else None,
        "runtimeId": container.runtime_id if container.started_at is not None else None,
        "lastStatus": container.last_status,
        "exitCode": container.exit_code,
        "reason": container.reason[:_LONGEST_REASON] if container.reason is not None else None,
        "networkBindings": [
            {
                "bindIP": "0.0.0.0",  # noqa: S104  # what Docker says, nothing listens
                "containerPort": binding.container_port,
                "hostPort": binding.host_port,
                "protocol": binding.protocol,
            }
            for binding in container.bindings
        ],
        "networkInterfaces": interfaces,
        "managedAgents": _agents(state, task, container) if task.command_execution else None,
        "healthStatus": container.health or "UNKNOWN",
        "cpu": str(size.cpu) if size is not None else None,
        "memory": str(size.memory) if size is not None and size.memory is not None else None,
        "memoryReservation": (
            str(size.memory_reservation) if size is not None and size.memory_reservation is not None else None
        ),
    }
    return {key: value for key, value in shown.items() if value is not None}


def _agents(state: State, task: Task, container: Container) -> list[dict[str, Any]]:
    """The agent that runs commands in the container."""
    agent: dict[str, Any] = {
        "name": "ExecuteCommandAgent",
        "lastStatus": agent_status(state, task, container),
    }
    if container.started_at is not None:
        agent["lastStartedAt"] = to_datetime(container.started_at)
    return [agent]


def _overrides(task: Task) -> dict[str, Any]:
    """The overrides, with an entry for each container even where nothing is overridden, as AWS has it."""
    changed = {each.name: write(each) for each in task.overrides.container_overrides}
    entries = [changed.get(container.name, {"name": container.name}) for container in task.containers]
    return write(task.overrides) | {"containerOverrides": entries, "inferenceAcceleratorOverrides": []}


def definition_arn(state: State, key: str) -> str:
    """The ARN of the task definition at `key`, or of the daemon task definition that it stands for."""
    family = key.removeprefix(GROUP)
    return state.arn("task-definition" if family == key else "daemon-task-definition", family)
