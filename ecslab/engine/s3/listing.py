"""Listing keys: those that begin so, what a delimiter rolls up into one, and where a page ends.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-prefixes.html
"""

from typing import Literal, NamedTuple

from ecslab.engine.platform.s3 import S3Object
from ecslab.engine.state import State

Place = tuple[str] | tuple[str, int]
"""A place in the order of keys: before all versions of a key, or before the one with that number."""
_LAST = 0x10FFFF


class Listing(NamedTuple):
    """A page: objects, the beginnings that stand for many, and where the next page begins, if any."""

    objects: list[S3Object]
    prefixes: list[str]
    following: Place | None


def page(
    state: State,
    order: Literal["current", "versions"],
    bucket: str,
    prefix: str,
    delimiter: str,
    start: Place | None,
    most: int,
) -> Listing:
    """What stands from `start` on, `most` objects and prefixes at most.

    `order` is `current` for the objects that can be got, `versions` for all versions and markers. What a
    prefix stands for is passed over in one step, however much it is.
    """
    at: Place = max(start, (prefix,)) if start is not None else (prefix,)
    objects: list[S3Object] = []
    prefixes: list[str] = []
    while True:
        rolled = None
        for each in state.world.s3_objects.ascending(order, bucket, at):
            if not each.name.startswith(prefix):
                break
            if len(objects) + len(prefixes) == most:
                return Listing(objects, prefixes, at)
            cut = each.name.find(delimiter, len(prefix)) if delimiter else -1
            if cut >= 0:
                rolled = each.name[: cut + len(delimiter)]
                break
            objects.append(each)
            at = after(each)
        if rolled is None:
            return Listing(objects, prefixes, None)
        prefixes.append(rolled)
        at = beyond(rolled)


def after(version: S3Object) -> Place:
    """The place behind one version."""
    return (version.name, 1 - version.number)


def behind(key: str) -> Place:
    """The place behind all versions of a key."""
    return (key, 1)


def beyond(prefix: str) -> Place:
    """The place behind all keys that begin with `prefix`."""
    head = prefix.rstrip(chr(_LAST))
    return (head[:-1] + chr(ord(head[-1]) + 1),) if head else (chr(_LAST) * (len(prefix) + 1),)
