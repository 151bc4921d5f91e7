"""Cards for what was missed: when each is due, and how well it is remembered (FSRS).

Only the reviews are kept. What FSRS makes of them is computed anew, so two learners' files that are put
together lose nothing, and a better scheduler applies to what was learnt before it came.
https://github.com/open-spaced-repetition/py-fsrs
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from ecslab.progress.records import Review

AGAIN, HARD, GOOD = 1, 2, 3
"""How a card went, as FSRS numbers it; the fourth, easy, nobody is asked for."""

QUESTION, EXERCISE, GOAL = "question", "exercise", "goal"


def card_name(kind: str, reference: str) -> str:
    """What a card is called: `question:lesson/question`, `goal:lesson/exercise/goal`."""
    return f"{kind}:{reference}"


class Card(NamedTuple):
    """Something to be remembered."""

    kind: str
    """`question`, `exercise` or `goal`."""
    reference: str
    """`lesson/question`, `lesson/exercise` or `lesson/exercise/goal`."""
    due_ms: int
    """When it is to be asked again, on the wall clock."""
    remembered: float
    """How probable it is that it is remembered now: 0 to 1."""


def deck(reviews: Iterable[Review], now_ms: int) -> tuple[Card, ...]:
    """Every card that was ever missed, the one that is due first in front."""
    # Deferred: the scheduler is needed by those who review, not by every start.
    from fsrs import Card as Memory
    from fsrs import Rating, Scheduler

    # Exact: the same reviews are due at the same times, on every machine.
    scheduler = Scheduler(enable_fuzzing=False)
    memories: dict[str, Memory] = {}
    for review in sorted(reviews, key=lambda each: (each.at_ms, each.card)):
        if review.card not in memories and review.rating != AGAIN:
            continue  # what was never missed needs no card
        memory = memories.get(review.card) or Memory(card_id=0, due=_moment(review.at_ms))
        memories[review.card], _ = scheduler.review_card(memory, Rating(review.rating), _moment(review.at_ms))
    cards = []
    for name, memory in memories.items():
        kind, _, reference = name.partition(":")
        due_ms = round(memory.due.timestamp() * 1_000)
        remembered = scheduler.get_card_retrievability(memory, _moment(now_ms))
        cards.append(Card(kind, reference, due_ms, remembered))
    return tuple(sorted(cards, key=lambda card: (card.due_ms, card.kind, card.reference)))


def due(cards: Iterable[Card], now_ms: int) -> tuple[Card, ...]:
    """The cards that are to be asked now."""
    return tuple(card for card in cards if card.due_ms <= now_ms)


def _moment(at_ms: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=at_ms)
