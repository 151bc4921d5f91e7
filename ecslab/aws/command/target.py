"""What the command line needs of a lab."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ecslab.engine.state import State


class Target(Protocol):
    """Where calls go and whose time passes while a waiter waits."""

    @property
    def region(self) -> str:
        """The one region that the calls reach."""

    @property
    def account(self) -> str:
        """The account that the calls reach."""

    @property
    def now(self) -> int:
        """Virtual time in milliseconds since the Unix epoch."""

    @property
    def state(self) -> State:
        """What the calls reach, to look up credentials in."""

    def call(
        self, service: str, operation: str, params: Mapping[str, Any], caller: str | None = None
    ) -> dict[str, Any]:
        """The AWS-shaped response of an operation by its API name; raises ApiError.

        `caller` is an access key; who it is without one is the target's affair.
        """

    def advance(self, duration_ms: int) -> None:
        """Let virtual time pass."""
