"""ECS Exec: which tasks a command can be run in, and why not in others.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
"""

from ecslab.engine.ecs.refusals import invalid
from ecslab.engine.ecs.tasks import pull
from ecslab.engine.errors import ApiError
from ecslab.engine.records.overrides import TaskOverride
from ecslab.engine.records.task import Container, Phase, Task
from ecslab.engine.records.task_definition import TaskDefinition
from ecslab.engine.state import State

_NOT_ENABLED = (
    "The execute command failed because execute command was not enabled when the task was run or the execute "
    "command agent isn't running. Wait and try again or run a new task with execute command enabled and try "
    "again."
)
_UNTIL_RUNNING = (Phase.RUNNING, Phase.NOTIFIED, Phase.ACTIVATING, Phase.DEACTIVATING)


def check_task(definition: TaskDefinition, overrides: TaskOverride) -> None:
    """Raise InvalidParameterException when a task that is to allow commands has no role for its agent."""
    if overrides.task_role_arn or definition.task_role:
        return
    raise ApiError(
        "InvalidParameterException",
        "The execute command failed because a valid task role is not being used. Specify a valid task role "
        "in your task definition or as a task override and try again.",
    )


def check_service(definition: TaskDefinition, *, created: bool) -> None:
    """Raise InvalidParameterException when a service's tasks are to allow commands and have no role."""
    if definition.task_role:
        return
    raise ApiError(
        "InvalidParameterException",
        f"The service couldn't be {'created' if created else 'updated'} because a valid taskRoleArn is not "
        "being used. Specify a valid task role in your task definition and try again.",
    )


def agent_status(state: State, task: Task, container: Container) -> str:
    """How the agent in a container is that takes the commands; without a way out it cannot work."""
    if container.last_status != "RUNNING":
        return container.last_status
    return "RUNNING" if pull.reaches_registry(state, task) else "STOPPED"


def target(state: State, task: Task, name: str | None) -> Container:
    """The container in which a command is to run.

    Raises InvalidParameterException when it is not clear which or the task does not allow it, and
    TargetNotConnectedException when the agent there does not answer.
    """
    if not task.command_execution or task.phase not in _UNTIL_RUNNING:
        raise invalid(_NOT_ENABLED)
    if name is None and len(task.containers) > 1:
        raise invalid("A container name must be specified for tasks with multiple containers.")
    names = [container.name for container in task.containers]
    if name is not None and name not in names:
        raise invalid(f"The task has no container named {name}.")
    container = task.container(name or names[0])
    if agent_status(state, task, container) != "RUNNING":
        raise ApiError(
            "TargetNotConnectedException",
            "The execute command failed due to an internal error. Try again later.",
        )
    return container
