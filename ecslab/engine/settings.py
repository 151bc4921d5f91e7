"""What a lab is made of before anything happens in it."""

import msgspec

from ecslab.engine.clock import LAB_START
from ecslab.engine.delays import PACKS, Delays
from ecslab.engine.load import Load
from ecslab.engine.quotas import Quotas
from ecslab.engine.workload import Workload


class Settings(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A lab's fixed facts; together with its verbs they decide everything that happens in it."""

    seed: int = 0
    account: str = "123456789012"
    region: str = "us-east-1"
    start_ms: int = LAB_START
    pack: str = "realistic"
    """The name of the delay pack: see `delays.PACKS`."""
    quotas: Quotas = Quotas()
    images: dict[str, Workload] = msgspec.field(default_factory=dict)
    """Profiles of images by name, with or without a tag."""
    loads: dict[str, Load] = msgspec.field(default_factory=dict)
    """What services have to do, by their name or `cluster/name`."""

    @property
    def delays(self) -> Delays:
        """The durations of the pack."""
        return PACKS[self.pack]

    def at(self, start_ms: int) -> "Settings":
        """The same lab with its clock starting at `start_ms`."""
        return msgspec.structs.replace(self, start_ms=start_ms)

    @property
    def administrator(self) -> str:
        """Who calls when a verb names no caller."""
        return f"arn:aws:iam::{self.account}:user/learner"
