"""Open the progress of a learner, whatever state its file is in, and lose nothing."""

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from ecslab.progress.schema import Damaged, Newer, prepare
from ecslab.progress.store import Store

FILE_NAME = "progress.db"
BUSY_S = 5.0
"""How long a statement waits for another process to finish writing."""


class Notice(NamedTuple):
    """Something the learner should be told: a key of the `progress` catalogue and its values."""

    key: str
    values: Mapping[str, str]


class Opened(NamedTuple):
    """A store that works, and what to say about it, if anything."""

    store: Store
    notice: Notice | None


def open_store(folder: Path) -> Opened:
    """The progress kept in `folder`, which is made if need be; never raises.

    A damaged file is renamed, never deleted, and a new one begun. A file that cannot be used (no
    permission, written by a newer ecslab) is left as it is; the store then lasts as long as the process.
    """
    path = folder / FILE_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            return Opened(Store(_connect(path)), None)
        except Damaged:
            kept = set_aside(path)
            return Opened(Store(_connect(path)), Notice("progress.set-aside", {"kept": str(kept)}))
    except Newer:
        return Opened(open_passing(), Notice("progress.newer", {"path": str(path)}))
    except (OSError, sqlite3.Error, Damaged) as error:
        return Opened(open_passing(), Notice("progress.unusable", {"path": str(path), "error": str(error)}))


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None)
    try:
        prepare(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def open_passing() -> Store:
    """A store that lasts as long as the process."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    prepare(connection)
    return Store(connection, lasting=False)


def set_aside(path: Path) -> Path:
    """Rename the file and what SQLite keeps beside it; the first free number is taken. Raises OSError."""
    number = 1
    while (kept := path.with_name(f"{path.name}.damaged-{number}")).exists():
        number += 1
    path.rename(kept)
    for suffix in ("-wal", "-shm", "-journal"):
        # Left in place they would be taken for the new file's own.
        beside = path.with_name(path.name + suffix)
        if beside.exists():
            beside.rename(kept.with_name(kept.name + suffix))
    return kept
