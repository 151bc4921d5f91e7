"""What a journal says came after an earlier one brings the earlier lab to the later state."""

import pytest

from ecslab.aws import new_lab
from ecslab.engine.errors import Problem
from ecslab.engine.lab import again


def grow(lab, *steps):
    for step in steps:
        if isinstance(step, int):
            lab.advance(step)
        else:
            lab.call("ecs", "CreateCluster", {"clusterName": step})
    return lab


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((), ()),
        ((), (5, "a")),
        (("a", 1_000), (2_000, "b", 3_000)),
        ((1_000,), (1_000,)),
        (("a",), (0, "b")),
        (("a", 1_000), ("b", 1_000)),
    ],
)
def test_the_verbs_since_bring_the_lab_on(before, after):
    lab = grow(new_lab(), *before)
    earlier = lab.fork()
    grow(lab, *after)
    for verb in lab.journal.since(earlier.journal):
        again(earlier, verb)
    assert earlier.state_hash() == lab.state_hash()
    assert lab.journal.since(earlier.journal) == ()


def test_neighbouring_advances_are_told_apart_again():
    lab = grow(new_lab(), 1_000)
    earlier = lab.fork()
    (added,) = grow(lab, 2_500).journal.since(earlier.journal)
    assert added.ms == 2_500


@pytest.mark.parametrize("other", [("b",), ("a", 2_000), ("a", 1_000, "c")])
def test_a_journal_goes_on_only_from_its_own_past(other):
    lab = grow(new_lab(), "a", 1_000)
    with pytest.raises(Problem, match="journal-other"):
        lab.journal.since(grow(new_lab(), *other).journal)
    with pytest.raises(Problem, match="journal-other"):
        lab.journal.since(grow(new_lab(7), "a").journal)
