"""Reading an injected fault: its fields checked, and what they name found in the lab."""

from collections.abc import Iterable
from typing import Any

from ecslab.engine.clock import parse_duration
from ecslab.engine.errors import FaultError, Problem, suggest
from ecslab.engine.faults.fault import Fault, Field, Given, Kind
from ecslab.engine.records.task import Container, Phase, Task
from ecslab.engine.state import State


def check(kind: Fault, given: Given) -> None:
    """Raise FaultError unless the fields of `given` are those that `kind` takes, with values that fit."""
    for name, value in given.items():
        if name == "fault":
            continue
        field = kind.field(name)
        if field is None:
            known = (each.name for each in kind.fields)
            raise FaultError("fault-field", fault=kind.name, field=name, **suggest(name, known))
        _check_value(field, value)
    missing = next((name for name in kind.required if name not in given), None)
    if missing is not None:
        raise FaultError("fault-needs", fault=kind.name, field=missing)
    if kind.one_of and sum(name in given for name in kind.one_of) != 1:
        raise FaultError("fault-needs-one", fault=kind.name, fields=", ".join(kind.one_of))
    if sum(name in given for name in kind.at_most_one) > 1:
        raise FaultError("fault-takes-one", fault=kind.name, fields=", ".join(kind.at_most_one))


def _check_value(field: Field, value: Any) -> None:
    match field.kind:
        case Kind.WHOLE:
            most = field.most or 1_000_000
            if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
                raise FaultError("fault-number", field=field.name, value=str(value), most=most)
        case Kind.DURATION:
            duration(value)
        case _:
            if not isinstance(value, str) or not value:
                raise FaultError("fault-text", field=field.name, value=str(value))


def duration(value: Any) -> int:
    """A duration in milliseconds: as people write it, or that number itself."""
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    try:
        return parse_duration(str(value))
    except Problem as problem:
        raise FaultError(problem.code, **problem.values) from None


def victims(state: State, given: Given) -> list[Task]:
    """The running tasks that `task` or `service` names, oldest first; all of them when neither is given."""
    if "task" in given:
        task = find_task(state, given["task"])
        if task.phase is not Phase.RUNNING:
            raise FaultError("task-not-running", task=task.id, status=task.last_status)
        return [task]
    if "service" in given:
        key = service_key(state, given)
        tasks = [
            task
            for task in state.world.tasks.where("current service", key)
            if task.phase is Phase.RUNNING and task.live
        ]
        if not tasks:
            raise FaultError("service-without-running-task", service=key)
        return tasks
    return [task for task in state.world.tasks.values() if task.phase is Phase.RUNNING and task.live]


def find_task(state: State, reference: str) -> Task:
    """The task with that id or ARN. Raises FaultError when there is none."""
    task = state.world.tasks.get(reference.rsplit("/", 1)[-1])
    if task is None:
        raise FaultError("no-such-task", task=reference)
    return task


def service_key(state: State, given: Given) -> str:
    """The key of the service that `service`, and perhaps `cluster`, names. Raises FaultError for none."""
    name = str(given["service"])
    services = state.world.services
    if "cluster" in given:
        keys = [f"{given['cluster']}/{name}"]
    else:
        keys = [service.key for service in services.values() if service.name == name]
    found = [key for key in keys if key in services]
    if len(found) > 1:
        raise FaultError("many-services", name=name)
    if not found:
        raise FaultError("no-service", name=name, **suggest(name, (each.name for each in services.values())))
    return found[0]


def container_of(task: Task, given: Given) -> Container:
    """The running container that `container` names, else the task's first essential one."""
    running = [each for each in task.containers if each.last_status == "RUNNING"]
    if "container" in given:
        for each in running:
            if each.name == given["container"]:
                return each
        name = given["container"]
        raise FaultError("no-running-container", name=name, **suggest(name, (each.name for each in running)))
    for each in running:
        if each.essential:
            return each
    raise FaultError("no-running-container", name="-", **suggest("", (each.name for each in running)))


def known_name(code: str, name: str, known: Iterable[str]) -> str:
    """`name`, if it is one of `known`. Raises FaultError with `code` for another."""
    names = list(known)
    if name not in names:
        raise FaultError(code, name=name, **suggest(name, names))
    return name
