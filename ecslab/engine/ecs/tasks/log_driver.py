"""The awslogs driver: what containers write goes to a stream of CloudWatch Logs.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html
"""

from ecslab.engine.logs import streams
from ecslab.engine.platform.logs import LogStream
from ecslab.engine.records.container_definition import ContainerDefinition
from ecslab.engine.records.task import Container, Task
from ecslab.engine.state import State
from ecslab.engine.workload import Workload

AWSLOGS = "awslogs"


def group_of(drawn: ContainerDefinition) -> str | None:
    """The log group that a container writes to; None when it writes to none."""
    logs = drawn.log_configuration
    return logs.options.get("awslogs-group") if logs is not None and logs.log_driver == AWSLOGS else None


def lacks_group(state: State, drawn: ContainerDefinition) -> bool:
    """Whether a container's log group does not exist and is not to be created, or lies elsewhere."""
    name, logs = group_of(drawn), drawn.log_configuration
    if name is None or logs is None:
        return False
    if logs.options.get("awslogs-region") != state.settings.region:
        return True
    return name not in state.world.log_groups and not creates(drawn)


def stream_of(task: Task, container: Container, drawn: ContainerDefinition) -> str:
    """The name of the stream: without a prefix it is the container's id in its runtime."""
    logs = drawn.log_configuration
    prefix = logs.options.get("awslogs-stream-prefix") if logs is not None else None
    return f"{prefix}/{container.name}/{task.id}" if prefix else container.runtime_id


def begin(state: State, task: Task, container: Container, drawn: ContainerDefinition, does: Workload) -> None:
    """A container starts to write."""
    group = group_of(drawn)
    if group is not None:
        stream = streams.stream_in(state, group, stream_of(task, container, drawn))
        streams.begin(state, stream, does.lines, does.offsets_ms, does.repeats_ms)


def write(
    state: State, task: Task, container: Container, drawn: ContainerDefinition, lines: tuple[str, ...]
) -> None:
    """A container writes `lines` now."""
    stream = _stream(state, task, container, drawn)
    if stream is not None:
        streams.write(state, stream, lines)


def end(state: State, task: Task, container: Container, drawn: ContainerDefinition) -> None:
    """A container has written its last line."""
    stream = _stream(state, task, container, drawn)
    if stream is not None:
        streams.end(state, stream)


def _stream(state: State, task: Task, container: Container, drawn: ContainerDefinition) -> LogStream | None:
    """The stream of a container that writes; None when it writes to none, or that was deleted."""
    group = group_of(drawn)
    return state.world.log_streams.get(f"{group}:{stream_of(task, container, drawn)}") if group else None


def creates(drawn: ContainerDefinition) -> bool:
    """Whether a container's log group is made when it is not there."""
    logs = drawn.log_configuration
    return logs is not None and logs.options.get("awslogs-create-group") == "true"
