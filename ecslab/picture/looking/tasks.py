"""Pages about tasks, their containers and what they write."""

from itertools import islice
from typing import TYPE_CHECKING, Final

from ecslab.engine.ecs.tasks import log_driver, work
from ecslab.engine.logs import streams
from ecslab.engine.logs.reading import Place, backward
from ecslab.engine.platform.logs import Output
from ecslab.picture.looking.page import Entry, Heading, Item, Said, fact, note
from ecslab.picture.parts import Target

if TYPE_CHECKING:
    from ecslab.engine.records.container_definition import ContainerDefinition
    from ecslab.engine.records.task import Container, Task
    from ecslab.engine.state import State

MOST_LINES: Final = 200
"""How many lines of a container's logs are shown, the newest."""

MOMENTS: Final = (
    "created_at", "connectivity_at", "pull_started_at", "pull_stopped_at", "started_at", "stopping_at",
    "execution_stopped_at", "stopped_at",
)  # fmt: skip
"""The moments of a task's life, in order; AWS calls them `createdAt` and so on."""


def facts(state: "State", task: "Task") -> list[Item]:
    """What a task is, where it runs, and how far it has come."""
    state_of = f"{task.last_status} → {task.desired_status}"
    items: list[Item] = [
        *fact("status", task.last_status if task.last_status == task.desired_status else state_of),
        *fact("stopped-reason", task.stopped_reason, kind="reason"),
        *fact("stop-code", task.stop_code),
        *fact("definition", task.definition, Target("", f"definition/{task.definition}")),
        *_keeper(task),
        *_place(state, task),
        *fact("size", f"{task.cpu} CPU, {task.memory} MiB"),
        *fact("zone", " ".join(filter(None, (task.zone, task.subnet)))),
        *fact("address", task.private_ip),
        *fact("health", task.health if task.health_checked else None),
        Heading(Said("picture.heading.containers")),
    ]
    items += [
        Entry(
            text=_container(container),
            target=Target(task.cluster, f"container/{task.id}/{container.name}"),
            kind="text" if container.exit_code in (None, 0) else "reason",
        )
        for container in task.containers
    ]
    items.append(Heading(Said("picture.heading.life")))
    for moment in MOMENTS:
        at_ms = getattr(task, moment)
        if at_ms is not None:
            items.append(Entry(at_ms=at_ms, text=_camel(moment)))
    return items


def _keeper(task: "Task") -> list[Item]:
    if task.service is None:
        return [*fact("group", task.group), *fact("started-by", task.started_by)]
    name = task.service.partition("/")[2]
    return [*fact("service", name, Target(task.cluster, f"service/{name}"))]


def _place(state: "State", task: "Task") -> list[Item]:
    if task.instance is None:
        return [*fact("capacity", task.capacity_provider or task.launch_type)]
    instance = state.world.instances.get(task.instance)
    name = instance.ec2 if instance is not None else task.instance
    return [
        *fact("instance", name, Target(task.cluster, f"instance/{task.instance}")),
        *fact("provider", task.capacity_provider, Target(task.cluster, f"provider/{task.capacity_provider}")),
    ]


def _container(container: "Container") -> str:
    parts = [container.name, container.last_status, container.image]
    if container.exit_code is not None:
        parts.append(f"exit {container.exit_code}")
    if container.health is not None:
        parts.append(container.health)
    if container.reason:
        parts.append(container.reason)
    return "  ".join(parts)


def _camel(moment: str) -> str:
    first, *rest = moment.split("_")
    return first + "".join(word.capitalize() for word in rest)


def container_facts(state: "State", task: "Task", container: "Container") -> list[Item]:
    """What a container is made of, and how it is."""
    drawn = work.definition(state, task, container)
    items: list[Item] = [
        *fact("status", container.last_status),
        *fact("exit-code", container.exit_code, kind="reason" if container.exit_code else "text"),
        *fact("reason", container.reason, kind="reason"),
        *fact("health", container.health),
        *fact("restarts", container.restarts or None),
        *fact("task", task.id, Target(task.cluster, f"task/{task.id}")),
        *fact("image", container.image),
        *fact("digest", container.digest),
        *fact("essential", str(container.essential).lower()),
        *fact("command", " ".join((*drawn.entry_point, *drawn.command))),
        *fact("size", f"{drawn.cpu} CPU, {drawn.memory or drawn.memory_reservation or task.memory} MiB"),
    ]
    ports = [f"{each.host_port} → {each.container_port}/{each.protocol}" for each in container.bindings]
    ports = ports or [f"{each.container_port}/{each.protocol}" for each in drawn.port_mappings]
    items += fact("ports", ", ".join(ports))
    if drawn.health_check is not None:
        items += fact("health-check", " ".join(drawn.health_check.command))
    items += fact("log-group", log_driver.group_of(drawn))
    # Values of secrets stay where they are: what is shown is where they come from.
    variables = [f"{each.name}={each.value}" for each in drawn.environment]
    variables += [f"{each.name} ← {each.value_from}" for each in drawn.secrets]
    if variables:
        items.append(Heading(Said("picture.heading.environment")))
        items += [Entry(text=each) for each in variables]
    return items


def logs(state: "State", task: "Task", only: str | None = None) -> list[Item]:
    """What a task's containers wrote, or one of them, the newest line last."""
    items: list[Item] = []
    for container in task.containers:
        if only is None or container.name == only:
            items += _logs(state, task, container)
    return items


def _logs(state: "State", task: "Task", container: "Container") -> list[Item]:
    drawn = work.definition(state, task, container)
    group = log_driver.group_of(drawn)
    if group is not None:
        name = log_driver.stream_of(task, container, drawn)
        head = Heading(
            Said("picture.heading.log-stream", {"container": container.name, "stream": f"{group}  {name}"})
        )
        stream = state.world.log_streams.get(f"{group}:{name}")
        outputs = streams.outputs_in(state, stream) if stream is not None else []
    else:
        head = Heading(Said("picture.heading.output", {"container": container.name}))
        outputs = _output(state, task, container, drawn)
    found = backward(outputs, Place(state.now + 1), 0, lambda _: True)
    lines: list[Item] = [Entry(at_ms=each.at, text=each.message) for each in islice(found, MOST_LINES)]
    if group is None:
        lines.append(note("no-log-driver"))
    return [head, *(lines[::-1] if lines else [note("no-lines")])]


def _output(
    state: "State", task: "Task", container: "Container", drawn: "ContainerDefinition"
) -> list[Output]:
    """What a container without a log driver has written since it last started."""
    does = work.workload(state, container, drawn)
    if container.started_at is None or not does.lines:
        return []
    ended = container.last_status == "STOPPED"
    return [
        Output(
            stream=container.runtime_id,
            number=1,
            begins_at=container.started_at,
            ends_at=(task.execution_stopped_at or task.stopped_at or state.now) if ended else None,
            lines=does.lines,
            offsets_ms=does.offsets_ms,
            repeats_ms=does.repeats_ms,
        )
    ]
