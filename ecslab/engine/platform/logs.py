"""CloudWatch Logs as far as tasks touch it: groups, and streams of what containers write.

A stream does not hold its events: it holds what was written from when to when, and they follow from that.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatchLogsConcepts.html
"""

import json
from collections.abc import Iterator
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


class Output(Record, frozen=True, kw_only=True):
    """What one run of a container writes: each line at its offset (ms), all again every `repeats_ms`."""

    begins_at: int
    ends_at: int | None = None
    """None while the container runs."""
    lines: tuple[str, ...]
    offsets_ms: tuple[int, ...]
    repeats_ms: int | None = None


class LogStream(Record, frozen=True, kw_only=True):
    """A stream: the outputs of one container's runs, one after the other."""

    group: str
    name: str
    created_at: int
    outputs: tuple[Output, ...] = ()

    @property
    def key(self) -> str:
        """`group:stream`: neither name may have a colon."""
        return f"{self.group}:{self.name}"


class LogEvent(NamedTuple):
    """A line and when it was written."""

    at: int
    message: str


def events(stream: LogStream, since: int, until: int) -> Iterator[LogEvent]:
    """The lines written from `since` to before `until`, oldest first."""
    for output in stream.outputs:
        if not output.lines:
            continue
        end = until if output.ends_at is None else min(until, output.ends_at + 1)
        start, every = output.begins_at, output.repeats_ms
        if every is not None and since > start:
            start += (since - start) // every * every
        while start < end:
            for line, offset in zip(output.lines, output.offsets_ms, strict=True):
                if since <= start + offset < end:
                    yield LogEvent(start + offset, line)
            if every is None:
                break
            start += every
