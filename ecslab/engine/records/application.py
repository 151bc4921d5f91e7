"""How far a container has come in its script."""

import msgspec

from ecslab.engine.record import Record


class Answer(Record, frozen=True, kw_only=True):
    """What an `aws` command of a script answered, and the files that it wrote."""

    exit_code: int
    stdout: str
    stderr: str
    files: dict[str, bytes] = msgspec.field(default_factory=dict)


class Stage(Record, frozen=True, kw_only=True):
    """A run of a script that may be paused: what it began with, and what has happened in it since.

    A paused script is taken up again by running it anew with the answers that its commands got before.
    """

    script: str
    variables: dict[str, str]
    exported: tuple[str, ...]
    files: dict[str, bytes] = msgspec.field(default_factory=dict)
    errexit: bool = False
    """Whether it ends with the first command that fails."""
    nounset: bool = False
    """Whether a variable that is not set is an error."""
    answers: tuple[Answer, ...] = ()
    """What its `aws` commands answered so far."""
    pauses: int = 0
    """How many of its sleeps are over."""
    told: int = 0
    """How many of its commands' outputs have been written."""


class Turn(Record, frozen=True, kw_only=True):
    """How a script went on until it slept or ended."""

    lines: tuple[str, ...] = ()
    """What it wrote."""
    stage: Stage
    """With what it goes on: after a sleep the same stage, after its end a fresh one of the same script."""
    sleeps_ms: int | None = None
    """How long it sleeps; None when it has ended."""
    exit_code: int = 0
    """What it ended with."""
    exited: bool = False
    """Whether it ended for good, by `exit` or a failure under `set -e`."""


class Application(Record, frozen=True, kw_only=True):
    """A running container's script."""

    task: str
    container: str
    start: int
    """Which start of the container this is, from 0."""
    stage: Stage
    loop: str | None = None
    """What it does over and over once this stage is done."""
    looping: bool = False
    """Whether this stage is a round of the loop."""

    @property
    def key(self) -> str:
        """`task/container`."""
        return f"{self.task}/{self.container}"
