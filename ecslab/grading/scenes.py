"""The scenes of one lesson, each built once and forked for whoever begins in it."""

from collections.abc import Mapping
from types import MappingProxyType

from ecslab.course.lesson import Lesson
from ecslab.engine.lab import Lab
from ecslab.grading import scene

NO_VALUES: Mapping[str, str] = MappingProxyType({})


class Scenes:
    """Labs of a lesson's scenes, for proofs that begin in the same one again and again."""

    def __init__(self, lesson: Lesson) -> None:
        self.lesson = lesson
        self._built: dict[tuple[str | None, int, frozenset[tuple[str, str]], int], Lab] = {}

    def begin(
        self, name: str | None, seed: int, variables: Mapping[str, str] = NO_VALUES, building: int = 0
    ) -> Lab:
        """A lab of its own in which nothing was done since the scene `name`.

        Another `building` is a scene that was played through once more, to be compared with the first.
        Raises CourseError when the scene is missing or malformed, SceneFails when it cannot be built.
        """
        key = (name, seed, frozenset(variables.items()), building)
        if key not in self._built:
            written = self.lesson.scene(name)
            self._built[key] = scene.build(written, seed, self.lesson, variables=variables)
        return self._built[key].fork()
