"""Tags as EC2 and Auto Scaling spell them."""

from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.engine.errors import ApiError, NotSimulated
from ecslab.engine.records.tags import Tag


def read_tags(specifications: Sequence[Mapping[str, Any]], kind: str) -> tuple[Tag, ...]:
    """The tags for resources of `kind` in `TagSpecifications`; volumes, which the lab has not, pass."""
    tags: dict[str, Tag] = {}
    for specification in specifications:
        asked = specification.get("ResourceType")
        if asked == kind:
            for tag in specification.get("Tags", ()):
                key = tag.get("Key", "")
                if not key or key.lower().startswith("aws:"):
                    raise ApiError(
                        "InvalidParameterValue", f"A tag key must not be empty or begin with aws:, as '{key}'"
                    )
                tags[key] = Tag(key=key, value=tag.get("Value", ""))
        elif asked not in ("volume", "network-interface"):
            raise NotSimulated(f"ecslab does not simulate tags for resources of the type {asked}.")
    return tuple(tags.values())


def show_tags(tags: Sequence[Tag]) -> list[dict[str, str]]:
    """Tags as EC2 shows them."""
    return [{"Key": tag.key, "Value": tag.value} for tag in tags]
