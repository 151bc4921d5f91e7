"""The files of a script: what it wrote, in memory, over a folder that it may only read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecslab.aws.command.files import FileRefused, Files, NoFiles

if TYPE_CHECKING:
    from collections.abc import Mapping


class PathRefused(FileRefused):
    """A path that leaves the script's folder."""


class ScriptFiles:
    """Files by path relative to the script's folder; reads fall back to `base`, writes stay in memory.

    It is a `Files`, so that `file://task.json` in an aws command reads what `cat > task.json` wrote.
    """

    def __init__(self, base: Files | None = None, written: Mapping[str, bytes] | None = None) -> None:
        self._base = base or NoFiles()
        self._written = dict(written or {})

    def read(self, path: str) -> bytes:
        """The content of `path`. Raises FileRefused when there is none, or it is outside the folder."""
        found = self._written.get(inside(path))
        return self._base.read(path) if found is None else found

    def write(self, path: str, content: bytes) -> None:
        """Make `path` hold `content`. Raises PathRefused when it is outside the folder."""
        self._written[inside(path)] = content

    def append(self, path: str, content: bytes) -> None:
        """Add `content` to the end of `path`. Raises PathRefused when it is outside the folder."""
        try:
            self.write(path, self.read(path) + content)
        except PathRefused:
            raise
        except FileRefused:
            self.write(path, content)

    def remove(self, path: str) -> None:
        """Forget what was written to `path`. Raises FileRefused for what cannot be deleted."""
        name = inside(path)
        if name not in self._written:
            self.read(path)
            raise FileRefused(f"'{path}' belongs to the lesson and cannot be deleted")
        del self._written[name]

    def names(self) -> list[str]:
        """Every file by its normal path, sorted."""
        return sorted({*self._base.names(), *self._written})

    def copy(self) -> ScriptFiles:
        """The same files, over the same folder, that go their own way."""
        return ScriptFiles(self._base, self._written)

    @property
    def written(self) -> dict[str, bytes]:
        """A copy of what was written, by normal path: enough to make the same files again."""
        return dict(self._written)


def inside(path: str) -> str:
    """`path` in its one normal form. Raises PathRefused when it leaves the folder or names no file."""
    parts: list[str] = []
    steps = path.split("/")
    # A Windows drive or separator would leave the folder there and be part of a name elsewhere.
    if not path or path.startswith("/") or "\\" in path or ":" in steps[0]:
        raise PathRefused(f"'{path}' is outside the folder of the script")
    for step in steps:
        if step == ".." and not parts:
            raise PathRefused(f"'{path}' is outside the folder of the script")
        if step == "..":
            parts.pop()
        elif step not in ("", "."):
            parts.append(step)
    if not parts or steps[-1] in ("", ".", ".."):
        raise PathRefused(f"'{path}' names a folder, not a file")
    return "/".join(parts)
