"""One learner's progress in SQLite: small, synchronous, safe with several processes at once."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec

from ecslab.progress.errors import ProgressError
from ecslab.progress.records import Answer, Attempt, Review, Solved

HISTORY_LINES = 1000
"""Terminal lines kept; the oldest go first."""


class Position(msgspec.Struct, frozen=True, kw_only=True):
    """Where a lesson was left."""

    lesson: str
    step: str
    at_ms: int


class Store:
    """What a learner has done. Every method is one transaction and raises ProgressError if it fails."""

    def __init__(self, connection: sqlite3.Connection, *, lasting: bool = True) -> None:
        self._connection = connection
        self.lasting = lasting
        """False where nothing will outlive this process."""

    def close(self) -> None:
        """Let the file go; the store is of no use afterwards."""
        self._connection.close()

    @contextmanager
    def whole(self) -> Iterator[None]:
        """Have everything in the block be done, or nothing of it. Raises ProgressError."""
        self._do("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._do("ROLLBACK")
            raise
        self._do("COMMIT")

    def setting(self, name: str, default: str = "") -> str:
        """The setting of that name as last set, by any process."""
        rows = self._ask("SELECT value FROM setting WHERE name = ?", name)
        return str(rows[0][0]) if rows else default

    def set_setting(self, name: str, value: str) -> None:
        """Keep a setting."""
        self._do("INSERT OR REPLACE INTO setting VALUES (?, ?)", name, value)

    def position(self, lesson: str) -> str | None:
        """The step at which a lesson was left; None if it was never opened."""
        rows = self._ask("SELECT step FROM position WHERE lesson = ?", lesson)
        return str(rows[0][0]) if rows else None

    def set_position(self, lesson: str, step: str, at_ms: int) -> None:
        """Keep where in a lesson the learner is."""
        self._do("INSERT OR REPLACE INTO position VALUES (?, ?, ?)", lesson, step, at_ms)

    def positions(self) -> tuple[Position, ...]:
        """Where every lesson was left."""
        rows = self._ask("SELECT lesson, step, at_ms FROM position ORDER BY lesson")
        return tuple(Position(lesson=lesson, step=step, at_ms=at_ms) for lesson, step, at_ms in rows)

    def latest_lesson(self) -> str | None:
        """The lesson that was open last; None before the first."""
        rows = self._ask("SELECT lesson FROM position ORDER BY at_ms DESC, lesson LIMIT 1")
        return str(rows[0][0]) if rows else None

    def solved(self) -> dict[str, Solved]:
        """Every solved exercise by its name."""
        rows = self._ask(
            "SELECT exercise, points, commands, solution_shown, at_ms FROM solved ORDER BY exercise"
        )
        return {
            name: Solved(
                exercise=name, points=points, commands=commands, solution_shown=bool(shown), at_ms=at_ms
            )
            for name, points, commands, shown, at_ms in rows
        }

    def solve(self, solved: Solved) -> None:
        """Mark an exercise solved; solved again it keeps the most points and the fewest commands."""
        self._do(
            "INSERT INTO solved VALUES (?, ?, ?, ?, ?) ON CONFLICT (exercise) DO UPDATE SET"
            " points = max(points, excluded.points), commands = min(commands, excluded.commands),"
            " solution_shown = min(solution_shown, excluded.solution_shown),"
            " at_ms = min(at_ms, excluded.at_ms)",
            solved.exercise,
            solved.points,
            solved.commands,
            int(solved.solution_shown),
            solved.at_ms,
        )

    def solution_seen(self, exercise: str) -> bool:
        """Whether the learner ever had this exercise's solution shown."""
        return bool(self._ask("SELECT 1 FROM solution_seen WHERE exercise = ?", exercise))

    def see_solution(self, exercise: str) -> None:
        """Keep that the solution was shown."""
        self._do("INSERT OR IGNORE INTO solution_seen VALUES (?)", exercise)

    def solutions_seen(self) -> tuple[str, ...]:
        """Every exercise whose solution was shown."""
        return tuple(
            str(name) for (name,) in self._ask("SELECT exercise FROM solution_seen ORDER BY exercise")
        )

    def reviews(self) -> tuple[Review, ...]:
        """Every review of a card, the oldest first."""
        rows = self._ask("SELECT card, at_ms, rating FROM review ORDER BY at_ms, card")
        return tuple(Review(card=card, at_ms=at_ms, rating=rating) for card, at_ms, rating in rows)

    def review(self, review: Review) -> None:
        """Keep how a card went; the same one at the same time is kept once."""
        self._do("INSERT OR IGNORE INTO review VALUES (?, ?, ?)", review.card, review.at_ms, review.rating)

    def answers(self) -> dict[str, Answer]:
        """The latest answer to every question that was answered."""
        rows = self._ask("SELECT question, chosen, is_right, at_ms, typed FROM answer ORDER BY question")
        return {
            name: Answer(
                question=name,
                chosen=msgspec.json.decode(chosen, type=tuple[int, ...]),
                right=bool(right),
                at_ms=at_ms,
                text=typed,
            )
            for name, chosen, right, at_ms, typed in rows
        }

    def answer(self, answer: Answer) -> None:
        """Keep an answer in place of an earlier one."""
        chosen = msgspec.json.encode(answer.chosen).decode()
        self._do(
            "INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?, ?)",
            answer.question,
            chosen,
            int(answer.right),
            answer.at_ms,
            answer.text,
        )

    def history(self, limit: int = HISTORY_LINES) -> tuple[str, ...]:
        """The latest terminal lines, the oldest first."""
        rows = self._ask("SELECT text FROM line ORDER BY sequence DESC LIMIT ?", limit)
        return tuple(text for (text,) in reversed(rows))

    def remember(self, line: str) -> None:
        """Add a line to the terminal's history."""
        self._do("INSERT INTO line (text) VALUES (?)", line)
        self._do("DELETE FROM line WHERE sequence <= (SELECT max(sequence) FROM line) - ?", HISTORY_LINES)

    def attempt(self, exercise: str) -> Attempt | None:
        """The attempt at an exercise that is under way; None if there is none that can be read."""
        rows = self._ask("SELECT body FROM attempt WHERE exercise = ?", exercise)
        try:
            return msgspec.json.decode(rows[0][0], type=Attempt) if rows else None
        except (msgspec.DecodeError, UnicodeDecodeError):
            return None

    def attempts(self) -> tuple[Attempt, ...]:
        """Every attempt that is under way and can be read."""
        names = [str(name) for (name,) in self._ask("SELECT exercise FROM attempt ORDER BY exercise")]
        return tuple(attempt for name in names if (attempt := self.attempt(name)) is not None)

    def keep_attempt(self, attempt: Attempt) -> None:
        """Keep an attempt as it stands; of two processes at one exercise the later writer's stays."""
        body = msgspec.json.encode(attempt).decode()
        self._do("INSERT OR REPLACE INTO attempt VALUES (?, ?)", attempt.exercise, body)

    def drop_attempt(self, exercise: str) -> None:
        """Forget the attempt at an exercise."""
        self._do("DELETE FROM attempt WHERE exercise = ?", exercise)

    def _ask(self, statement: str, *values: str | int) -> list[tuple[Any, ...]]:
        with self._told():
            return self._connection.execute(statement, values).fetchall()

    def _do(self, statement: str, *values: str | int) -> None:
        with self._told():
            self._connection.execute(statement, values)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise ProgressError("progress-failed", problem=str(error)) from error
