"""Log lines are read in the order of time, from any place on, in pages of any size."""

from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecslab.aws.command import Command
from ecslab.engine.clock import DAY, HOUR, MINUTE
from ecslab.engine.logs import streams
from ecslab.engine.logs.reading import Place, backward, behind, forward
from ecslab.engine.platform.logs import LogGroup, Output, written
from ecslab.engine.workload import Workload

LAST = 300


def output(number, begins, lasts, first, gaps, pause):
    offsets = tuple(first + sum(gaps[:at]) for at in range(len(gaps)))
    return Output(
        stream="g:s",
        number=number,
        begins_at=begins,
        ends_at=None if lasts is None else begins + lasts,
        lines=tuple("x" * (at + 1) for at in range(len(gaps))),
        offsets_ms=offsets,
        repeats_ms=None if pause is None else sum(gaps) + pause,
    )


SHAPES = st.tuples(
    st.integers(0, 50),
    st.none() | st.integers(0, 200),
    st.integers(0, 40),
    st.lists(st.integers(0, 20), max_size=3),
    st.none() | st.integers(1, 30),
)
OUTPUTS = st.lists(SHAPES, max_size=4).map(
    lambda shapes: sorted(
        (output(number, *shape) for number, shape in enumerate(shapes)), key=lambda each: each.begins_at
    )
)


def everything(outputs, since, until):
    """All lines by an arithmetic that knows no shortcut."""
    found = []
    for each in outputs:
        last = until if each.ends_at is None else min(until, each.ends_at + 1)
        for turn in range(LAST + 1 if each.repeats_ms is not None else 1):
            for place, (line, offset) in enumerate(zip(each.lines, each.offsets_ms, strict=True)):
                at = each.begins_at + offset + turn * (each.repeats_ms or 0)
                if since <= at < last:
                    found.append((at, each.number, turn, place, line))
    return [(at, number, line) for at, number, _, _, line in sorted(found)]


def short(lines):
    return [(line.at, line.output, line.message) for line in lines]


def some(line):
    return len(line) != 2


@given(outputs=OUTPUTS, since=st.integers(0, LAST), until=st.integers(0, LAST))
def test_lines_are_those_that_were_written_in_the_order_of_time(outputs, since, until):
    expected = [line for line in everything(outputs, since, until) if some(line[2])]
    assert short(forward(outputs, Place(since), until, some)) == expected
    assert short(backward(outputs, Place(until), since, some)) == expected[::-1]


@given(outputs=OUTPUTS, size=st.integers(1, 5), since=st.integers(0, LAST))
def test_pages_are_the_whole(outputs, size, since):
    whole, found, place = everything(outputs, since, LAST), [], Place(since)
    while page := list(islice(forward(outputs, place, LAST, lambda _: True), size)):
        found += short(page)
        place = behind(page, place)
        back = short(backward(outputs, place, since, lambda _: True))
        assert back == found[::-1]
    assert found == whole


@given(outputs=OUTPUTS, since=st.integers(0, LAST), until=st.integers(0, LAST))
def test_what_is_counted_is_what_is_listed(outputs, since, until):
    for each in outputs:
        listed, counted = everything([each], since, until), written(each, since, until)
        if counted is None:
            assert listed == []
        else:
            assert counted == (sum(len(line[2]) for line in listed), listed[0][0], listed[-1][0])


def test_no_more_is_looked_at_than_is_wanted():
    opened, asked = [], []

    def outputs():
        for number in range(1_000):
            opened.append(number)
            yield output(number, number * 100, 50, 0, [10, 10], 10)

    found = forward(outputs(), Place(0), 10**9, lambda line: not asked.append(line))
    assert len(list(islice(found, 10))) == 10
    assert len(opened) <= 4
    assert len(asked) <= 8


@pytest.fixture
def busy(make_desk):
    """A lab in which one container wrote 2.6 million lines, and every hour another wrote one."""
    desk = make_desk({"app": Workload(lines=("GET /", "GET /error"), line_every_ms=1_000)})
    state = desk.lab.state
    state.world.log_groups.put(LogGroup(name="/lab", created_at=desk.lab.now))
    streams.begin(state, streams.stream_in(state, "/lab", "web"), ("GET /", "GET /error"), (0, 1_000), 2_000)
    for hour in range(720):
        at = desk.lab.now + hour * HOUR
        streams.write(state, streams.stream_in(state, "/lab", f"job-{hour}"), ("done",), (0,), at)
    desk.lab.advance(30 * DAY)
    return desk.lab


def test_a_group_of_millions_of_lines_is_read_a_page_at_a_time(busy):
    def ask(**params):
        return busy.call("logs", "FilterLogEvents", {"logGroupName": "/lab"} | params)

    first = ask(limit=3)
    assert [event["message"] for event in first["events"]] == ["done", "GET /", "GET /error"]
    then = ask(limit=3, nextToken=first["nextToken"])
    assert [event["message"] for event in then["events"]] == ["GET /", "GET /error", "GET /"]
    seen, page = [], {"nextToken": None}
    while "nextToken" in page:
        token = {"nextToken": page["nextToken"]} if page["nextToken"] else {}
        page = ask(filterPattern="done", limit=100, **token)
        seen += [event["logStreamName"] for event in page["events"]]
    assert seen == [f"job-{hour}" for hour in range(720)]


def test_one_stream_of_millions_of_lines_is_read_from_either_end(busy):
    def ask(**params):
        return busy.call("logs", "GetLogEvents", {"logGroupName": "/lab", "logStreamName": "web"} | params)

    newest = ask(limit=3)
    assert [event["timestamp"] for event in newest["events"]] == [
        busy.now - 2_000,
        busy.now - 1_000,
        busy.now,
    ]
    before = ask(limit=2, nextToken=newest["nextBackwardToken"])
    assert [event["timestamp"] for event in before["events"]] == [busy.now - 4_000, busy.now - 3_000]
    again = ask(limit=2, nextToken=before["nextForwardToken"])
    assert again["events"] == newest["events"][:2]
    end = ask(nextToken=newest["nextForwardToken"])
    assert (end["events"], end["nextForwardToken"]) == ([], newest["nextForwardToken"])
    busy.advance(MINUTE)
    assert len(ask(nextToken=end["nextForwardToken"])["events"]) == 60


def test_the_tail_of_millions_of_lines_is_what_is_near(busy):
    said = Command(busy).run(["logs", "tail", "/lab", "--since", "5s", "--format", "short"])
    assert said.stdout.count("\n") == 6
