"""Conditional requests, and parts of objects.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-requests.html
"""

import re
from datetime import datetime
from typing import NamedTuple

from ecslab.aws.operations.instants import read_instant
from ecslab.engine.clock import SECOND
from ecslab.engine.errors import ApiError, NotSimulated
from ecslab.engine.platform.s3 import S3Object

Instant = datetime | float | str
_RANGE = re.compile(r"bytes=([0-9]*)-([0-9]*)")


class Part(NamedTuple):
    """The bytes that a range means, the last included."""

    first: int
    last: int


def check_read(
    found: S3Object,
    if_match: str | None,
    if_none_match: str | None,
    if_modified_since: Instant | None,
    if_unmodified_since: Instant | None,
) -> None:
    """Raise PreconditionFailed or 304 when a reader wants the object only otherwise than it is."""
    at = found.at // SECOND * SECOND
    if if_match is not None:
        if not _matches(if_match, found):
            raise _failed()
    elif if_unmodified_since is not None and at > read_instant(if_unmodified_since, "IfUnmodifiedSince"):
        raise _failed()
    if if_none_match is not None:
        if _matches(if_none_match, found):
            raise _not_modified()
    elif if_modified_since is not None and at <= read_instant(if_modified_since, "IfModifiedSince"):
        raise _not_modified()


def check_write(there: S3Object | None, if_match: str | None, if_none_match: str | None) -> None:
    """Raise PreconditionFailed when a writer wants to write only over, or only without, what is there."""
    if if_none_match is not None:
        if if_none_match != "*":
            raise NotSimulated("S3 writes with If-None-Match: * only.")
        if there is not None:
            raise _failed()
    if if_match is not None:
        if there is None:
            raise ApiError("NoSuchKey", "The specified key does not exist.", status=404)
        if not _matches(if_match, there):
            raise _failed()


def part_of(size: int, asked: str | None) -> Part | None:
    """The part of `size` bytes that is asked for; None for all. Raises InvalidRange beyond the end.

    What is no range of bytes is no wish at all, as HTTP has it.
    """
    match = _RANGE.fullmatch(asked) if asked is not None else None
    if match is None or match[0] == "bytes=-":
        return None
    first, last = match[1], match[2]
    if not first:
        part = Part(max(0, size - int(last)), size - 1)
    else:
        part = Part(int(first), min(int(last), size - 1) if last else size - 1)
        if last and int(last) < int(first):
            return None
    if part.first >= size or (not first and not int(last)):
        raise ApiError("InvalidRange", "The requested range is not satisfiable", status=416)
    return part


def _matches(wanted: str, found: S3Object) -> bool:
    return any(each.strip().strip('"') in (found.etag.strip('"'), "*") for each in wanted.split(","))


def _failed() -> ApiError:
    return ApiError(
        "PreconditionFailed", "At least one of the pre-conditions you specified did not hold", status=412
    )


def _not_modified() -> ApiError:
    return ApiError("304", "Not Modified", status=304)
