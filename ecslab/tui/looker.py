"""What a screen wants to see of a lab, taken off the screen's thread."""

from typing import TYPE_CHECKING

from ecslab.picture.reading.tasks import Memo
from ecslab.tui.snapshot import Snapshot, view

if TYPE_CHECKING:
    from ecslab.picture.parts import Target
    from ecslab.session.desk import Desk


class Looker:
    """Looks at the lab of a desk time and again; what it saw last makes the next look cheaper."""

    def __init__(self) -> None:
        self._memo = Memo()
        self.at: tuple[Target, str] | None = None
        """What is looked at closely, and which tab of it; None: nothing but the whole."""

    def __call__(self, desk: "Desk") -> Snapshot:
        """The lab as it is now."""
        return view(desk.lab, self._memo, self.at)
