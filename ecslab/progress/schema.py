"""The tables of the progress database, and how a file is told to be ours."""

import sqlite3

APPLICATION_ID = 0x45435331
"""Written into the file (`ECS1`), so that another program's database is never taken for ours."""

VERSION = 2
"""Grows with the tables; a file of a newer version is left alone."""

TABLES = """
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE position (lesson TEXT PRIMARY KEY, step TEXT NOT NULL, at_ms INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE solved (
    exercise TEXT PRIMARY KEY, points INTEGER NOT NULL, commands INTEGER NOT NULL,
    solution_shown INTEGER NOT NULL, at_ms INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE solution_seen (exercise TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE answer (
    question TEXT PRIMARY KEY, chosen TEXT NOT NULL, is_right INTEGER NOT NULL, at_ms INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE line (sequence INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT NOT NULL);
CREATE TABLE attempt (exercise TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
"""
"""The tables of version 1."""

LATER = {
    2: """
ALTER TABLE answer ADD COLUMN typed TEXT NOT NULL DEFAULT '';
CREATE TABLE review (
    card TEXT NOT NULL, at_ms INTEGER NOT NULL, rating INTEGER NOT NULL, PRIMARY KEY (card, at_ms)
) WITHOUT ROWID;
""",
}
"""What each later version adds."""


class Damaged(Exception):
    """The file is no progress database, or a broken one."""


class Newer(Exception):
    """The file was written by a later ecslab."""


def prepare(connection: sqlite3.Connection) -> None:
    """Check the file behind `connection` and make the tables of a new one.

    Raises Damaged or Newer. Safe when several processes do it at once: the tables are made in one
    exclusive transaction, by whoever comes first.
    """
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("BEGIN IMMEDIATE")
        try:
            _make_or_check(connection)
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
        if connection.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise Damaged
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError as broken:
        raise Damaged from broken


def _make_or_check(connection: sqlite3.Connection) -> None:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if not tables and not version:
        _run(connection, TABLES)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        version = 1
    elif application != APPLICATION_ID:
        raise Damaged
    elif version > VERSION:
        raise Newer
    for later in range(version + 1, VERSION + 1):
        _run(connection, LATER[later])
    connection.execute(f"PRAGMA user_version = {VERSION}")


def _run(connection: sqlite3.Connection, statements: str) -> None:
    # One by one: executescript would end the transaction.
    for statement in statements.split(";"):
        connection.execute(statement)
