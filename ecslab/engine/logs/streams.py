"""Log streams: what is written to them, and reading it.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html
"""

from collections.abc import Iterator
from heapq import merge

from ecslab.engine.platform.logs import LogGroup, LogStream, Output, Written, together, written
from ecslab.engine.state import State

_LONGEST = 48
"""More bits than any length of time has in milliseconds."""


def stream_in(state: State, group: str, name: str) -> LogStream:
    """The stream of that name, which is made with its group where they are not there."""
    if group not in state.world.log_groups:
        state.world.log_groups.put(LogGroup(name=group, created_at=state.now))
    stream = state.world.log_streams.get(f"{group}:{name}")
    if stream is None:
        stream = LogStream(group=group, name=name, created_at=state.now)
        state.world.log_streams.put(stream)
    return stream


def write(
    state: State,
    stream: LogStream,
    lines: tuple[str, ...],
    offsets_ms: tuple[int, ...] | None = None,
    begins_at: int | None = None,
) -> None:
    """Write lines at once: each so many milliseconds after the first instant, which is now if not given."""
    offsets = (0,) * len(lines) if offsets_ms is None else offsets_ms
    begins = state.now if begins_at is None else begins_at
    ends = begins + max(offsets, default=0)
    output = Output(
        stream=stream.key,
        number=_next(state, stream),
        begins_at=begins,
        ends_at=ends,
        lines=lines,
        offsets_ms=offsets,
    )
    state.world.log_outputs.put(output)


def begin(
    state: State,
    stream: LogStream,
    lines: tuple[str, ...],
    offsets_ms: tuple[int, ...],
    repeats_ms: int | None,
) -> None:
    """Begin an output that goes on until `end`."""
    output = Output(
        stream=stream.key,
        number=_next(state, stream),
        begins_at=state.now,
        lines=lines,
        offsets_ms=offsets_ms,
        repeats_ms=repeats_ms,
    )
    state.world.log_outputs.put(output)
    state.world.log_streams.put(stream.replace(running=output.key))


def end(state: State, stream: LogStream) -> None:
    """End the output that is going on, if one is."""
    if stream.running is not None:
        output = state.world.log_outputs[stream.running]
        state.world.log_outputs.put(output.replace(ends_at=state.now))
        state.world.log_streams.put(stream.replace(running=None))


def outputs_of(state: State, group: str, since: int, until: int) -> Iterator[Output]:
    """The outputs of a group that may have lines from `since` to before `until`, in the order they begin.

    Outputs stand by how long they last, so that those which began long ago and still went on at `since`
    are found without looking at all that ended before.
    """

    def lasting(bucket: str, most_ms: int) -> Iterator[Output]:
        for output in state.world.log_outputs.ascending("time", f"{group} {bucket}", since - most_ms):
            if output.begins_at >= until:
                return
            if output.end(until) > since:
                yield output

    ended = (lasting(str(bits), 1 << bits) for bits in range(_LONGEST))
    return merge(lasting("on", state.now), *ended, key=lambda output: output.begins_at)


def outputs_in(state: State, stream: LogStream) -> list[Output]:
    """The outputs of a stream, in the order they begin."""
    found = state.world.log_outputs.where("stream", stream.key)
    return sorted(found, key=lambda output: output.begins_at)


def amount(state: State, stream: LogStream, since: int, until: int) -> Written | None:
    """How much of a stream lies from `since` to before `until`; None: nothing."""
    found = (written(output, since, until) for output in state.world.log_outputs.where("stream", stream.key))
    return together(part for part in found if part is not None)


def forget(state: State, stream: LogStream) -> None:
    """Delete a stream with everything in it."""
    for output in list(state.world.log_outputs.where("stream", stream.key)):
        state.world.log_outputs.remove(output.key)
    state.world.log_streams.remove(stream.key)


def _next(state: State, stream: LogStream) -> int:
    return state.world.log_outputs.count("stream", stream.key) + 1
