"""Views of tasks. Records never change, so a view is made anew only for a task that has a new record."""

from typing import NamedTuple

from ecslab.engine.records.task import Task
from ecslab.picture.stages import STAGE_OF
from ecslab.picture.views import TaskView


class Owner(NamedTuple):
    """What a task belongs to, as a picture marks it."""

    letter: str
    name: str
    service: bool
    primary: str | None
    """The id of the service's primary deployment."""


class Memo:
    """The views that were made last, and what each was made from."""

    def __init__(self) -> None:
        self._before: dict[str, tuple[Task, Owner, TaskView]] = {}
        self._now: dict[str, tuple[Task, Owner, TaskView]] = {}
        self.firings: dict[str, tuple[object, int | None]] = {}
        """When each schedule is due next, and the record that says so."""

    def view(self, task: Task, owner: Owner) -> TaskView:
        """The view of a task."""
        found = self._before.get(task.id)
        if found is None or found[0] is not task or found[1] != owner:
            found = (task, owner, _view(task, owner))
        self._now[task.id] = found
        return found[2]

    def turn(self) -> None:
        """A reading has ended: what it did not meet is forgotten."""
        self._before, self._now = self._now, {}


def _view(task: Task, owner: Owner) -> TaskView:
    return TaskView(
        id=task.id,
        stage=STAGE_OF[task.last_status],
        status=task.last_status,
        letter=owner.letter,
        owner=owner.name,
        definition=task.definition,
        service=owner.service,
        old=owner.primary is not None and task.deployment != owner.primary,
        capacity=task.capacity_provider or task.launch_type,
        instance=task.instance,
        cpu=task.cpu,
        memory=task.memory,
        ailing=task.health_checked and task.health == "UNHEALTHY",
    )
