"""The tags that a service gives its tasks: propagated from it or its task definition, and ECS's own.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-using-tags.html
"""

from collections.abc import Iterable

from ecslab.engine.records.service import Service
from ecslab.engine.records.tags import Tag, Tags
from ecslab.engine.records.task import Task
from ecslab.engine.state import State


def mark(state: State, service: Service, tasks: Iterable[Task]) -> None:
    """Give new tasks of a service their tags."""
    for task in tasks:
        tags = (*_own(service), *_propagated(state, service, task))
        if tags:
            state.world.tags.put(Tags(arn=state.arn("task", task.cluster, task.id), tags=tags))


def _own(service: Service) -> tuple[Tag, ...]:
    if not service.managed_tags:
        return ()
    names = {"aws:ecs:clusterName": service.cluster, "aws:ecs:serviceName": service.name}
    return tuple(Tag(key=key, value=value) for key, value in names.items())


def _propagated(state: State, service: Service, task: Task) -> tuple[Tag, ...]:
    sources = {
        "SERVICE": state.arn("service", service.cluster, service.name),
        "TASK_DEFINITION": state.arn("task-definition", task.definition),
    }
    found = state.world.tags.get(sources.get(service.propagate_tags, ""))
    return found.tags if found is not None else ()
