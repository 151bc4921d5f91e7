"""Reviews as plain prompts, and progress on standard output."""

import io
import json
import shutil
from pathlib import Path

import pytest

from ecslab.progress.opening import open_store
from ecslab.progress.records import Answer, Review, Solved
from ecslab.progress.review import AGAIN, GOOD

EVERY_KIND = Path(__file__).parents[1] / "tui" / "every-kind"
FIRST_STEPS = EVERY_KIND.parent / "first-steps"
LONG_AGO = 1_600_000_000_000


@pytest.fixture
def lesson(tmp_path):
    return shutil.copytree(EVERY_KIND, tmp_path / "every-kind")


@pytest.fixture
def missed(tmp_path):
    """A function that has cards be missed long ago."""

    def miss(*cards):
        store = open_store(tmp_path / "home").store
        for number, card in enumerate(cards):
            store.review(Review(card=card, at_ms=LONG_AGO + number, rating=AGAIN))
        store.close()

    return miss


@pytest.fixture
def kept(tmp_path):
    def read(ask):
        store = open_store(tmp_path / "home").store
        try:
            return ask(store)
        finally:
            store.close()

    return read


@pytest.fixture
def typing(monkeypatch):
    return lambda *lines: monkeypatch.setattr(
        "sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines))
    )


def ratings(kept):
    return {each.card: each.rating for each in kept(lambda store: store.reviews())}


def test_nothing_was_missed_yet(ecslab, lesson):
    done = ecslab("review", "--course", lesson)
    assert (done.code, done.out) == (0, "")
    assert "there are no cards" in done.err


@pytest.mark.parametrize(
    ("card", "wrong", "right"),
    [("start", "1 2 3 4", "2 4 3 1"), ("roles", "abc", "acb"), ("default", "cluster", " DEFAULT ")],
)
def test_each_kind_of_question_is_asked_again(ecslab, lesson, missed, kept, typing, card, wrong, right):
    missed(f"question:every-kind/{card}")
    typing("9 9", "", wrong)
    done = ecslab("review", "--course", lesson)
    assert "[1/1] every-kind/" in done.out
    assert "Not quite." in done.out
    assert "right: 0 of 1" in done.err
    assert ratings(kept) == {f"question:every-kind/{card}": AGAIN}
    assert "nothing is due; the next card comes in" in ecslab("review", "--course", lesson).err
    kept(lambda store: store._connection.execute("DELETE FROM review WHERE at_ms > ?", (LONG_AGO + 10,)))
    typing(right)
    done = ecslab("review", "--course", lesson)
    assert "Right." in done.out
    assert ratings(kept) == {f"question:every-kind/{card}": GOOD}


def test_an_exercise_is_done_in_a_live_lab(ecslab, course, missed, kept, typing):
    missed("exercise:clusters/make-one")
    typing(
        "ls -la",
        "aws ecs list-clusters",
        "aws ecs create-cluster --cluster-name lab",
    )
    done = ecslab("review", "--course", course)
    assert '"clusterArns"' in done.out
    assert "right: 1 of 1" in done.err
    assert ratings(kept) == {"exercise:clusters/make-one": GOOD}
    missed_goals = [line for line in done.out.splitlines() if line.startswith("·")]
    assert "· There is lab" in missed_goals


def test_a_goal_is_asked_for_with_all_but_one_command_done(ecslab, missed, kept, typing, tmp_path):
    missed("goal:first-steps/serve/service", "goal:first-steps/serve/gone")
    create = (FIRST_STEPS / "solutions" / "serve.sh").read_text("utf-8").strip().splitlines()[-1]
    typing("aws ecs list-clusters", create)
    done = ecslab("review", "--course", FIRST_STEPS)
    assert "[1/1] first-steps/serve/service" in done.out
    assert "This much is done already:\nSUBNET=$(aws ec2" in done.out
    assert "right: 1 of 1" in done.err
    assert ratings(kept) == {"goal:first-steps/serve/service": GOOD, "goal:first-steps/serve/gone": AGAIN}


def test_giving_a_goal_up_shows_the_one_command(ecslab, missed, kept, typing):
    missed("goal:first-steps/serve/service")
    typing("")
    done = ecslab("review", "--course", FIRST_STEPS)
    assert done.out.rstrip().splitlines()[-1].startswith("aws ecs create-service")
    assert ratings(kept) == {"goal:first-steps/serve/service": AGAIN}


def test_giving_up_shows_the_solution_and_the_end_of_input_ends_it(ecslab, course, missed, kept, typing):
    missed("exercise:clusters/make-one", "exercise:clusters/gone")
    typing("")
    done = ecslab("review", "--course", course)
    assert "aws ecs create-cluster" in done.out
    assert "[1/1]" in done.out
    before = ratings(kept)
    typing()
    missed("exercise:clusters/make-one")
    assert ecslab("review", "--course", course).code == 0
    assert ratings(kept) == before


@pytest.mark.parametrize("language", ["ja", "en"])
def test_progress_is_a_picture(ecslab, lesson, kept, missed, language):
    kept(
        lambda store: store.answer(
            Answer(question="every-kind/start", chosen=(0, 1, 2, 3), right=True, at_ms=1)
        )
    )
    missed("question:every-kind/roles")
    done = ecslab("progress", "--course", lesson, "--lang", language)
    assert done.out.startswith("███░░░░░░░  33%  ")
    told = json.loads(ecslab("progress", "--course", lesson, "--format", "json").out)
    assert (told["cards"], told["due"], told["lessons"][0]["right"]) == (1, 1, 1)


def test_what_is_forgotten_counts_less(ecslab, lesson, kept, missed):
    kept(
        lambda store: store.answer(
            Answer(question="every-kind/start", chosen=(0, 1, 2, 3), right=True, at_ms=1)
        )
    )
    missed("question:every-kind/start")
    (row,) = json.loads(ecslab("progress", "--course", lesson, "--format", "json").out)["lessons"]
    assert 0 < row["mastered"] < 0.33


def test_progress_is_carried_elsewhere(ecslab, lesson, kept, tmp_path, monkeypatch):
    kept(
        lambda store: store.solve(Solved(exercise="a/b", points=3, commands=1, solution_shown=False, at_ms=1))
    )
    assert ecslab("progress", "--export", tmp_path / "mine.json").code == 0
    assert ecslab("progress", "--export", "-").out == (tmp_path / "mine.json").read_text(encoding="utf-8")
    monkeypatch.setenv("ECSLAB_HOME", str(tmp_path / "other"))
    done = ecslab("progress", "--import", tmp_path / "mine.json")
    assert (done.code, "put together" in done.err) == (0, True)
    assert ecslab("progress", "--export", "-").out == (tmp_path / "mine.json").read_text(encoding="utf-8")


def test_a_file_that_is_no_progress_is_told_so(ecslab, tmp_path):
    (tmp_path / "x.json").write_text("{}{", encoding="utf-8")
    done = ecslab("progress", "--import", tmp_path / "x.json")
    assert done.code == 2
    assert "no progress that ecslab has exported" in done.err
    assert ecslab("progress", "--import", tmp_path / "none.json").code == 2
