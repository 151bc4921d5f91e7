"""Reading log lines in the order of time, from any place on and no further than is asked.

What was written follows from few records, so nothing is listed before it is wanted: a page of a group
with millions of lines costs what the page costs, and a line that comes again and again is looked at once.
"""

from collections.abc import Callable, Iterable, Iterator
from heapq import heappop, heappush, heapreplace, merge
from itertools import islice
from typing import NamedTuple

from ecslab.engine.platform.logs import Output

Fits = Callable[[str], bool]
"""Whether a line is wanted."""


class Line(NamedTuple):
    """A line of a stream, and when it was written. Lines of one instant are in the order of streams."""

    at: int
    stream: str
    """The key of its stream."""
    output: int
    """The number of its output in the stream."""
    place: int
    """Its place among the output's lines."""
    message: str


class Place(NamedTuple):
    """Where a reading stands: behind the first `passed` lines of the instant `at`."""

    at: int
    passed: int = 0


def forward(outputs: Iterable[Output], start: Place, until: int, fits: Fits) -> Iterator[Line]:
    """The lines from `start` to before `until`, oldest first; the outputs come in the order they begin."""
    found = _merged(outputs, start.at, until, fits)
    passed = 0
    for line in found:
        if passed < start.passed and line.at == start.at:
            passed += 1
            continue
        yield line
        break
    yield from found


def backward(outputs: Iterable[Output], before: Place, since: int, fits: Fits) -> Iterator[Line]:
    """The lines of one stream before `before` down to `since`, newest first."""
    kept = list(outputs)
    if before.passed:
        instant = _merged(kept, before.at, before.at + 1, fits)
        yield from reversed(list(islice(instant, before.passed)))
    reading = [_from_last(output, since, before.at, fits) for output in kept]
    yield from merge(*reading, key=lambda line: line[:4], reverse=True)


def behind(read: list[Line], start: Place) -> Place:
    """Where a reading stands that has read these lines, oldest first, from `start` on."""
    if not read:
        return start
    at = read[-1].at
    passed = sum(1 for line in read if line.at == at)
    return Place(at, passed + (start.passed if start.at == at else 0))


def _merged(outputs: Iterable[Output], since: int, until: int, fits: Fits) -> Iterator[Line]:
    """The lines of outputs, each of which is opened when its first line may be next."""
    waiting = iter(outputs)
    coming = next(waiting, None)
    heads: list[tuple[Line, int, Iterator[Line]]] = []
    opened = 0
    while heads or coming is not None:
        while coming is not None and (not heads or coming.begins_at <= heads[0][0].at):
            lines = _from_first(coming, since, until, fits)
            first = next(lines, None)
            if first is not None:
                opened += 1
                heappush(heads, (first, opened, lines))
            coming = next(waiting, None)
        if not heads:
            return
        line, number, lines = heads[0]
        yield line
        following = next(lines, None)
        if following is None:
            heappop(heads)
        else:
            heapreplace(heads, (following, number, lines))


def _wanted(output: Output, fits: Fits) -> list[tuple[int, int, str]]:
    """The offset, place and text of the lines of one round that fit."""
    each = zip(output.offsets_ms, output.lines, strict=True)
    return [(offset, place, line) for place, (offset, line) in enumerate(each) if fits(line)]


def _from_first(output: Output, since: int, until: int, fits: Fits) -> Iterator[Line]:
    wanted, end = _wanted(output, fits), output.end(until)
    if not wanted:
        return
    stream, number, every, start = output.stream, output.number, output.repeats_ms, output.begins_at
    if every is not None:
        # A round's last line may be due only when the next round begins, or later.
        start += max(0, (since - start - wanted[-1][0]) // every) * every
    while start + wanted[0][0] < end:
        for offset, place, line in wanted:
            if since <= start + offset < end:
                yield Line(start + offset, stream, number, place, line)
        if every is None:
            return
        start += every


def _from_last(output: Output, since: int, until: int, fits: Fits) -> Iterator[Line]:
    wanted, end = _wanted(output, fits)[::-1], output.end(until)
    if not wanted:
        return
    stream, number, every, start = output.stream, output.number, output.repeats_ms, output.begins_at
    if every is not None:
        start += max(0, (end - 1 - start) // every) * every
    while start >= output.begins_at and start + wanted[0][0] >= since:
        for offset, place, line in wanted:
            if since <= start + offset < end:
                yield Line(start + offset, stream, number, place, line)
        if every is None:
            return
        start -= every
