"""How much a service has to do in a scene."""

from typing import Annotated

from pydantic import Field

from ecslab.course.fields import Duration, Model
from ecslab.engine.load import Curve, Load, Point

Amount = Annotated[float, Field(ge=0, le=1_000_000_000, strict=False)]


class SceneLoad(Model):
    """Amounts by how long after the lab's start they are reached; straight in between, level at the ends."""

    cpu: dict[Duration, Amount] = Field(default_factory=dict)
    """CPU units that the work takes, for all tasks of the service together; 1,024 are one vCPU."""
    memory: dict[Duration, Amount] = Field(default_factory=dict)
    """MiB that the work takes, for all tasks together."""
    requests: dict[Duration, Amount] = Field(default_factory=dict)
    """Requests a minute that come through load balancers."""
    every: Annotated[Duration, Field(ge=1)] | None = None
    """After how long it all begins anew; never when not given."""

    @property
    def load(self) -> Load:
        """As the engine has it."""
        return Load(
            cpu=self._curve(self.cpu), memory=self._curve(self.memory), requests=self._curve(self.requests)
        )

    def _curve(self, amounts: dict[int, float]) -> Curve:
        points = tuple(Point(after_ms, amounts[after_ms]) for after_ms in sorted(amounts))
        return Curve(points=points, repeats_ms=self.every)
