"""Progress as the screens use it: a store that fails is told of once, and nothing else stops."""

import time
from collections.abc import Callable
from typing import TypeVar

from ecslab.progress.errors import ProgressError
from ecslab.progress.records import Answer, Review, Solved
from ecslab.progress.review import AGAIN, GOOD, QUESTION, card_name, deck, due
from ecslab.progress.store import Store

T = TypeVar("T")


class Keeper:
    """A store, and whom to tell when it fails."""

    def __init__(
        self, store: Store, trouble: Callable[[ProgressError], None], now: Callable[[], float] = time.time
    ):
        self._store = store
        self._trouble = trouble
        self._now = now
        self._told = False

    @property
    def now_ms(self) -> int:
        """The wall clock's time, for what is kept."""
        return int(self._now() * 1000)

    def keep(self, act: Callable[[Store], None]) -> None:
        """Do something to the store."""
        self.read(act, None)

    def read(self, ask: Callable[[Store], T], default: T) -> T:
        """Ask the store something; `default` where it fails."""
        try:
            return ask(self._store)
        except ProgressError as error:
            if not self._told:
                self._told = True
                self._trouble(error)
            return default

    def solved(self) -> dict[str, Solved]:
        """Every solved exercise by its name, `lesson/exercise`."""
        nothing: dict[str, Solved] = {}
        return self.read(lambda store: store.solved(), nothing)

    def answers(self) -> dict[str, Answer]:
        """The latest answer to every question by its name, `lesson/question`."""
        nothing: dict[str, Answer] = {}
        return self.read(lambda store: store.answers(), nothing)

    def answered(self, question: str, chosen: tuple[int, ...], text: str = "", *, right: bool) -> None:
        """Keep an answer to a quiz question, `lesson/question`."""
        answer = Answer(question=question, chosen=chosen, right=right, at_ms=self.now_ms, text=text)
        self.keep(lambda store: store.answer(answer))
        self.went(card_name(QUESTION, question), right=right)

    def went(self, card: str, *, right: bool) -> None:
        """Keep how a card went; what was never missed gets none."""
        if right and not self.read(
            lambda store: any(each.card == card for each in store.reviews()), default=False
        ):
            return
        review = Review(card=card, at_ms=self.now_ms, rating=GOOD if right else AGAIN)
        self.keep(lambda store: store.review(review))

    def due(self) -> int:
        """How many cards are to be reviewed now."""
        nothing: tuple[Review, ...] = ()
        reviews = self.read(lambda store: store.reviews(), nothing)
        return len(due(deck(reviews, self.now_ms), self.now_ms)) if reviews else 0

    def remember(self, line: str) -> None:
        """Add a line to the terminal's history."""
        self.keep(lambda store: store.remember(line))

    def close(self) -> None:
        """Let the store go."""
        self._store.close()
