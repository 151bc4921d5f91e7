"""Containers that run a script: what they write, when they go on, and how they end.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
"""

from ecslab.engine.clock import SECOND
from ecslab.engine.ecs.tasks import execution_role, log_driver, pull, sensitive, work
from ecslab.engine.iam.decide import session
from ecslab.engine.program import split_loop
from ecslab.engine.records.application import Application, Stage
from ecslab.engine.records.container_definition import ContainerDefinition
from ecslab.engine.records.task import Container, Task
from ecslab.engine.state import State

GO_ON = "application.go-on"
"""Agenda: the script of that container of that task, in that start of it, goes on."""

_STARTS_IN = 1 * SECOND
"""How long the first command of a script takes, and at least each round of its loop."""


def begin(state: State, task: Task, container: Container, drawn: ContainerDefinition, script: str) -> None:
    """A container starts to run `script`."""
    first, loop = split_loop(script)
    variables = {
        "AWS_REGION": state.settings.region,
        "AWS_DEFAULT_REGION": state.settings.region,
    } | sensitive.environment(state, drawn)
    stage = Stage(script=first, variables=variables, exported=tuple(variables))
    application = Application(
        task=task.id, container=container.name, start=container.restarts, stage=stage, loop=loop
    )
    state.world.applications.put(application)
    _later(state, application, _STARTS_IN)


def end(state: State, task: Task, container: Container) -> None:
    """A container has stopped: nothing goes on."""
    key = f"{task.id}/{container.name}"
    if key in state.world.applications:
        state.world.applications.remove(key)


def go_on(state: State, ids: tuple[str, ...]) -> int | None:
    """Let a script go on, if its container still runs; gives what it exits with when it has ended."""
    application = state.world.applications.get(f"{ids[0]}/{ids[1]}")
    if application is None or str(application.start) != ids[2]:
        return None
    task = state.world.tasks[application.task]
    container = task.container(application.container)
    turn = state.api.play(state, application.stage, caller(state, task), reachable=_reaches(state, task))
    if turn.lines:
        log_driver.write(state, task, container, work.definition(state, task, container), turn.lines)
    # What the script did may have stopped its own task.
    if application.key not in state.world.applications:
        return None
    if turn.sleeps_ms is not None:
        kept = application.replace(stage=turn.stage)
        wait = turn.sleeps_ms
    elif turn.exited or application.loop is None:
        return turn.exit_code
    else:
        kept = application.replace(stage=turn.stage.replace(script=application.loop), looping=True)
        wait = _STARTS_IN if application.looping else 0
    state.world.applications.put(kept)
    _later(state, kept, wait)
    return None


def caller(state: State, task: Task) -> str | None:
    """The ARN of the assumed role whose credentials a task's containers have; None when they have none.

    The task role; on a container instance without one, that of the instance.
    """
    definition = state.world.definitions.get(task.definition)
    role = task.overrides.task_role_arn or (definition.task_role if definition is not None else None)
    if role is not None:
        return session(state, role, task.id)
    return execution_role.instance_session(state, task)


def _reaches(state: State, task: Task) -> bool:
    """Whether a task's containers have a way to AWS's endpoints: with an interface of their own only
    through a public address, which AWS gives to Fargate tasks alone; else that of the instance."""
    if task.instance is not None and task.interface is not None:
        return False
    return pull.reaches_registry(state, task)


def _later(state: State, application: Application, wait_ms: int) -> None:
    state.after(wait_ms, GO_ON, application.task, application.container, str(application.start))
