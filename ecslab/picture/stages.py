"""Where in its life a task is, as far as a picture tells, and the mark of each stage.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html
"""

from collections.abc import Mapping
from enum import StrEnum


class Stage(StrEnum):
    """Where in its life a task is."""

    WAITING = "waiting"
    STARTING = "starting"
    RUNNING = "running"
    STOPPING = "stopping"
    STOPPED = "stopped"


STAGE_OF: Mapping[str, Stage] = {
    "PROVISIONING": Stage.WAITING,
    "PENDING": Stage.WAITING,
    "ACTIVATING": Stage.STARTING,
    "RUNNING": Stage.RUNNING,
    "DEACTIVATING": Stage.STOPPING,
    "STOPPING": Stage.STOPPING,
    "DEPROVISIONING": Stage.STOPPING,
    "STOPPED": Stage.STOPPED,
}
"""The stage of each of ECS's task states."""

MARKS: Mapping[Stage, str] = {
    Stage.WAITING: "○",
    Stage.STARTING: "◐",
    Stage.RUNNING: "●",
    Stage.STOPPING: "◌",
    Stage.STOPPED: "×",
}
"""How each stage is marked."""
