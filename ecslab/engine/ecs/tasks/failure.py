"""Why a task cannot start, and where AWS says so.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html
"""

from typing import NamedTuple

FAILED_TO_START = "Task failed to start"
"""What ECS says of a task whose trouble is told by one of its containers."""


class Failure(NamedTuple):
    """What AWS says, of the task or (on a container instance) of one of its containers."""

    reason: str
    container: str | None = None

    @property
    def stopped_reason(self) -> str:
        """What the task's `stoppedReason` is."""
        return self.reason if self.container is None else FAILED_TO_START
