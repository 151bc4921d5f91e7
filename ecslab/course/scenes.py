"""Finding and reading scene files."""

from collections.abc import Sequence
from pathlib import Path

from ecslab.course import files
from ecslab.course.findings import UnknownName
from ecslab.course.scene import Scene, SceneFile
from ecslab.course.validation import validate


def load_scene(path: Path) -> Scene:
    """The scene in the file at `path`; raises CourseError when it is missing or malformed.

    Findings name the file with its folder, `scenes/NAME.yaml`.
    """
    path = path.absolute()
    return validate(SceneFile, files.document(path.parent.parent, f"{path.parent.name}/{path.name}"))


def find_scene(name: str, folders: Sequence[Path]) -> Scene:
    """The scene called `name` in the first of `folders` that has it.

    Raises UnknownName with the nearest right name when none has, CourseError when it is malformed.
    """
    for folder in folders:
        if (path := folder / f"{name}.yaml").is_file():
            return load_scene(path)
    raise UnknownName("scene", name, scene_names(folders))


def scene_names(folders: Sequence[Path]) -> list[str]:
    """The scenes that `folders` have, sorted."""
    return sorted({path.stem for folder in folders for path in folder.glob("*.yaml")})
