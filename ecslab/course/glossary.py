"""The glossary: every term that the course introduces, with its words in both languages."""

from pydantic import RootModel

from ecslab.course.fields import Many, Model
from ecslab.course.text import Text


class Term(Model):
    """A term and what it means."""

    term: Text
    say: Text
    """What it means, in a sentence or two."""


class Glossary(RootModel[Many[Term]]):
    """What stands in a `glossary.yaml`."""
