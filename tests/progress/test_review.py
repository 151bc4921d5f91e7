"""Cards come from what was missed, and what was kept elsewhere is put together without loss."""

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecslab.progress.errors import ProgressError
from ecslab.progress.exchange import dump, merge
from ecslab.progress.opening import FILE_NAME, open_store
from ecslab.progress.records import Answer, Attempt, Ran, Review, Solved
from ecslab.progress.review import AGAIN, GOOD, deck, due
from ecslab.progress.schema import APPLICATION_ID, TABLES

DAY = 86_400_000
NOW = 1_800_000_000_000


def went(at_ms, rating, card="question:a/b"):
    return Review(card=card, at_ms=at_ms, rating=rating)


def test_what_was_missed_is_due_within_the_hour_and_later_and_later():
    reviews = [went(NOW, AGAIN)]
    (card,) = deck(reviews, NOW)
    assert NOW < card.due_ms <= NOW + 3_600_000
    waits = []
    for _ in range(5):
        at_ms = card.due_ms
        reviews.append(went(at_ms, GOOD))
        (card,) = deck(reviews, at_ms)
        waits.append(card.due_ms - at_ms)
    assert waits == sorted(waits)
    assert waits[-1] > 7 * DAY


def test_what_was_never_missed_has_no_card():
    assert deck([went(NOW, GOOD), went(NOW + 5, GOOD)], NOW) == ()
    (card,) = deck([went(NOW, GOOD), went(NOW + 5, AGAIN)], NOW)
    assert (card.kind, card.reference) == ("question", "a/b")


def test_what_is_due_is_asked_and_the_first_first():
    cards = deck([went(NOW + 9, AGAIN), went(NOW, AGAIN, "exercise:a/c")], NOW + 10)
    assert [card.reference for card in cards] == ["a/c", "a/b"]
    assert due(cards, NOW) == ()
    assert due(cards, NOW + DAY) == cards


def test_memory_fades():
    reviews = [went(NOW, AGAIN), went(NOW + DAY, GOOD)]
    soon, later = (deck(reviews, NOW + days * DAY)[0].remembered for days in (2, 40))
    assert 0 < later < soon <= 1


@given(
    st.lists(
        st.tuples(st.integers(NOW, NOW + 90 * DAY), st.integers(1, 4)),
        max_size=12,
        unique_by=lambda each: each[0],
    ),
    st.randoms(),
)
def test_the_order_in_which_reviews_arrive_does_not_matter(reviews, random):
    told = [went(at_ms, rating) for at_ms, rating in reviews]
    shuffled = list(told)
    random.shuffle(shuffled)
    assert deck(told, NOW) == deck(shuffled, NOW)


@pytest.fixture
def stores(tmp_path):
    """Two learners' stores, or one learner's on two machines."""
    opened = [open_store(tmp_path / name).store for name in ("here", "there")]
    yield opened
    for store in opened:
        store.close()


def fill(store, at_ms, points, line):
    store.set_position("a", f"quiz:{points}", at_ms)
    store.solve(
        Solved(exercise="a/x", points=points, commands=points, solution_shown=points > 5, at_ms=at_ms)
    )
    store.solve(Solved(exercise=f"a/{line}", points=1, commands=1, solution_shown=False, at_ms=at_ms))
    store.see_solution(f"a/{line}")
    store.answer(Answer(question="a/q", chosen=(points,), right=True, at_ms=at_ms, text=line))
    store.review(went(at_ms, AGAIN))
    store.keep_attempt(Attempt(exercise=f"a/{line}", seed=0, deeds=(Ran(line),)))
    store.remember(line)


def test_progress_from_elsewhere_is_put_together_without_loss(stores):
    here, there = stores
    fill(here, 100, 5, "here")
    fill(there, 200, 9, "there")
    merge(here, dump(there).encode())
    assert here.position("a") == "quiz:9"
    assert here.solved()["a/x"] == Solved(
        exercise="a/x", points=9, commands=5, solution_shown=False, at_ms=100
    )
    assert set(here.solved()) == {"a/x", "a/here", "a/there"}
    assert here.solutions_seen() == ("a/here", "a/there")
    assert here.answers()["a/q"] == Answer(question="a/q", chosen=(9,), right=True, at_ms=200, text="there")
    assert here.reviews() == (went(100, AGAIN), went(200, AGAIN))
    assert [each.exercise for each in here.attempts()] == ["a/here", "a/there"]
    assert here.history() == ("here", "there")


def test_the_same_file_twice_changes_nothing_more(stores):
    here, there = stores
    fill(here, 100, 5, "here")
    fill(there, 200, 9, "there")
    merge(here, dump(there).encode())
    once = dump(here)
    merge(here, dump(there).encode())
    merge(here, once.encode())
    assert dump(here) == once


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"\xff", b'{"format": "ecslab/progress/v9"}', b'{"solved": [{"exercise": 1}]}', b'{"x": 1}', b"[" * 100_000,
     b'{"reviews": [{"card": "question:a/b", "at_ms": 1, "rating": 9}]}'],
)  # fmt: skip
def test_another_kind_of_file_is_refused_whole(stores, content):
    here, _ = stores
    fill(here, 100, 5, "here")
    before = dump(here)
    with pytest.raises(ProgressError):
        merge(here, content)
    assert dump(here) == before


def test_a_file_of_the_first_version_is_brought_on(tmp_path):
    connection = sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)
    connection.executescript(TABLES)
    connection.execute("INSERT INTO answer VALUES ('a/b', '[0,2]', 1, 7)")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute("PRAGMA user_version = 1")
    connection.close()
    store, notice = open_store(tmp_path)
    assert notice is None
    assert store.answers() == {"a/b": Answer(question="a/b", chosen=(0, 2), right=True, at_ms=7)}
    store.review(went(1, AGAIN))
    assert store.reviews() == (went(1, AGAIN),)
    store.close()
