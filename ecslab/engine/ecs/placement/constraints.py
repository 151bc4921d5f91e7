"""Constraints: rules that bind, whatever room there is.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement-constraints.html
"""

from ecslab.engine.ecs.placement.request import Request
from ecslab.engine.records.instance import ContainerInstance
from ecslab.engine.state import State

MEMBER_OF = "MemberOf placement constraint unsatisfied."
DISTINCT_INSTANCE = "DistinctInstance placement constraint unsatisfied."


def violated(state: State, request: Request, instance: ContainerInstance) -> str | None:
    """What ECS says when the instance breaks one of the request's constraints; None when it breaks none."""
    for constraint in request.constraints:
        if constraint.type == "distinctInstance" and state.world.tasks.count(
            "live placement", f"{instance.id} {request.group}"
        ):
            return DISTINCT_INSTANCE
    return None
