import shutil
from pathlib import Path

import pytest

FIXTURES = Path(__file__).parent / "fixtures"


@pytest.fixture
def course_folder(tmp_path):
    """A small course that has nothing wrong with it, to be changed at will."""
    return Path(shutil.copytree(FIXTURES / "course", tmp_path / "course"))


@pytest.fixture
def lesson_folder(course_folder):
    return course_folder / "keep-web"
