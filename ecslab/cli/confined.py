"""Judging in a process of its own: whatever a submission does to it, there is an answer, and in time."""

import json
import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import IO, Any

from ecslab import __version__
from ecslab.course.text import Text, both
from ecslab.grading.report.clean import clean
from ecslab.grading.result import Result, Status
from ecslab.locale import words

STARTUP_S = 60.0
"""How long the process may take to start, which is no fault of the submission."""
GRACE_S = 2.0
"""How long after its time the process may still answer by itself, with the goals it has judged."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be judged."""

    exercise: str
    name: str
    """What messages call the submission."""
    seed: int
    timeout_s: float
    course: Path | None = None


@dataclass(frozen=True, slots=True)
class Graded:
    """The result, and whether the exercise that was asked for exists at all."""

    result: Result
    unknown_exercise: bool = False


def graded(request: Request, text: str) -> Graded:
    """The result of the submission `text`; never raises for anything that the submission does."""
    # The folder that ecslab is called in may be a stranger's: nothing is imported from there.
    path = [entry for entry in sys.path if entry]
    code = f"import sys; sys.path[:] = {path!r}; from ecslab.cli.judging import main; main()"
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own code
        [sys.executable, "-P", "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=None if os.environ.get("ECSLAB_DEBUG") == "1" else subprocess.DEVNULL,
    )
    lines: Queue[bytes] = Queue()
    reader = Thread(target=_pass_on, args=(process.stdout, lines), daemon=True)
    reader.start()
    try:
        asked = asdict(request) | {"course": str(request.course) if request.course else None, "text": text}
        _tell(process.stdin, json.dumps(asked).encode() + b"\n")
        return _answer(request, lines)
    finally:
        process.kill()
        reader.join()
        process.wait()


def without_verdict(request: Request, status: Status, problem: Text) -> Graded:
    """The result when nothing was judged."""
    result = Result(
        exercise=clean(request.exercise),
        submission=clean(request.name),
        status=status,
        passed=False,
        problem=problem,
        seed=request.seed,
        engine=__version__,
    )
    return Graded(result)


def _answer(request: Request, lines: Queue[bytes]) -> Graded:
    try:
        lines.get(timeout=STARTUP_S)
        answer = lines.get(timeout=request.timeout_s + GRACE_S)
    except Empty:
        seconds = f"{request.timeout_s:g}"
        return without_verdict(request, Status.TIMED_OUT, _problem("timed-out", seconds=seconds))
    if not answer:
        return without_verdict(
            request, Status.CRASHED, both(lambda language: words(language)("cli.grade.died"))
        )
    told: dict[str, Any] = json.loads(answer)
    return Graded(Result.model_validate(told["result"]), told["unknown_exercise"])


def _tell(stream: IO[bytes] | None, line: bytes) -> None:
    # A process that has died hears nothing; that is noticed when its answer is read.
    with suppress(BrokenPipeError):
        if stream is not None:
            stream.write(line)
            stream.close()


def _pass_on(stream: IO[bytes] | None, lines: Queue[bytes]) -> None:
    """Put every line into `lines`; at the end an empty one for each line that could still be waited for."""
    if stream is not None:
        with stream:
            for line in stream:
                lines.put(line)
    lines.put(b"")
    lines.put(b"")


def _problem(key: str, **values: object) -> Text:
    return both(lambda language: words(language)(f"grading.problem.{key}", **values))
