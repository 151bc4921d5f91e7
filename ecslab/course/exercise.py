"""An exercise: what is asked, its lab, its goals, its hints, and the right and wrong ways that prove it."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from ecslab.course.fields import Id, Inside, Many, Model
from ecslab.course.goal import Goal
from ecslab.course.text import Text
from ecslab.course.values import OneOf, draw, filled, shell


class Mistake(Model):
    """A wrong way that people really take, with feedback of its own."""

    run: Inside
    """The script that takes it."""
    fails: Annotated[Many[Id], Field(min_length=1)]
    """The goals that it fails, and no others (those skipped aside)."""
    say: Text
    """What is wrong with it, and why."""


class Golf(Model):
    """How short a solution can be."""

    commands: Annotated[int, Field(ge=1)]
    """Par: the `aws` commands of a good solution."""


class Exercise(Model):
    """Something to do in the lab, judged by its goals."""

    id: Id
    title: Text
    brief: Text
    """What is to be done; every goal's wish stands in it."""
    at: Id | None = None
    """The heading after whose section it comes; at the lesson's end when not given."""
    scene: Id | None = None
    """The lab before the learner starts; a new one when not given."""
    values: dict[Id, OneOf] = Field(default_factory=dict)
    """What the seed draws: `{{name}}` in the exercise's words and goals, `$NAME` in its scripts."""
    goals: Annotated[Many[Goal], Field(min_length=1)]
    hints: Annotated[Many[Text], Field(min_length=3)]
    """In stages: what is wrong, where to look, at last the command."""
    solutions: Annotated[Many[Inside], Field(min_length=1)]
    """Scripts that solve it, each in its own way."""
    mistakes: Many[Mistake] = ()
    points: Annotated[int, Field(ge=1, le=1000)] = 10
    golf: Golf | None = None

    def drawn(self, seed: int) -> "Exercise":
        """The exercise as `seed` draws its values; drawn already, it stays as it is."""
        if not self.values:
            return self
        drawn = draw(self.values, seed)
        exercise = filled(self, drawn)
        only = {name: OneOf.model_construct(one_of=(value,)) for name, value in drawn.items()}
        return exercise.model_copy(update={"values": only})

    def variables(self, seed: int) -> Mapping[str, str]:
        """What a script of this exercise finds set."""
        return shell(draw(self.values, seed))
