"""The saved sandbox as the commands use it: opened, spoken of, kept again."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ecslab.cli.output import narration
from ecslab.cli.scenes import scene
from ecslab.engine.lab import Lab
from ecslab.grading.scene import build
from ecslab.locale import words
from ecslab.progress.home import data_folder
from ecslab.progress.sandbox import open_sandbox, reset_sandbox


@contextmanager
def sandbox(language: str) -> Iterator[Lab]:
    """The sandbox's lab, an empty one at first; what was done to it is kept when the block ends."""
    with open_sandbox(data_folder(os.environ), lambda: _new(None, None, 0)) as opened:
        if opened.notice is not None:
            narration(words(language)(opened.notice.key, **opened.notice.values))
        yield opened.lab


def begin_anew(scene_name: str | None, course: Path | None, seed: int) -> None:
    """Replace the sandbox by a new one, as the scene describes it."""
    reset_sandbox(data_folder(os.environ), lambda: _new(scene_name, course, seed))


def _new(scene_name: str | None, course: Path | None, seed: int) -> Lab:
    return build(scene(scene_name, course), seed)
