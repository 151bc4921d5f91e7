"""Can every scene be read, whether anything names it or not?"""

from collections.abc import Iterator
from pathlib import Path

from ecslab.course.findings import CourseError, Finding
from ecslab.course.scenes import load_scene


def findings(folder: Path) -> Iterator[Finding]:
    """What is wrong with the files in `scenes/` of a lesson's or a course's folder."""
    for path in sorted((folder / "scenes").glob("*.yaml")):
        try:
            load_scene(path)
        except CourseError as error:
            yield from error.findings
