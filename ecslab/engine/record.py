"""The base of every record: a frozen value that is replaced, never changed."""

from typing import Any, Self

import msgspec


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """A fact about the lab. Times are milliseconds since the Unix epoch, or None until they come."""

    def replace(self, **changes: Any) -> Self:
        """This record with `changes` made."""
        return msgspec.structs.replace(self, **changes)


class Shape(Record, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A part of a record that people write themselves in AWS's spelling, such as a container definition.

    Its fields are the ones that the lab simulates; the aws layer refuses any other by name.
    """
