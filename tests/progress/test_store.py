"""What is kept comes back, from another store on the same folder."""

import pytest

from ecslab.progress.opening import open_store
from ecslab.progress.records import Answer, Attempt, Broke, Passed, Ran, Solved, followed_by
from ecslab.progress.store import HISTORY_LINES, Store


@pytest.fixture
def reopened(tmp_path):
    """A function that closes the store and opens the folder again, as a restart does."""
    stores: list[Store] = []

    def reopen() -> Store:
        if stores:
            stores[-1].close()
        store, notice = open_store(tmp_path)
        assert notice is None
        stores.append(store)
        return store

    yield reopen
    stores[-1].close()


def test_a_new_folder_has_nothing_in_it(reopened):
    store = reopened()
    assert store.lasting
    assert (store.solved(), store.answers(), store.history(), store.latest_lesson()) == ({}, {}, (), None)


def test_settings_and_positions_survive_a_restart(reopened):
    store = reopened()
    store.set_setting("language", "ja")
    store.set_position("clusters", "quiz:what", at_ms=1)
    store.set_position("tasks", "why", at_ms=2)
    store.set_position("clusters", "exercise:make", at_ms=3)
    store = reopened()
    assert store.setting("language") == "ja"
    assert store.setting("speed", "10") == "10"
    assert store.position("clusters") == "exercise:make"
    assert store.position("services") is None
    assert store.latest_lesson() == "clusters"


def test_solving_again_keeps_the_best_of_both(reopened):
    first = Solved(exercise="clusters/make", points=10, commands=5, solution_shown=True, at_ms=1)
    second = Solved(exercise="clusters/make", points=8, commands=2, solution_shown=False, at_ms=9)
    store = reopened()
    store.solve(first)
    store.solve(second)
    assert reopened().solved() == {
        "clusters/make": Solved(
            exercise="clusters/make", points=10, commands=2, solution_shown=False, at_ms=1
        )
    }


def test_a_seen_solution_is_remembered_and_solves_nothing(reopened):
    store = reopened()
    store.see_solution("clusters/make")
    store.see_solution("clusters/make")
    store = reopened()
    assert store.solution_seen("clusters/make")
    assert not store.solution_seen("clusters/other")
    assert store.solved() == {}


def test_the_latest_answer_counts(reopened):
    store = reopened()
    store.answer(Answer(question="clusters/what", chosen=(0, 2), right=False, at_ms=1))
    latest = Answer(question="clusters/what", chosen=(1,), right=True, at_ms=2)
    store.answer(latest)
    assert reopened().answers() == {"clusters/what": latest}


def test_history_is_bounded_and_keeps_the_newest(reopened):
    store = reopened()
    for number in range(HISTORY_LINES + 3):
        store.remember(f"echo {number}")
    lines = reopened().history()
    assert len(lines) == HISTORY_LINES
    assert (lines[0], lines[-1]) == ("echo 3", f"echo {HISTORY_LINES + 2}")


def test_an_attempt_comes_back_deed_by_deed(reopened):
    attempt = Attempt(
        exercise="clusters/make",
        seed=0,
        deeds=(
            Ran("aws ecs create-cluster --cluster-name ラボ"),
            Passed(30_000),
            Broke({"fault": "stop-task", "cluster": "lab", "service": "web"}),
        ),
        hints_shown=2,
        solution_shown=True,
    )
    store = reopened()
    store.keep_attempt(attempt)
    assert reopened().attempt("clusters/make") == attempt
    store = reopened()
    store.drop_attempt("clusters/make")
    assert reopened().attempt("clusters/make") is None


def test_neighbouring_stretches_of_time_become_one():
    deeds = followed_by(followed_by((Ran("echo"),), Passed(5)), Passed(7))
    assert deeds == (Ran("echo"), Passed(12))
    assert followed_by(deeds, Ran("echo")) == (Ran("echo"), Passed(12), Ran("echo"))
