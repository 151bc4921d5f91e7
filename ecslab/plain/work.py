"""Working in a lab by lines: the commands of the lab's terminal, one after another, each to its end."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from ecslab.engine.clock import format_duration, to_datetime
from ecslab.engine.errors import EcslabError
from ecslab.grading.limits import OutOfBounds
from ecslab.locale import Words, words
from ecslab.plain import lines
from ecslab.session import shell
from ecslab.session.desk import Desk, Stopped
from ecslab.session.lab_commands import LabCommand
from ecslab.session.printed import Printed, Work
from ecslab.session.sentence import sentence

COMMANDS = (
    "hint",
    "check",
    "why",
    "undo",
    "reset",
    "kill",
    "fault",
    "wait",
    "clock",
    "bill",
    "journal",
    "solution",
    "operations",
)
"""The lab's own commands that work here, in the order of the help."""


def read_script(prompt: str, first: str | None = None) -> str:
    """A line, or the several lines of one that goes on. Raises Ended."""
    text = lines.read(prompt) if first is None else first
    while shell.incomplete(text):
        text += "\n" + lines.read("> ")
    return text


def do(desk: Desk, work: Work, language: str) -> None:
    """Do something at the desk and write what comes of it; Ctrl-C stops it on the way."""
    try:
        with _stoppable(desk):
            lines.write_all(work(desk))
    except Stopped:
        lines.write(words(language)("tui.terminal.stopped"))
    except OutOfBounds as error:
        lines.write(error.problem.of(language))
    except EcslabError as error:
        lines.write(sentence(error, language))


@contextmanager
def _stoppable(desk: Desk) -> Iterator[None]:
    """The first Ctrl-C stops the desk, where the lab is whole; a second one ends whatever it hits."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_number: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        desk.stop()

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def lab_work(command: LabCommand, language: str) -> Work | None:
    """What one of the lab's own commands does; None for one that is no work in the lab."""
    say = words(language)
    if command.name == "clock":
        return shell.to_next_event(say) if command.argument == "next" else _clock(say)
    return shell.lab_work(command, language)


def _clock(say: Words) -> Callable[[Desk], tuple[Printed, ...]]:
    """The lab's time, and when something happens next."""

    def work(desk: Desk) -> tuple[Printed, ...]:
        now, due = desk.lab.now, desk.lab.next_event_at()
        told = [f"{to_datetime(now):%Y-%m-%d %H:%M:%S} UTC"]
        if due is not None:
            told.append(
                say("tui.clock.next", duration=format_duration(max(0, due - now + 999) // 1000 * 1000))
            )
        told.append(say("plain.clock"))
        return tuple(Printed(each, "word") for each in told)

    return work
