"""The scene that --scene names: a file, or a scene of the course or of one of its lessons."""

from pathlib import Path

from ecslab.course.loader import load_course
from ecslab.course.scene import Scene
from ecslab.course.scenes import find_scene, load_scene


def scene(name: str | None, course: Path | None) -> Scene:
    """The scene called `name`; a new lab for None. Raises UnknownName, CourseError."""
    if name is None:
        return Scene()
    if "/" in name or name.endswith((".yaml", ".yml")):
        return load_scene(Path(name))
    whole = load_course(course)
    return find_scene(
        name, [folder / "scenes" for folder in (whole.folder, *map(whole.folder.joinpath, whole.ids))]
    )
