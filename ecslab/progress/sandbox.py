"""The saved sandbox: one lab that outlives the process, locked for each use.

SQLite keeps it because SQLite already answers what a file of ours would have to: a lock between
processes, a write that happens whole or not at all, and a file that can be told to be damaged.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from ecslab.aws.api import Aws
from ecslab.engine import snapshot
from ecslab.engine.errors import EcslabError
from ecslab.engine.lab import Lab
from ecslab.progress.errors import ProgressError
from ecslab.progress.opening import Notice, set_aside

FILE_NAME = "sandbox.db"
BUSY_S = 30.0
"""How long a command waits for another one to finish with the sandbox."""

_TABLE = "CREATE TABLE IF NOT EXISTS sandbox (id INTEGER PRIMARY KEY CHECK (id = 1), lab BLOB NOT NULL)"


class Opened(NamedTuple):
    """The sandbox's lab, and what to say about it, if anything."""

    lab: Lab
    notice: Notice | None


@contextmanager
def open_sandbox(folder: Path, make: Callable[[], Lab]) -> Iterator[Opened]:
    """The lab saved in `folder`, or what `make` gives where there is none; kept again when the block ends.

    Nobody else has it meanwhile. A block that raises leaves what was saved as it was. A damaged file
    is renamed, never deleted. Raises ProgressError when the file cannot be used.
    """
    path = folder / FILE_NAME
    connection, notice = _connect(path)
    try:
        with _whole(connection, path):
            saved = connection.execute("SELECT lab FROM sandbox").fetchone()
            opened = _restore(saved[0], path, notice) if saved else Opened(make(), notice)
            yield opened
            content = snapshot.dump(opened.lab)
            connection.execute("INSERT OR REPLACE INTO sandbox VALUES (1, ?)", (content,))
    finally:
        connection.close()


def reset_sandbox(folder: Path, make: Callable[[], Lab]) -> None:
    """Have the next use begin with what `make` gives. Raises ProgressError when the file cannot be used."""
    path = folder / FILE_NAME
    connection, _ = _connect(path)
    try:
        with _whole(connection, path):
            content = snapshot.dump(make())
            connection.execute("INSERT OR REPLACE INTO sandbox VALUES (1, ?)", (content,))
    finally:
        connection.close()


def _connect(path: Path) -> tuple[sqlite3.Connection, Notice | None]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return _open(path), None
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            kept = set_aside(path)
            return _open(path), Notice("progress.sandbox-set-aside", {"kept": str(kept)})
    except (OSError, sqlite3.Error) as error:
        raise ProgressError("sandbox-unusable", path=str(path), problem=str(error)) from error


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None)
    try:
        connection.execute(_TABLE)
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def _whole(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    """One transaction that nobody else can be in."""
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as busy:
        raise ProgressError("sandbox-busy", path=str(path)) from busy
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _restore(content: bytes, path: Path, notice: Notice | None) -> Opened:
    try:
        restored = snapshot.load(content, Aws())
    except EcslabError as error:
        raise ProgressError("sandbox-unreadable", path=str(path)) from error
    return Opened(restored.lab, Notice("progress.sandbox-moved", {}) if restored.moved else notice)
