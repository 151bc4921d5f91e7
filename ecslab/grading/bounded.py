"""A lab with bounds: what a submission's commands reach."""

from collections.abc import Mapping
from typing import Any

from ecslab.engine.lab import Lab
from ecslab.engine.state import State
from ecslab.grading.limits import LIMITS, Expired, Limits, OutOfBounds, OutOfTime, never


class BoundedLab:
    """A lab as the `aws` command line sees it; raises OutOfTime or OutOfBounds."""

    def __init__(self, lab: Lab, limits: Limits = LIMITS, expired: Expired = never) -> None:
        self.lab = lab
        self._limits = limits
        self._expired = expired
        self._ends_at = lab.now + limits.passes_ms

    @property
    def region(self) -> str:
        """The one region that the calls reach."""
        return self.lab.region

    @property
    def account(self) -> str:
        """The account that the calls reach."""
        return self.lab.account

    @property
    def now(self) -> int:
        """Virtual time in milliseconds since the Unix epoch."""
        return self.lab.now

    @property
    def state(self) -> State:
        """What the calls reach."""
        return self.lab.state

    def call(
        self, service: str, operation: str, params: Mapping[str, Any], caller: str | None = None
    ) -> dict[str, Any]:
        """The answer of an AWS API call; raises ApiError."""
        self._look()
        answer = self.lab.call(service, operation, params, caller)
        # What services have yet to start counts too: they would start it all at one instant.
        desired = sum(service.desired for service in self.lab.world.services.values())
        if desired > self._limits.tasks:
            raise OutOfBounds("tasks", self._limits.tasks)
        return answer

    def advance(self, duration_ms: int) -> None:
        """Let virtual time pass, from one instant to the next, so that a bound is met when it is passed."""
        end = self.lab.now + duration_ms
        if end > self._ends_at:
            raise OutOfBounds("time", self._limits.passes_ms)
        while (due_at := self.lab.next_event_at()) is not None and due_at < end:
            self.lab.advance_to(due_at)
            self._look()
        self.lab.advance_to(end)
        self._look()

    def _look(self) -> None:
        if self._expired():
            raise OutOfTime
        if len(self.lab.world.tasks) > self._limits.tasks:
            raise OutOfBounds("tasks", self._limits.tasks)
