"""Progress as a file that can be carried elsewhere: `ecslab/progress/v1`, JSON, merged without loss."""

import msgspec
from msgspec import Struct

from ecslab.progress.errors import ProgressError
from ecslab.progress.records import Answer, Attempt, Review, Solved
from ecslab.progress.store import Position, Store

FORMAT = "ecslab/progress/v1"
MAX_BYTES = 64 << 20
"""The largest file that is read."""


class Kept(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that is kept of a learner, but for the settings of one machine."""

    format: str = FORMAT
    positions: tuple[Position, ...] = ()
    solved: tuple[Solved, ...] = ()
    solutions_seen: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()
    reviews: tuple[Review, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    lines: tuple[str, ...] = ()
    """The terminal's history, the oldest first."""


def dump(store: Store) -> str:
    """What `store` keeps, as JSON; equal progress is equal text."""
    kept = Kept(
        positions=store.positions(),
        solved=tuple(store.solved().values()),
        solutions_seen=store.solutions_seen(),
        answers=tuple(store.answers().values()),
        reviews=store.reviews(),
        attempts=store.attempts(),
        lines=store.history(),
    )
    return msgspec.json.format(msgspec.json.encode(kept), indent=2).decode() + "\n"


def merge(store: Store, content: bytes) -> None:
    """Put what `dump` wrote elsewhere together with what `store` keeps; all of it, or nothing.

    Of an exercise the best is kept and when it was first solved; of answers and places the latest; of
    attempts the one that is here; everything else is added. Raises ProgressError for another kind of file.
    """
    if len(content) > MAX_BYTES:
        raise ProgressError("progress-file", problem=f"> {MAX_BYTES} B")
    try:
        kept = msgspec.json.decode(content, type=Kept)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ProgressError("progress-file", problem=str(error)) from error
    if kept.format != FORMAT:
        raise ProgressError("progress-file", problem=kept.format)
    with store.whole():
        _merge(store, kept)


def _merge(store: Store, kept: Kept) -> None:
    places = {each.lesson: each for each in store.positions()}
    for place in kept.positions:
        if place.lesson not in places or places[place.lesson].at_ms < place.at_ms:
            store.set_position(place.lesson, place.step, place.at_ms)
    for solved in kept.solved:
        store.solve(solved)
    for name in kept.solutions_seen:
        store.see_solution(name)
    answers = store.answers()
    for answer in kept.answers:
        if answer.question not in answers or answers[answer.question].at_ms < answer.at_ms:
            store.answer(answer)
    for review in kept.reviews:
        store.review(review)
    here = {each.exercise for each in store.attempts()}
    for attempt in kept.attempts:
        if attempt.exercise not in here:
            store.keep_attempt(attempt)
    known = set(store.history())
    for line in kept.lines:
        if line not in known:
            store.remember(line)
