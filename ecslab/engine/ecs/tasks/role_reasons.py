"""What a task's roles did not allow, as codes and values.

The words for each code stand in the catalogues, at `engine.why.<code>`.
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-ecs-iam-role-overview.html
"""

import re
from collections.abc import Iterator

from ecslab.engine.ecs.tasks import application
from ecslab.engine.records.task import Task
from ecslab.engine.state import State

Reason = tuple[str, dict[str, str | int]]

_DENIED = re.compile(
    r"assumed-role/(?P<role>[^/\s]+)/\S+ is not authorized to perform: (?P<action>\S+) "
    r"on resource: (?P<resource>\S+)"
)


def before_running(task: Task) -> Iterator[Reason]:
    """What a task that did not start was denied: that is its execution role's, or its instance's, part."""
    for said in (task.stopped_reason, *(container.reason for container in task.containers)):
        denied = _DENIED.search(said or "")
        if denied is not None:
            yield "execution-role-denied", denied.groupdict()
            return


def of_application(state: State, task: Task) -> Iterator[Reason]:
    """What a task's containers called last and were denied: that is the task role's part."""
    who = application.caller(state, task)
    if who is None:
        return
    for call in reversed(list(state.world.api_calls.values())):
        denied = _DENIED.search(call.message or "") if call.caller == who else None
        if denied is not None:
            yield "task-role-denied", denied.groupdict()
            return
