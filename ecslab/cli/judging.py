"""The process that judges: a request in, one line of JSON out. Only that process imports this module."""

import faulthandler
import json
import sys
from pathlib import Path
from typing import Any

from ecslab.cli.confined import GRACE_S, Request, without_verdict
from ecslab.course.findings import CourseError, UnknownName
from ecslab.course.loader import load_course
from ecslab.course.text import both
from ecslab.grading.grade import grade
from ecslab.grading.result import Result, Status
from ecslab.locale import words

MEMORY_BYTES = 2 * 1024**3
"""The most address space that judging may take, where the system can hold it to that."""


def main() -> None:
    """Read a request from standard input, say that judging begins, then answer."""
    request: dict[str, Any] = json.loads(sys.stdin.buffer.readline())
    _bound_memory()
    # Said once everything is loaded: how long that takes is no fault of the submission.
    _say(b"ready")
    # Should the one who asked be gone, this ends too, even if Python itself is stuck.
    faulthandler.dump_traceback_later(request["timeout_s"] + 2 * GRACE_S, exit=True)
    result, unknown = _judged(request)
    _say(json.dumps({"result": result.model_dump(), "unknown_exercise": unknown}).encode())


def _judged(told: dict[str, Any]) -> tuple[Result, bool]:
    """The result, and whether there is no such exercise."""
    request = Request(told["exercise"], told["name"], told["seed"], told["timeout_s"])
    try:
        course = load_course(Path(told["course"]) if told["course"] else None)
        result = grade(
            course,
            request.exercise,
            told["text"],
            name=request.name,
            seed=request.seed,
            timeout_s=request.timeout_s,
        )
    except UnknownName as error:
        return without_verdict(request, Status.BROKEN, both(error.text)).result, True
    except CourseError as error:
        findings = both(error.text)
        problem = both(
            lambda language: words(language)("grading.problem.lesson", problem=findings.of(language))
        )
        return without_verdict(request, Status.BROKEN, problem).result, False
    return result, False


def _say(line: bytes) -> None:
    sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()


def _bound_memory() -> None:
    if sys.platform == "win32":
        return
    import resource  # deferred: there is none on Windows

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = MEMORY_BYTES if hard == resource.RLIM_INFINITY else min(MEMORY_BYTES, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
