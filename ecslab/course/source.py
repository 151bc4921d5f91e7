"""What a lesson teaches of the source material: its headings, and the sections that teach each."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Discriminator, Field

from ecslab.course.fields import Id, Line, Many
from ecslab.course.kinds import MARK, kind

Sections = Annotated[
    Annotated[Id, kind("section")] | Annotated[Many[Id], kind("sections"), Field(min_length=1)],
    Discriminator(lambda value: MARK + ("sections" if isinstance(value, (list, tuple)) else "section")),
]
"""A section of the prose by its id, or several."""

Source = Annotated[
    Annotated[Many[Line], kind("headings")] | Annotated[dict[Line, Sections], kind("taught")],
    Discriminator(lambda value: MARK + ("taught" if isinstance(value, dict) else "headings")),
]
"""Headings alone, or with the sections that teach each of them."""


def taught(source: Any) -> Mapping[str, tuple[str, ...]]:
    """By heading, the sections that teach it; none where only headings are given."""
    if not isinstance(source, Mapping):
        return dict.fromkeys(source, ())
    return {heading: (found,) if isinstance(found, str) else found for heading, found in source.items()}
