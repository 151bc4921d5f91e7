"""The `aws` command line over a lab, made from AWS's own models."""

from __future__ import annotations

from ecslab.aws.command.complete import Completion, complete
from ecslab.aws.command.files import FileRefused, Files, FolderFiles, NoFiles, VirtualFiles
from ecslab.aws.command.front import Command
from ecslab.aws.command.outcome import Outcome
from ecslab.aws.command.target import Target

__all__ = [
    "Command",
    "Completion",
    "FileRefused",
    "Files",
    "FolderFiles",
    "NoFiles",
    "Outcome",
    "Target",
    "VirtualFiles",
    "complete",
]
