"""What can be typed in the terminal beside scripts of aws commands."""

from typing import NamedTuple

LAB_COMMANDS = (
    "bill",
    "check",
    "clear",
    "clock",
    "exit",
    "fault",
    "help",
    "hint",
    "journal",
    "kill",
    "next",
    "operations",
    "reset",
    "solution",
    "undo",
    "wait",
    "why",
)
"""Their names; each has a line `tui.command.<name>` in the catalogues."""


class LabCommand(NamedTuple):
    """A command of the lab's own."""

    name: str
    argument: str


def lab_command(text: str) -> LabCommand | None:
    """The lab command that `text` is; None where it is a script."""
    name, _, argument = text.strip().partition(" ")
    if "\n" in text.strip() or name not in LAB_COMMANDS:
        return None
    return LabCommand(name, argument.strip())
