"""Constraints: rules that bind, whatever room there is.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement-constraints.html
"""

from collections.abc import Iterable, Iterator

from ecslab.engine.clock import to_datetime
from ecslab.engine.ecs.placement import query
from ecslab.engine.ecs.placement.request import Request
from ecslab.engine.records.instance import ContainerInstance
from ecslab.engine.state import State

MEMBER_OF = "MemberOf placement constraint unsatisfied."
DISTINCT_INSTANCE = "DistinctInstance placement constraint unsatisfied."


def violated(state: State, request: Request, instance: ContainerInstance) -> str | None:
    """What ECS says when the instance breaks one of the request's constraints; None when it breaks none."""
    for constraint in request.constraints:
        if constraint.type == "distinctInstance":
            if state.world.tasks.count("live placement", f"{instance.id} {request.group}"):
                return DISTINCT_INSTANCE
        elif not matches(state, constraint.expression or "", instance):
            return MEMBER_OF
    return None


def matches(state: State, expression: str, instance: ContainerInstance) -> bool:
    """Whether an instance is what an expression of the cluster query language says."""
    return query.matches(query.parse(expression), _Asked(state, instance))


class _Asked:
    """An instance that answers an expression's questions."""

    def __init__(self, state: State, instance: ContainerInstance) -> None:
        self._state = state
        self._instance = instance

    def texts(self, subject: str) -> Iterable[str]:
        instance = self._instance
        match subject:
            case "agentConnected":
                return [str(instance.agent_connected).lower()]
            case "agentVersion":
                return [instance.agent_version]
            case "ec2InstanceId":
                return [instance.ec2]
            case "registeredAt":
                return [to_datetime(instance.registered_at).isoformat()]
            case "runningTasksCount":
                return [str(running_count(self._state, instance))]
            case "task:group":
                return self._groups()
        name = subject.partition(":")[2]
        return [instance.attributes[name] or ""] if name in instance.attributes else []

    def _groups(self) -> Iterator[str]:
        for task in self._state.world.tasks.where("live instance", self._instance.id):
            if task.live:
                yield task.group


def running_count(state: State, instance: ContainerInstance) -> int:
    """How many tasks run on an instance and are meant to."""
    tasks = state.world.tasks.where("live instance", instance.id)
    return sum(task.live and not task.before_running for task in tasks)
