"""Task scale-in protection operations.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-scale-in-protection.html
"""

from collections.abc import Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.ecs.tasks import find_task
from ecslab.engine.clock import to_datetime
from ecslab.engine.ecs.cluster import find_cluster
from ecslab.engine.ecs.services import protection
from ecslab.engine.errors import ApiError
from ecslab.engine.records.cluster import Cluster
from ecslab.engine.records.task import Task
from ecslab.engine.state import State

_MOST_UPDATED = 10
_MOST_READ = 100


def update_task_protection(
    call: Call,
    *,
    cluster: str,
    tasks: Sequence[str],
    protection_enabled: bool,
    expires_in_minutes: int | None = None,
) -> dict[str, Any]:
    """Protect running tasks of services for two hours or as long as told, or end their protection."""
    found = find_cluster(call.state, cluster)
    _check_count(tasks, _MOST_UPDATED)
    minutes = protection.DEFAULT_MINUTES if expires_in_minutes is None else expires_in_minutes
    if not 1 <= minutes <= protection.LONGEST_MINUTES:
        raise ApiError(
            "InvalidParameterException",
            f"expiresInMinutes must be between 1 and {protection.LONGEST_MINUTES}.",
        )
    valid, failures = _valid(call.state, found, tasks)
    changed = [
        protection.protect(call.state, task, minutes if protection_enabled else None) for task in valid
    ]
    return {"protectedTasks": [_show(call.state, task) for task in changed], "failures": failures}


def get_task_protection(call: Call, *, cluster: str, tasks: Sequence[str] = ()) -> dict[str, Any]:
    """Whether and until when tasks of services are protected."""
    found = find_cluster(call.state, cluster)
    _check_count(tasks, _MOST_READ)
    valid, failures = _valid(call.state, found, tasks)
    return {"protectedTasks": [_show(call.state, task) for task in valid], "failures": failures}


def _valid(
    state: State, cluster: Cluster, references: Sequence[str]
) -> tuple[list[Task], list[dict[str, Any]]]:
    """The tasks that may be protected, and AWS's failures for the rest."""
    valid: list[Task] = []
    failures = []
    for reference in references:
        task = find_task(state, cluster, reference)
        arn = state.arn("task", cluster.name, reference.rsplit("/", 1)[-1])
        if task is None:
            failures.append({"arn": arn, "reason": "MISSING"})
        elif not protection.may_be_protected(task):
            failures.append({"arn": arn, "reason": "TASK_NOT_VALID"})
        elif task not in valid:
            valid.append(task)
    return valid, failures


def _check_count(tasks: Sequence[str], most: int) -> None:
    if not tasks:
        raise ApiError("InvalidParameterException", "Tasks cannot be empty.")
    if len(tasks) > most:
        raise ApiError("InvalidParameterException", f"Tasks can have at most {most} items.")


def _show(state: State, task: Task) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "taskArn": state.arn("task", task.cluster, task.id),
        "protectionEnabled": protection.is_protected(state, task),
    }
    if task.protected_until is not None:
        shown["expirationDate"] = to_datetime(task.protected_until)
    return shown
