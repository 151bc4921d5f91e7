"""Managed scaling: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/managed-scaling-behavior.html"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecslab.engine.ecs.capacity_providers.reservation import (
    Fleet,
    Queue,
    Room,
    Size,
    grown,
    needed,
    reservation,
    shrunk,
)
from ecslab.engine.ecs.placement.request import Needs

T3_MEDIUM = Room(cpu=2048, memory=3830, interfaces=2)
M5_LARGE = Room(cpu=2048, memory=7765, interfaces=2)
SMALL = Needs(cpu=512, memory=512)
ROOMS = (T3_MEDIUM,)


def fleet(running, busy, *queues, rooms=ROOMS, **settings):
    return Fleet(running, busy, queues, rooms, **settings)


@pytest.mark.parametrize(
    ("case", "percent"),
    [
        (fleet(0, 0), 100),
        (fleet(0, 0, Queue(SMALL, 3)), 200),
        (fleet(2, 2), 100),
        (fleet(4, 3), 75),
        (fleet(2, 0), 0),
        (fleet(2, 2, Queue(SMALL, 4)), 150),
        (fleet(2, 2, Queue(SMALL, 5)), 200),
        (fleet(2, 2, Queue(SMALL, 1), minimum_step=3), 250),
        (fleet(2, 2, Queue(SMALL, 400), maximum_step=4), 300),
        (fleet(1, 1, Queue(SMALL, 2), Queue(Needs(cpu=2048, memory=100), 3)), 400),
        (fleet(1, 1, Queue(SMALL._replace(ports=(80,)), 2)), 300),
        (fleet(1, 1, Queue(SMALL._replace(interface=True), 3)), 300),
        (fleet(1, 1, Queue(SMALL, 3, apart=True)), 400),
        (fleet(1, 1, Queue(Needs(cpu=4096, memory=100), 3)), 100),
        (fleet(1, 1, Queue(Needs(cpu=4096, memory=100), 3), target=80), 80),
        (fleet(1, 1, Queue(Needs(cpu=256, memory=6000), 1), rooms=(T3_MEDIUM, M5_LARGE)), 100),
    ],
)
def test_the_metric(case, percent):
    """Worked examples of section 6.4: no instances, empty ones, waiting tasks, steps, what fits no type."""
    assert reservation(case) == percent


@pytest.mark.parametrize(
    ("case", "size", "desired"),
    [
        (fleet(0, 0, Queue(SMALL, 1)), Size(0, 0, 10), 2),
        (fleet(0, 0, Queue(SMALL, 99)), Size(0, 0, 10), 2),
        (fleet(0, 0, Queue(SMALL, 1)), Size(0, 0, 1), 1),
        (fleet(2, 2, Queue(SMALL, 9)), Size(2, 0, 10), 5),
        (fleet(2, 2, Queue(SMALL, 9)), Size(2, 0, 4), 4),
        (fleet(2, 2), Size(2, 0, 10), 2),
        (fleet(2, 2, target=50), Size(2, 0, 10), 4),
        (fleet(4, 1), Size(4, 0, 10), 4),
    ],
)
def test_scaling_out(case, size, desired):
    assert grown(case, size) == desired


@pytest.mark.parametrize(
    ("case", "size", "desired"),
    [
        (fleet(10, 2), Size(10, 0, 10), 6),
        (fleet(6, 2), Size(6, 0, 10), 4),
        (fleet(4, 2), Size(4, 0, 10), 3),
        (fleet(3, 2), Size(3, 0, 10), 2),
        (fleet(2, 2), Size(2, 0, 10), 2),
        (fleet(1, 0), Size(1, 0, 10), 0),
        (fleet(3, 0), Size(3, 3, 10), 3),
        (fleet(4, 1, target=50), Size(4, 0, 10), 3),
    ],
)
def test_scaling_in(case, size, desired):
    """At most one half a minute, at least one instance, never below the minimum."""
    assert shrunk(case, size) == desired


@given(
    st.integers(0, 50),
    st.integers(0, 50),
    st.lists(st.tuples(st.integers(1, 2048), st.integers(1, 3830), st.integers(1, 40)), max_size=4),
    st.integers(1, 100),
)
def test_the_group_grows_only_for_waiting_tasks_or_spare_room_and_comes_to_rest(
    running, busy, waiting, target
):
    queues = [Queue(Needs(cpu=cpu, memory=memory), count) for cpu, memory, count in waiting]
    case = fleet(running, min(running, busy), *queues, target=target)
    size = Size(running, 0, 10_000)
    assert grown(case, size) >= running >= shrunk(case, size)
    assert grown(case, size) == running or shrunk(case, size) == running
    resting = -(-case.busy * 100 // target)
    for _ in range(100):
        running = shrunk(fleet(running, case.busy, target=target), Size(running, 0, 10_000))
        running = grown(fleet(running, case.busy, target=target), Size(running, 0, 10_000))
    assert running == resting


@given(st.integers(1, 2048), st.integers(1, 3830), st.integers(1, 200))
def test_what_is_needed_holds_every_waiting_task(cpu, memory, count):
    extra = needed(fleet(0, 0, Queue(Needs(cpu=cpu, memory=memory), count)))
    assert extra * min(2048 // cpu, 3830 // memory) >= count > (extra - 1) * min(2048 // cpu, 3830 // memory)
