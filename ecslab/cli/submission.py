"""The submission's file, read without trusting it."""

from pathlib import Path

from ecslab.aws.shell import MAX_SCRIPT_BYTES, ScriptError, decode
from ecslab.cli.confined import Graded, Request, without_verdict
from ecslab.cli.failures import of_file
from ecslab.course.text import both
from ecslab.grading.result import Status
from ecslab.locale import words


def submission(path: Path, request: Request) -> str | Graded:
    """The text of the submission, or the result of one that cannot be read."""
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            # A pipe or a device may never end.
            problem = both(lambda language: words(language)("cli.grade.no-plain-file", file=request.name))
            return without_verdict(request, Status.REFUSED, problem)
        with path.open("rb") as stream:
            return decode(stream.read(MAX_SCRIPT_BYTES + 1), request.name)
    except ScriptError as error:
        return without_verdict(request, Status.REFUSED, both(error.say))
    except (OSError, ValueError) as error:
        refused = error if isinstance(error, OSError) else OSError(0, str(error), str(path))
        return without_verdict(request, Status.REFUSED, both(lambda language: of_file(refused, language)))
