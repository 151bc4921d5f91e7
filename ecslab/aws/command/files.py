"""The files that a command line reads and writes: none, virtual ones, or those of one folder."""

from __future__ import annotations

import os
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Protocol

from ecslab.engine.errors import EcslabError

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_BYTES = 1 << 20
"""The largest file that is read; no request that a lab answers may be as large."""


class FileRefused(EcslabError):
    """A file that is missing, too large, or outside the one folder that may be used."""


class FileMissing(FileRefused):
    """A file that is not there."""


class Files(Protocol):
    """Where the content of files comes from and goes to."""

    def read(self, path: str) -> bytes:
        """The content of `path`; raises FileRefused."""

    def write(self, path: str, content: bytes) -> None:
        """Make `path` hold `content`; raises FileRefused."""

    def remove(self, path: str) -> None:
        """Delete the file at `path`; raises FileRefused."""

    def names(self) -> list[str]:
        """Every file by its path below the folder, sorted."""


class NoFiles:
    """A command line that may read no file at all."""

    def read(self, path: str) -> bytes:
        """Refuse, whatever the path."""
        raise FileRefused(f"no file can be read here, so '{path}' cannot")

    def write(self, path: str, content: bytes) -> None:  # noqa: ARG002  # it is refused, whatever it is
        """Refuse, whatever the path."""
        raise FileRefused(f"no file can be written here, so '{path}' cannot")

    def remove(self, path: str) -> None:
        """Refuse, whatever the path."""
        raise FileRefused(f"no file can be deleted here, so '{path}' cannot")

    def names(self) -> list[str]:
        """None."""
        return []


class VirtualFiles:
    """Files that exist in memory only, as the here-documents of a script do."""

    def __init__(self, contents: Mapping[str, bytes] | None = None) -> None:
        self._contents = {_normal(path): content for path, content in (contents or {}).items()}

    def write(self, path: str, content: bytes) -> None:
        """Make `path` hold `content`; raises FileRefused for a path that leaves the folder."""
        self._contents[_normal(path)] = content

    def read(self, path: str) -> bytes:
        """The content of `path`; raises FileRefused."""
        name = _normal(path)
        if name not in self._contents:
            raise FileMissing(_missing(path, list(self._contents)))
        return self._contents[name]

    def remove(self, path: str) -> None:
        """Forget `path`; raises FileRefused."""
        self.read(path)
        del self._contents[_normal(path)]

    def names(self) -> list[str]:
        """Every path."""
        return sorted(self._contents)


class FolderFiles:
    """The files under one folder; neither `..` nor a link leads out of it.

    They are only read, unless it is `writable`.
    """

    def __init__(self, root: Path, *, writable: bool = False) -> None:
        self._root = root.resolve()
        self._writable = writable

    def read(self, path: str) -> bytes:
        """The content of `path`, relative to the folder; raises FileRefused."""
        try:
            found = self._inside(path)
            if not found.is_file():
                raise FileMissing(_missing(path, self._names(found.parent)))
            if found.stat().st_size > MAX_BYTES:
                raise FileRefused(f"'{path}' is larger than {MAX_BYTES} bytes")
            return found.read_bytes()
        except (OSError, ValueError) as error:
            raise FileRefused(f"'{path}' cannot be read: {error}") from error

    def write(self, path: str, content: bytes) -> None:
        """Make `path` hold `content`, in folders that are made as needed; raises FileRefused."""
        try:
            found = self._changeable(path)
            found.parent.mkdir(parents=True, exist_ok=True)
            found.write_bytes(content)
        except (OSError, ValueError) as error:
            raise FileRefused(f"'{path}' cannot be written: {error}") from error

    def remove(self, path: str) -> None:
        """Delete the file at `path`; raises FileRefused."""
        try:
            self._changeable(path).unlink()
        except (OSError, ValueError) as error:
            raise FileRefused(f"'{path}' cannot be deleted: {error}") from error

    def names(self) -> list[str]:
        """Every file of the folder and of those below it; no link is followed."""
        found = [
            Path(folder, name).relative_to(self._root).as_posix()
            for folder, _, names in os.walk(self._root)
            for name in names
        ]
        return sorted(name for name in found if (self._root / name).is_file())

    def _inside(self, path: str) -> Path:
        found = (self._root / path).resolve()
        if not found.is_relative_to(self._root):
            raise FileRefused(f"'{path}' is outside the folder that may be used")
        return found

    def _changeable(self, path: str) -> Path:
        if not self._writable:
            raise FileRefused(f"no file can be changed here, so '{path}' cannot")
        return self._inside(path)

    def _names(self, folder: Path) -> list[str]:
        if not folder.is_dir():
            return []
        return [
            entry.relative_to(self._root).as_posix() for entry in sorted(folder.iterdir()) if entry.is_file()
        ]


def _normal(path: str) -> str:
    """`path` without `.` and `..`; raises FileRefused when it is absolute or leaves its folder."""
    parts: list[str] = []
    for part in PurePosixPath(path).parts:
        if part == "/" or (part == ".." and not parts):
            raise FileRefused(f"'{path}' is outside the folder that may be used")
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def _missing(path: str, present: list[str]) -> str:
    near = get_close_matches(path, present, n=1)
    return f"there is no file '{path}'" + (f"; did you mean '{near[0]}'?" if near else "")
