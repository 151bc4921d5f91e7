"""Do the pictures in the prose say which lab is drawn, and do they say the same in every language?"""

from collections.abc import Iterator

from ecslab.course.findings import Code, CourseError, Finding, Place, nearest
from ecslab.course.lesson import Lesson
from ecslab.course.pictures import Picture, pictures
from ecslab.course.prose import Section
from ecslab.course.scenes import scene_names
from ecslab.locale import LANGUAGES


def findings(lesson: Lesson) -> Iterator[Finding]:
    """Options and values that there are not, scenes that nothing is called, languages that part."""
    scenes = scene_names(lesson.scene_folders)
    first: dict[str, list[Picture]] | None = None
    for language in LANGUAGES:
        path = f"{language}.md"
        try:
            sections = lesson.prose(language)
        except CourseError:
            continue  # as reported elsewhere
        own: dict[str, list[Picture]] = {}
        wrong = False
        for section in sections:
            own[section.id], problems = pictures(section, path)
            wrong |= bool(problems)
            yield from problems
            for picture in own[section.id]:
                if picture.scene is not None and picture.scene not in scenes:
                    near = nearest(picture.scene, scenes)
                    place = Place(picture.line, 1)
                    yield Finding(Code.NO_SCENE, path, place, "scene", {"name": picture.scene}, near)
        if first is None:
            first = None if wrong else own
        elif not wrong:
            yield from _parted(sections, first, own, path)


def _parted(
    sections: tuple[Section, ...], first: dict[str, list[Picture]], own: dict[str, list[Picture]], path: str
) -> Iterator[Finding]:
    """The sections whose pictures are not those of the first language."""
    for section in sections:
        model = [picture.drawn for picture in first.get(section.id, own[section.id])]
        found = [picture.drawn for picture in own[section.id]]
        if found != model:
            at = next(
                (each.line for each, drawn in zip(own[section.id], found, strict=True) if drawn not in model),
                section.line,
            )
            yield Finding(Code.PICTURE_DIFFERS, path, Place(at, 1), "", {"other": f"{LANGUAGES[0]}.md"})
