"""The files of a lesson's folder: found inside it only, read as text, hashed."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from ecslab.course.document import MAX_BYTES, Document, decode, read
from ecslab.course.findings import Code, CourseError, Finding, Place


def inside(folder: Path, name: str) -> Path | None:
    """Where the file `name` is; None when there is none, or it lies outside `folder` (by a link, say)."""
    try:
        path = (folder / name).resolve()
        return path if path.is_file() and path.is_relative_to(folder.resolve()) else None
    except (OSError, ValueError):  # a loop of links; a name that no file can have
        return None


def content(folder: Path, name: str) -> bytes:
    """The bytes of the file `name` inside `folder`; raises CourseError when it cannot be read."""
    path = inside(folder, name)
    if path is None:
        raise CourseError([Finding(Code.FILE_MISSING, name, Place(), "", {"file": name})])
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError:
        raise CourseError([Finding(Code.FILE_UNREADABLE, name, Place(), "")]) from None


def text(folder: Path, name: str) -> str:
    """The text of the file `name` inside `folder`; raises CourseError when it cannot be read."""
    return decode(content(folder, name), name)


def document(folder: Path, name: str) -> Document:
    """The YAML file `name` inside `folder`; raises CourseError when it cannot be read."""
    return read(content(folder, name), name)


def names(folder: Path) -> Iterator[str]:
    """Every file below `folder`, with '/' between its parts, sorted; hidden ones aside."""
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_file() and not any(part.startswith((".", "__")) for part in parts):
            yield "/".join(parts)


def digest(folder: Path) -> str:
    """The SHA-256 of the names and contents of all files below `folder`; line ends do not count."""
    total = hashlib.sha256()
    for name in names(folder):
        content_hash = hashlib.sha256((folder / name).read_bytes().replace(b"\r\n", b"\n"))
        total.update(f"{content_hash.hexdigest()} {name}\n".encode())
    return total.hexdigest()
