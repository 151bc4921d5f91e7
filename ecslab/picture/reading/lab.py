"""A view of a whole lab: its clusters and its schedules."""

from typing import TYPE_CHECKING

from ecslab.picture.reading import clusters, schedules
from ecslab.picture.reading.tasks import Memo
from ecslab.picture.views import LabView

if TYPE_CHECKING:
    from ecslab.engine.lab import Lab


def read(lab: "Lab", memo: Memo | None = None) -> LabView:
    """The lab as it is now; looks at every task once, at those that `memo` knows only briefly."""
    memo = Memo() if memo is None else memo
    world = lab.world
    view = LabView(
        now_ms=lab.now,
        clusters=tuple(
            clusters.read(lab, cluster, memo)
            for cluster in world.clusters.values()
            if cluster.status != "INACTIVE"
        ),
        schedules=schedules.read(lab, memo),
    )
    memo.turn()
    return view
