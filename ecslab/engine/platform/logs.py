"""CloudWatch Logs as far as tasks touch it: groups, and streams of what containers write.

A stream does not hold its events: it holds what was written from when to when, and they follow from that.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatchLogsConcepts.html
"""

import json
from collections.abc import Iterable
from typing import NamedTuple

from ecslab.engine.clock import DAY
from ecslab.engine.record import Record
from ecslab.engine.table import Table


class LogGroup(Record, frozen=True, kw_only=True):
    """A log group."""

    name: str
    created_at: int
    retention_days: int | None = None
    """For how many days what is written can be read; None: for ever."""

    def readable_since(self, now: int) -> int:
        """From when on lines can be read at `now`."""
        return 0 if self.retention_days is None else now - self.retention_days * DAY


class LogPolicy(Record, frozen=True, kw_only=True):
    """A resource policy of the account's logs."""

    name: str
    document: str
    changed_at: int


def make_default_policy(policies: Table[LogPolicy], at: int) -> None:
    """Put the policy that EventBridge's console makes with the first rule that writes to a log group."""
    statement = {
        "Sid": "TrustEventsToStoreLogEvent",
        "Effect": "Allow",
        "Principal": {"Service": ["delivery.logs.amazonaws.com", "events.amazonaws.com"]},
        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": "arn:aws:logs:*:*:log-group:*:*",
    }
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    policies.put(LogPolicy(name="TrustEventsToStoreLogEvents", document=document, changed_at=at))


class MetricFilter(Record, frozen=True, kw_only=True):
    """What counts lines of a group and puts the numbers into a metric."""

    group: str
    name: str
    pattern: str
    namespace: str
    metric: str
    value: str
    """A number, or where in a line it stands: `$.latency`, `$size`."""
    default: float | None = None
    """The value of a minute in which lines were written and none fits."""
    unit: str | None = None
    dimensions: tuple[tuple[str, str], ...] = ()
    """Names, and where in a line their values stand."""
    created_at: int
    since: int
    """From when on lines are counted: what it counted before is in the metric's own data points."""

    @property
    def key(self) -> str:
        """`group:name`: neither name may have a colon."""
        return f"{self.group}:{self.name}"

    @property
    def feeds(self) -> str:
        """The namespace and name of its metric in one."""
        return f"{self.namespace} {self.metric}"


class LogStream(Record, frozen=True, kw_only=True):
    """A stream: the outputs of one container's runs, one after the other."""

    group: str
    name: str
    created_at: int
    running: str | None = None
    """The key of the output that is still being written."""

    @property
    def key(self) -> str:
        """`group:stream`: neither name may have a colon."""
        return f"{self.group}:{self.name}"


class Output(Record, frozen=True, kw_only=True):
    """What is written to a stream: each line at its offset (ms), all again every `repeats_ms`."""

    stream: str
    """The key of the stream."""
    number: int
    """Outputs of a stream are numbered from 1."""
    begins_at: int
    ends_at: int | None = None
    """None while the container runs."""
    lines: tuple[str, ...]
    offsets_ms: tuple[int, ...]
    repeats_ms: int | None = None

    @property
    def key(self) -> str:
        """`group:stream number`."""
        return f"{self.stream} {self.number}"

    @property
    def stream_name(self) -> str:
        """The stream's own name, without its group's."""
        return self.stream.partition(":")[2]

    @property
    def places(self) -> list[tuple[str, int]]:
        """In its group, among the outputs that go on or last about as long, by when it begins."""
        group = self.stream.partition(":")[0]
        if self.ends_at is None:
            return [(f"{group} on", self.begins_at)]
        return [(f"{group} {(self.ends_at - self.begins_at).bit_length()}", self.begins_at)]

    def end(self, until: int) -> int:
        """Before which instant its last line is, when one looks until then."""
        return until if self.ends_at is None else min(until, self.ends_at + 1)


class Written(NamedTuple):
    """How much was written, and when first and last."""

    size: int
    """In bytes."""
    first_at: int
    last_at: int


def written(output: Output, since: int, until: int) -> Written | None:
    """How much of an output lies from `since` to before `until`, counted and not listed; None: nothing."""
    end, found = output.end(until), list[Written]()
    for line, offset in zip(output.lines, output.offsets_ms, strict=True):
        at, every = output.begins_at + offset, output.repeats_ms
        first = at if every is None else at + max(0, -((at - since) // every)) * every
        if not since <= first < end:
            continue
        last = first if every is None else first + (end - 1 - first) // every * every
        times = 1 if every is None else (last - first) // every + 1
        found.append(Written(times * len(line.encode()), first, last))
    return together(found)


def together(parts: Iterable[Written]) -> Written | None:
    """Several amounts as one; None when there are none."""
    found = list(parts)
    if not found:
        return None
    return Written(
        sum(part.size for part in found),
        min(part.first_at for part in found),
        max(part.last_at for part in found),
    )
