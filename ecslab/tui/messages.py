"""What the bridge tells the screen. Of a burst of the same news only the latest is delivered."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from ecslab.grading.judge import Verdict
    from ecslab.progress.records import Deed
    from ecslab.session.printed import Printed
    from ecslab.tui.snapshot import Snapshot


@dataclass
class LabChanged(Message, bubble=False):
    """The lab is now as the snapshot says."""

    snapshot: "Snapshot"

    def can_replace(self, message: Message) -> bool:
        """A later picture stands for every earlier one."""
        return isinstance(message, LabChanged)


@dataclass
class Judged(Message, bubble=False):
    """The goals of `exercise` as they stand now."""

    exercise: str
    verdicts: "tuple[Verdict, ...]"

    def can_replace(self, message: Message) -> bool:
        """A later judgement stands for every earlier one of the same exercise."""
        return isinstance(message, Judged) and message.exercise == self.exercise


@dataclass
class Said(Message, bubble=False):
    """Texts for the terminal, in order; none is ever dropped."""

    printed: "tuple[Printed, ...]"


@dataclass
class Began(Message, bubble=False):
    """The lab of a step is ready: a new one, or one that was brought back."""

    exercise: str | None
    resumed: bool


@dataclass
class Did(Message, bubble=False):
    """What has been done at the desk of `exercise` so far, to be kept."""

    exercise: str | None
    deeds: "tuple[Deed, ...]"
    commands: int
    acted: bool
    """Whether the learner did something; otherwise only time passed."""

    def can_replace(self, message: Message) -> bool:
        """Later deeds hold the earlier ones; one that the learner did is not dropped for time that passed."""
        return isinstance(message, Did) and message.exercise == self.exercise and message.acted >= self.acted


@dataclass
class Busy(Message, bubble=False):
    """Whether something that the learner asked for is still being done."""

    busy: bool

    def can_replace(self, message: Message) -> bool:
        """Only how it is now counts."""
        return isinstance(message, Busy)
