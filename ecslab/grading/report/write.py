"""Where reports go: `--format F[=FILE]` read, reports rendered, files replaced in one step or not at all."""

from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from secrets import token_hex

from ecslab.engine.errors import EcslabError
from ecslab.grading.report.clean import clean
from ecslab.grading.report.json import json
from ecslab.grading.report.junit import junit
from ecslab.grading.report.text import text
from ecslab.grading.result import Result
from ecslab.locale import words

FORMATS = ("text", "json", "junit")
"""The formats that there are."""


class ReportError(EcslabError):
    """A report cannot be made or written as asked; `code` names the sentence `report.error.<code>`."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__()
        self.code = code
        self.values = values

    def say(self, language: str) -> str:
        """What is wrong, in `language`."""
        return words(language)(f"report.error.{self.code}", **self.values)

    def __str__(self) -> str:
        return self.say("en")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A report that is asked for: on standard output, or in a file."""

    format: str
    file: Path | None = None


def wanted(option: str) -> Wanted:
    """What `F` or `F=FILE` asks for. Raises ReportError for an unknown format or an empty file name."""
    name, given, file = option.partition("=")
    if name not in FORMATS:
        allowed = ", ".join(FORMATS)
        if near := get_close_matches(name.lower(), FORMATS, 1, 0.5):
            raise ReportError("unknown-near", name=name, near=near[0], allowed=allowed)
        raise ReportError("unknown", name=name, allowed=allowed)
    if given and not file:
        raise ReportError("no-file", name=name)
    return Wanted(name, Path(file) if file else None)


def render(result: Result, report_format: str, language: str, *, colour: bool = False) -> str:
    """The report on `result` in one of FORMATS."""
    if report_format == "json":
        return json(result)
    if report_format == "junit":
        return junit(result, language)
    return text(result, language, colour=colour)


def write(file: Path, report: str) -> None:
    """Make `file` hold `report`: whole, or as it was before. Raises ReportError when it cannot be written."""
    try:
        target = file.resolve()
        if target.exists() and not target.is_file():
            # A device or a pipe takes bytes; it must not be replaced by a file.
            target.write_bytes(report.encode())
        else:
            _replace(target, report.encode())
    except (OSError, ValueError) as error:
        raise _unwritable(file, error) from error


def _unwritable(file: Path, error: OSError | ValueError) -> ReportError:
    shown = clean(str(file))
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return ReportError("no-folder", file=shown, folder=clean(str(file.parent)))
        case IsADirectoryError():
            return ReportError("a-folder", file=shown)
        case PermissionError():
            return ReportError("not-allowed", file=shown)
    problem = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return ReportError("unwritable", file=shown, problem=problem)


def _replace(target: Path, content: bytes) -> None:
    temporary = target.with_name(f".{target.name}.{token_hex(8)}")
    try:
        with temporary.open("xb") as stream:
            stream.write(content)
        temporary.replace(target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
