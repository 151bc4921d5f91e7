"""Drawing the pictures in a lesson's prose from labs that its scenes make, so that none is out of date."""

from collections.abc import Iterator

from ecslab.aws.shell import ScriptError, ScriptLimit
from ecslab.course.findings import Code, CourseError, Finding, Place
from ecslab.course.pictures import Picture, pictures, split
from ecslab.course.prose import Section
from ecslab.course.text import both
from ecslab.engine.clock import format_duration
from ecslab.grading.bounded import BoundedLab
from ecslab.grading.command import sentence
from ecslab.grading.limits import OutOfBounds
from ecslab.grading.scene import SceneFails, play_out
from ecslab.grading.scenes import Scenes
from ecslab.locale import LANGUAGES, words
from ecslab.picture.drawing.lab import layout, legend
from ecslab.picture.parts import Line, Part, plain
from ecslab.picture.reading.lab import read
from ecslab.picture.stages import Stage
from ecslab.picture.views import ClusterView, LabView

WIDTH = 75
"""The most cells that a picture takes; a terminal of 80 columns has room for it."""

SEED = 0
"""The seed of the labs that are drawn."""


class Pictures:
    """The pictures of one lesson; each lab is built once, when it is first asked for."""

    def __init__(self, scenes: Scenes) -> None:
        self._scenes = scenes
        self._views: dict[Picture, tuple[LabView, ...]] = {}

    def views(self, picture: Picture) -> tuple[LabView, ...]:
        """What the picture shows, at each of its times.

        Raises CourseError where its scene is missing, SceneFails where its lab cannot be made.
        """
        if picture.drawn not in self._views:
            self._views[picture.drawn] = tuple(self._made(picture))
        return self._views[picture.drawn]

    def _made(self, picture: Picture) -> Iterator[LabView]:
        lab = self._scenes.begin(picture.scene, SEED)
        try:
            play_out(lab, picture.script, self._scenes.lesson.folder / "files")
            now = 0
            for after in picture.after:
                BoundedLab(lab).advance(after - now)
                now = after
                yield read(lab)
        except ScriptError as error:
            raise SceneFails(both(error.say)) from error
        except (ScriptLimit, OutOfBounds) as error:
            problem = error.problem if isinstance(error, OutOfBounds) else sentence(error)
            raise SceneFails(problem) from error

    def lines(self, picture: Picture, language: str, width: int = WIDTH) -> Iterator[Line]:
        """The picture as lines of named parts, none wider than `width`; raises as `views` does."""
        say = words(language)
        views = self.views(picture)
        moments = [f"+{format_duration(after)} " for after in picture.after] if len(views) > 1 else [""]
        margin = max(map(len, moments))
        for moment, view in zip(moments, views, strict=True):
            frame = layout(view, width - margin, say, picture.show).lines()
            for number, line in enumerate(frame):
                yield (Part(("" if number else moment).rjust(margin), "strong"), *line)
        stages = {stage for view in views for cluster in view.clusters for stage in _stages(cluster, picture)}
        if stages:
            yield (Part(" " * margin), Part(f" {legend(say, stages)}", "faint"))

    def markdown(
        self, section: Section, path: str, language: str, width: int = WIDTH, *, build: bool = True
    ) -> str:
        """The section with its pictures drawn; one that cannot be drawn is replaced by what is wrong.

        Unless told to `build` labs, which takes a while, dots stand for those pictures that need it.
        """
        try:
            parts = split(section, path)
        except CourseError as error:
            return f"{section.markdown}\n\n```\n{error.text(language)}\n```"
        return "\n".join(
            part if isinstance(part, str) else self._fence(part, language, width, build=build)
            for part in parts
        )

    def _fence(self, picture: Picture, language: str, width: int, *, build: bool) -> str:
        try:
            if build or picture.drawn in self._views:
                drawn = [plain(line) for line in self.lines(picture, language, width)]
            else:
                drawn = ["…"]
        except SceneFails as error:
            drawn = [error.problem.of(language)]
        except CourseError as error:
            drawn = error.text(language).splitlines()
        return "\n".join(["```", *drawn, "```"])

    def ready(self, section: Section, path: str) -> bool:
        """Whether nothing has to be built for the section's pictures any more."""
        return all(picture.drawn in self._views for picture in pictures(section, path)[0])


def _stages(cluster: ClusterView, picture: Picture) -> Iterator[Stage]:
    """The stages of which the picture may have a mark."""
    if {"services", "tasks", "places"} & set(picture.show):
        yield from (task.stage for task in cluster.tasks)
    if "stopped" in picture.show and cluster.stopped:
        yield Stage.STOPPED


def prove_pictures(scenes: Scenes) -> Iterator[Finding]:
    """The pictures that cannot be drawn, or would show nothing."""
    drawer = Pictures(scenes)
    seen: set[Picture] = set()
    for language in LANGUAGES:
        path = f"{language}.md"
        try:
            sections = scenes.lesson.prose(language)
        except CourseError:
            continue  # as reported elsewhere
        for picture in (each for section in sections for each in pictures(section, path)[0]):
            if picture.drawn not in seen:
                seen.add(picture.drawn)
                yield from _proven(drawer, picture, path, language)


def _proven(drawer: Pictures, picture: Picture, path: str, language: str) -> Iterator[Finding]:
    place = Place(picture.line, 1)
    try:
        shown = {part.target.kind for line in drawer.lines(picture, language) for part in line if part.target}
    except SceneFails as error:
        yield Finding(Code.PICTURE_FAILS, path, place, "", {"problem": error.problem})
    except CourseError:
        return  # a scene that is missing or malformed, as reported elsewhere
    else:
        if not shown - {"cluster"}:
            yield Finding(Code.PICTURE_EMPTY, path, place, "")
