"""REPLICA scheduling, decision by decision: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html"""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ecslab.engine.ecs.services.replica import TaskView, View, plan, scale_in


def tasks(count, *, current=True, running=True, healthy=True, zone="a", first=0):
    return [
        TaskView(
            f"{'n' if current else 'o'}{first + n}", current, running, running and healthy, zone, first + n
        )
        for n in range(count)
    ]


def view(desired, minimum, maximum, *groups, held=False):
    return View(
        desired,
        math.ceil(desired * minimum / 100),
        desired * maximum // 100,
        held,
        [t for g in groups for t in g],
    )


@pytest.mark.parametrize(
    ("desired", "minimum", "maximum", "start", "stop", "blocked"),
    [
        (4, 100, 200, 4, 0, False),
        (4, 50, 100, 0, 2, False),
        (4, 50, 200, 4, 2, False),
        (2, 75, 100, 0, 0, True),
        (3, 100, 125, 0, 0, True),
        (1, 100, 200, 1, 0, False),
        (1, 0, 100, 0, 1, False),
        (10, 100, 150, 5, 0, False),
        (3, 50, 150, 1, 1, False),
        (5, 100, 100, 0, 0, True),
    ],
)
def test_the_first_step_of_a_rollout(desired, minimum, maximum, start, stop, blocked):
    """The table of section 4.5, and 13.8: min rounds up, max rounds down."""
    decided = plan(view(desired, minimum, maximum, tasks(desired, current=False)))
    assert (decided.start, len(decided.stop), decided.blocked) == (start, stop, blocked)


def test_dead_tasks_are_replaced_up_to_the_desired_count():
    assert plan(view(3, 100, 200, tasks(1))).start == 2


def test_a_lower_count_takes_pending_tasks_first_then_the_fullest_zone_newest_first():
    a, b = tasks(3, zone="a"), tasks(1, zone="b", first=10)
    starting = tasks(1, running=False, zone="b", first=20)
    decided = plan(view(3, 100, 200, a, b, starting))
    assert [task.id for task in decided.stop] == ["n20", "n2"]


def test_what_never_ran_of_an_old_revision_goes_freely_and_so_cannot_block_its_mend():
    healthy, broken = tasks(2, current=False), tasks(2, current=False, running=False, first=10)
    decided = plan(view(2, 100, 200, healthy, broken))
    assert [task.id for task in decided.stop] == ["o10", "o11"]


def test_scale_in_and_replacement_share_one_budget():
    old, new = tasks(3, current=False), tasks(3)
    decided = plan(view(2, 100, 200, old, new))
    assert len(decided.stop) == 4


def test_held_back_starts_nothing_and_is_not_blocked():
    decided = plan(view(2, 100, 200, held=True))
    assert (decided.start, decided.blocked) == (0, False)


def test_a_satisfied_service_is_left_alone():
    assert plan(view(2, 100, 200, tasks(2))) == plan(view(0, 100, 200))


groups = st.builds(
    lambda flags: [
        TaskView(f"t{n}", current, running, running and proven, "abc"[n % 3], n)
        for n, (current, running, proven) in enumerate(flags)
    ],
    st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), max_size=12),
)


@given(st.integers(0, 6), st.integers(0, 100), st.integers(100, 300), groups)
def test_no_step_breaks_the_bounds(desired, minimum, maximum, group):
    seen = view(desired, minimum, maximum, group)
    decided = plan(seen)
    healthy = sum(task.healthy for task in group)
    left = healthy - sum(task.healthy for task in decided.stop)
    assert left >= min(healthy, seen.floor)
    if decided.start:
        assert len(group) + decided.start <= seen.ceiling
    assert len({task.id for task in decided.stop}) == len(decided.stop)


@given(st.integers(0, 6), st.integers(0, 100), st.integers(100, 300), groups)
def test_a_service_settles(desired, minimum, maximum, group):
    """Played to its end, with every task that starts turning healthy, only the desired new tasks are left."""
    seen = view(desired, minimum, maximum, group)
    assume(not (seen.floor == seen.ceiling == desired and any(not task.current for task in group)))
    present, made = list(group), 0
    for _ in range(100):
        decided = plan(seen._replace(tasks=present))
        gone = {task.id for task in decided.stop}
        if not decided.start and not gone and all(task.healthy for task in present):
            break
        present = [task._replace(running=True, healthy=True) for task in present if task.id not in gone]
        for _ in range(decided.start):
            made += 1
            present.append(TaskView(f"new{made}", True, False, False, "a", 100 + made))
    assert [task.current for task in present] == [True] * desired


def drained(group, count):
    return [task._replace(leaving=True) for task in group[:count]] + group[count:]


@pytest.mark.parametrize(
    ("minimum", "maximum", "start", "stop", "blocked"),
    [
        (100, 200, 1, 0, False),
        (50, 100, 0, 1, False),
        (100, 100, 0, 0, True),
    ],
)
def test_draining_an_instance_goes_by_the_percentages(minimum, maximum, start, stop, blocked):
    """Section 13.19, and the table of section 5.7."""
    decided = plan(view(4, minimum, maximum, drained(tasks(4), 1)))
    assert (decided.start, len(decided.stop), decided.blocked) == (start, stop, blocked)


