"""Choosing between the kinds of a thing by the one key that names its kind."""

from typing import Any

from pydantic import Discriminator, Tag

MARK = "kind:"
"""What the tags of kinds start with, so that a place in a file can be told from a kind."""


def kind(key: str) -> Tag:
    """The tag of the model that has `key`."""
    return Tag(MARK + key)


def by_key(*keys: str) -> Discriminator:
    """Tells the kinds apart by which one of `keys` stands in the mapping; none or two of them is an error."""

    def discriminate(value: Any) -> str | None:
        if not isinstance(value, dict):
            return None
        named = [key for key in keys if key in value]
        return MARK + named[0] if len(named) == 1 else None

    return Discriminator(
        discriminate,
        custom_error_type="one_kind",
        custom_error_message="exactly one kind",
        custom_error_context={"choices": ", ".join(keys)},
    )
