"""Disturbances: faults of an image that last, as records."""

from ecslab.engine.record import Record


class Disturbance(Record, frozen=True, kw_only=True):
    """What is wrong with every container of an image, until it ends."""

    kind: str
    """The name of the fault."""
    image: str
    """As task definitions write it."""
    amount: int = 0
    """How much of it: the fault says in what unit."""
    exit_code: int = 1
    """What a container exits with because of it."""
    ends_at: int | None = None
    """None: when it is mended."""

    @property
    def key(self) -> str:
        """`kind image`: an image has a fault once."""
        return f"{self.kind} {self.image}"