def test_pending_tasks_leave_a_draining_instance_at_once():
    starting = tasks(1, running=False, first=10)
    decided = plan(view(4, 100, 100, tasks(3), drained(starting, 1)))
    assert [task.id for task in decided.stop] == ["n10"]


def sick(count, first=0):
    return [task._replace(healthy=False, unhealthy=True) for task in tasks(count, first=first)]


def test_an_unhealthy_task_is_replaced_before_it_is_stopped():
    """Section 4.3."""
    decided = plan(view(2, 100, 200, tasks(1), sick(1, first=10)))
    assert (decided.start, decided.replaced, decided.stop) == (1, 1, ())
    starting = tasks(1, running=False, first=20)
    waiting = plan(view(2, 100, 200, tasks(1), sick(1, first=10), starting))
    assert (waiting.start, waiting.stop) == (0, ())
    relieved = plan(view(2, 100, 200, tasks(2), sick(1, first=10)))
    assert [task.id for task in relieved.stop] == ["n10"]


def test_without_room_unhealthy_tasks_go_one_by_one():
    first = plan(view(4, 100, 100, tasks(2), sick(2, first=10)))
    assert (first.start, [task.id for task in first.stop]) == (0, ["n10"])
    starting = tasks(1, running=False, first=20)
    second = plan(view(4, 100, 100, tasks(2), sick(1, first=11), starting))
    assert (second.start, second.stop) == (0, ())


def kept(group):
    return [task._replace(kept=True) for task in group]


def test_dead_tasks_of_the_old_revision_are_replaced_by_their_own():
    """The announcement of November 2025: the new revision's troubles are not the old one's."""
    old, new = kept(tasks(3, current=False)), tasks(4, running=False)
    assert plan(view(4, 100, 200, old, new)._replace(kept=4)).again == 1
    stalled = plan(view(4, 100, 200, old, held=True)._replace(kept=4))
    assert (stalled.start, stalled.again, stalled.stop) == (0, 1, ())
    assert plan(view(4, 100, 200, old, held=True)._replace(kept=4, kept_held=True)).again == 0


def test_healthy_new_tasks_stand_in_for_old_ones():
    old, new = kept(tasks(1, current=False)), tasks(3)
    assert plan(view(4, 100, 200, old, new)._replace(kept=4)).again == 0


def test_the_new_revision_has_the_first_claim_to_the_room():
    old = kept(tasks(2, current=False))
    decided = plan(view(4, 50, 100, old)._replace(kept=3))
    assert (decided.start, decided.again) == (2, 0)


def test_what_stands_in_is_not_stopped_again_before_it_runs():
    old = kept([*tasks(3, current=False), *tasks(1, current=False, running=False, first=10)])
    assert plan(view(4, 100, 200, old, held=True)._replace(kept=4)).stop == ()
    recovered = plan(view(4, 100, 200, old, tasks(1, first=20), held=True)._replace(kept=4))
    assert [task.id for task in recovered.stop] == ["o10"]


@given(st.integers(0, 6), st.integers(0, 100), st.integers(100, 300), groups, st.integers(0, 6))
def test_a_stalled_service_comes_back_to_what_it_is_to_keep(desired, minimum, maximum, group, count):
    """However many of its tasks died, and whatever is left of the new revision."""
    present = [task._replace(kept=not task.current) for task in group]
    seen = view(desired, minimum, maximum, held=True)._replace(kept=count)
    for step in range(50):
        decided = plan(seen._replace(tasks=present))
        assert not decided.again or len(present) + decided.again <= seen.ceiling
        gone = {task.id for task in decided.stop}
        if not decided.again and not gone and all(task.healthy for task in present):
            break
        count -= sum(task.kept for task in decided.stop)
        seen = seen._replace(kept=max(0, count))
        present = [task._replace(running=True, healthy=True) for task in present if task.id not in gone]
        present += [
            TaskView(f"again{step}.{n}", False, False, False, "a", 100, kept=True)
            for n in range(decided.again)
        ]
    else:
        raise AssertionError("it does not come to rest")
    old = sum(task.kept for task in present)
    new = len(present) - old
    room = seen.ceiling - len(present)
    assert old >= min(seen.kept, max(0, desired - new)) or room <= 0


def test_protected_tasks_are_passed_over_unless_they_are_unhealthy():
    safe = [task._replace(protected=True) for task in tasks(2)]
    decided = plan(view(1, 100, 200, safe, tasks(1, first=10)))
    assert ([task.id for task in decided.stop], decided.protected) == (["n10"], 1)
    ill = [task._replace(protected=True) for task in sick(1)]
    assert plan(view(1, 0, 100, ill)).stop == tuple(ill)


def test_the_fullest_instance_of_the_fullest_zone_is_relieved_first():
    placed = [
        TaskView(f"n{number}", True, True, True, zone, number, instance=instance)
        for number, (zone, instance) in enumerate(
            [("a", "i1"), ("a", "i2"), ("a", "i2"), ("b", "i3"), ("b", "i3")]
        )
    ]
    assert [task.id for task in scale_in(placed, 3)] == ["n2", "n1", "n4"]
