"""What a fault is: a name, the fields that it takes, and what it does to the world."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from ecslab.engine.state import State

Given = Mapping[str, Any]
"""A fault as it is injected: `fault`, and its fields in kebab-case."""


class Kind(StrEnum):
    """What a field names: a menu offers what the lab has of it, a form checks what is typed."""

    CLUSTER = "cluster"
    SERVICE = "service"
    TASK = "task"
    CONTAINER = "container"
    INSTANCE = "instance"
    ZONE = "zone"
    IMAGE = "image"
    FAULT = "fault"
    PROVIDER = "provider"
    ALARM = "alarm"
    POLICY = "policy"
    DURATION = "duration"
    WHOLE = "whole"


class Field(NamedTuple):
    """A field of a fault; `words` in the catalogues at `engine.fault-field.<name>`."""

    name: str
    kind: Kind
    most: int | None = None
    """The largest number of a WHOLE field."""


class Fault(NamedTuple):
    """A kind of fault; its words stand in the catalogues at `engine.fault.<name>`."""

    name: str
    act: Callable[[State, Given], None]
    fields: tuple[Field, ...]
    one_of: tuple[str, ...] = ()
    """Fields of which exactly one must be given."""
    at_most_one: tuple[str, ...] = ()
    """Fields of which one may be given."""
    required: tuple[str, ...] = ()
    """Fields that must be given."""

    def field(self, name: str) -> Field | None:
        """The field of that name."""
        return next((field for field in self.fields if field.name == name), None)


TASK = Field("task", Kind.TASK)
SERVICE = Field("service", Kind.SERVICE)
CLUSTER = Field("cluster", Kind.CLUSTER)
CONTAINER = Field("container", Kind.CONTAINER)
IMAGE = Field("image", Kind.IMAGE)
ZONE = Field("zone", Kind.ZONE)
INSTANCE = Field("instance", Kind.INSTANCE)
PROVIDER = Field("provider", Kind.PROVIDER)
FOR = Field("for", Kind.DURATION)
"""How long a fault lasts; until it is mended when not given."""
