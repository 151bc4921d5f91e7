"""Faults: the ways in which the world misbehaves, each a small function under the name that scenes use."""

import difflib
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ecslab.engine.ecs import containers, lifecycle
from ecslab.engine.errors import FaultError
from ecslab.engine.records.task import Phase, Task
from ecslab.engine.state import State


class Fault(NamedTuple):
    """A kind of fault: what it does, and the fields that it takes."""

    act: Callable[[State, Mapping[str, Any]], None]
    fields: frozenset[str]


def inject(state: State, fault: Mapping[str, Any]) -> None:
    """Do what `fault` says. Raises FaultError when it is malformed or names nothing in the lab."""
    name = fault.get("fault")
    kind = FAULTS.get(name) if isinstance(name, str) else None
    if kind is None:
        raise FaultError(f"no fault is called {name!r}{_nearest(str(name), FAULTS)}")
    for field in fault:
        if field != "fault" and field not in kind.fields:
            raise FaultError(f"the fault {name} has no field {field!r}{_nearest(field, kind.fields)}")
    kind.act(state, fault)


def _stop_task(state: State, fault: Mapping[str, Any]) -> None:
    """A running task dies: its first essential container gets SIGKILL, as when its process crashes."""
    exit_code = fault.get("exit-code", containers.KILLED)
    if not isinstance(exit_code, int) or not 0 <= exit_code <= 255:
        raise FaultError(f"exit-code {exit_code!r} is not a whole number from 0 to 255")
    task = _victim(state, fault)
    container = next(each for each in containers.running(task) if each.essential)
    lifecycle.end_container(state, task, container, exit_code)


def _victim(state: State, fault: Mapping[str, Any]) -> Task:
    """The task that `task` names, or the oldest running one of the service that `service` names."""
    if "task" in fault and "service" not in fault:
        task = state.world.tasks.get(str(fault["task"]).rsplit("/", 1)[-1])
        if task is None:
            raise FaultError(f"there is no task {fault['task']!r} in the lab")
        if task.phase is not Phase.RUNNING:
            raise FaultError(f"the task {task.id} is {task.last_status}: only a RUNNING task can die")
        return task
    if "service" in fault and "task" not in fault:
        key = _service_key(state, fault)
        for task in state.world.tasks.where("current service", key):
            if task.phase is Phase.RUNNING:
                return task
        raise FaultError(f"the service {key} has no RUNNING task that could die")
    raise FaultError("the fault stop-task needs either 'task' or 'service'")


def _service_key(state: State, fault: Mapping[str, Any]) -> str:
    name = str(fault["service"])
    if "cluster" in fault:
        keys = [f"{fault['cluster']}/{name}"]
    else:
        keys = [service.key for service in state.world.services.values() if service.name == name]
    found = [key for key in keys if key in state.world.services]
    if len(found) != 1:
        known = [service.name for service in state.world.services.values()]
        many = "more than one cluster has" if found else "no cluster has"
        raise FaultError(f"{many} a service {name!r}{_nearest(name, known)}")
    return found[0]


def _nearest(name: str, known: Any) -> str:
    close = difflib.get_close_matches(name, sorted(known), n=1)
    if close and close[0] != name:
        return f"; did you mean {close[0]!r}?"
    return f"; there are {', '.join(sorted(known))}" if known else ""


FAULTS = {"stop-task": Fault(_stop_task, frozenset({"task", "service", "cluster", "exit-code"}))}
"""Every fault by its name."""
