"""How fast the lab's clock runs against the wall clock."""

from msgspec import Struct
from msgspec.structs import replace

RATES = (1, 10, 60, 600)
"""Virtual seconds for each real one."""

DEFAULT_RATE = 10
"""Fast enough that a Fargate task starts while one watches, slow enough to see it."""


class Pace(Struct, frozen=True):
    """A rate, and whether the clock runs at all."""

    rate: int = DEFAULT_RATE
    running: bool = True

    def paused(self) -> "Pace":
        """The same rate, standing still or running again."""
        return replace(self, running=not self.running)

    def saved(self) -> str:
        """As a setting: `10`, or `10 paused`."""
        return f"{self.rate}{'' if self.running else ' paused'}"


def restored(setting: str) -> Pace:
    """The pace that `saved` wrote; the default for anything else."""
    rate, _, word = setting.partition(" ")
    if rate.isdecimal() and int(rate) in RATES:
        return Pace(int(rate), running=word != "paused")
    return Pace()
