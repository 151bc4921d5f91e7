"""Tags on resources, as records."""

from ecslab.engine.record import Record


class Tag(Record, frozen=True, kw_only=True):
    """A tag on a resource."""

    key: str
    value: str = ""


class Tags(Record, frozen=True, kw_only=True):
    """All tags of the resource with that ARN."""

    arn: str
    tags: tuple[Tag, ...]
