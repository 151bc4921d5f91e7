"""What the screen shows of a lab: its picture, the names in it, and when something is due next."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from ecslab.picture.looking.look import look
from ecslab.picture.looking.page import Page
from ecslab.picture.parts import Target
from ecslab.picture.reading.lab import read
from ecslab.picture.reading.tasks import Memo
from ecslab.picture.views import LabView

if TYPE_CHECKING:
    from ecslab.engine.lab import Lab

NAMES_LISTED = 500
"""Names of one kind that are offered for completion."""


class Snapshot(Struct, frozen=True):
    """A lab at one instant."""

    now_ms: int
    lab: LabView = LabView()
    names: Mapping[str, tuple[str, ...]] = {}
    """What exists, by kind as completion has them: cluster, service, task, task-definition …"""
    next_event_ms: int | None = None
    page: Page | None = None
    """What is looked at closely; None where that is not there."""

    @property
    def live(self) -> int:
        """How many tasks have not stopped."""
        return self.lab.live


def view(lab: "Lab", memo: Memo | None = None, at: tuple[Target, str] | None = None) -> Snapshot:
    """The lab now, and what `at` looks at; see `read` for the memo."""
    world = lab.world
    return Snapshot(
        now_ms=lab.now,
        lab=read(lab, memo),
        names={
            "cluster": _some(cluster.name for cluster in world.clusters.values()),
            "service": _some(
                service.name for service in world.services.values() if service.status != "INACTIVE"
            ),
            "task": _some(task.id for task in world.tasks.values() if task.last_status != "STOPPED"),
            "task-definition": _some(
                made.key for made in world.definitions.values() if made.status == "ACTIVE"
            ),
            "family": _some(family.name for family in world.families.values()),
            "subnet": _some(subnet.id for subnet in world.subnets.values()),
            "security-group": _some(group.id for group in world.security_groups.values()),
            "vpc": _some(vpc.id for vpc in world.vpcs.values()),
        },
        next_event_ms=lab.next_event_at(),
        page=look(lab, *at) if at is not None else None,
    )


def _some(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name, _ in zip(names, range(NAMES_LISTED), strict=False))
