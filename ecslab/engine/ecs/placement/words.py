"""What a service reports when placement fails, in AWS's words.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html
"""

from ecslab.engine.ecs.placement.place import Unplaced

_UNMET = "was unable to place a task because no container instance met all of its requirements."
_MORE = "For more information, see the Troubleshooting section of the Amazon ECS Developer Guide."
_CLOSEST = {
    "RESOURCE:CPU": "has insufficient CPU units available.",
    "RESOURCE:MEMORY": "has insufficient memory available.",
    "RESOURCE:PORTS": "is already using a port required by your task.",
    "RESOURCE:GPU": "has insufficient GPU resource available.",
    "ATTRIBUTE": "is missing an attribute required by your task.",
}


def report(unplaced: Unplaced, *, in_provider: bool) -> str:
    """The text of the event: the closest instance and what it lacks, or that there is none at all."""
    closest = unplaced.closest
    if closest is None:
        where = "capacity provider" if in_provider else "cluster"
        return f"{_UNMET} Reason: No Container Instances were found in your {where}. {_MORE}"
    lack = _CLOSEST.get(closest.reason, f'encountered error "{closest.reason}".')
    return f"{_UNMET} The closest matching (container-instance {closest.instance}) {lack} {_MORE}"
