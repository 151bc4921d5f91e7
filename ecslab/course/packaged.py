"""Where the lessons are that come with ecslab."""

from importlib.resources import files
from pathlib import Path


def lessons_folder() -> Path:
    """The folder of `course.yaml`: inside the installed package, or beside it in a checkout."""
    package = Path(str(files("ecslab")))
    installed = package / "_data" / "lessons"
    return installed if installed.is_dir() else package.parent / "lessons"
