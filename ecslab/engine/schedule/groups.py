"""Groups of schedules, and how they go with all that is in them.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-group.html
"""

from typing import Final

from ecslab.engine import arn
from ecslab.engine.errors import ApiError
from ecslab.engine.platform.schedules import ScheduleGroup
from ecslab.engine.schedule import schedules
from ecslab.engine.state import State

DELETED: Final = "schedule-group-deleted"


def find(state: State, name: str) -> ScheduleGroup:
    """The group of that name. Raises ResourceNotFoundException."""
    group = state.world.schedule_groups.get(name)
    if group is None:
        raise ApiError("ResourceNotFoundException", f"Schedule group {name} does not exist.", status=404)
    return group


def arn_of(state: State, name: str) -> str:
    """The ARN of a group."""
    return arn.scheduler(state.settings, "schedule-group", name)


def delete(state: State, group: ScheduleGroup) -> None:
    """Begin to delete a group; its schedules run until they are gone with it."""
    if not group.deleting:
        state.world.schedule_groups.put(group.replace(deleting=True, changed_at=state.now))
        state.after(state.delays.schedule_group, DELETED, group.name)


def deleted(state: State, ids: tuple[str, ...]) -> None:
    """A group and its schedules are gone."""
    (name,) = ids
    for schedule in list(state.world.schedules.where("group", name)):
        schedules.remove(state, schedule)
    state.world.schedule_groups.remove(name)
    tagged = arn_of(state, name)
    if tagged in state.world.tags:
        state.world.tags.remove(tagged)
