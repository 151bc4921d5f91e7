"""The wheel: what travels in it, and that it works outside the checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """A wheel of this checkout, built by its own back end."""
    folder = tmp_path_factory.mktemp("dist")
    code = f"import hatchling.build; print(hatchling.build.build_wheel({str(folder)!r}))"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=True, timeout=120
    )
    return folder / result.stdout.split()[-1]


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """The wheel unpacked, as pip would put it."""
    folder = tmp_path_factory.mktemp("site")
    zipfile.ZipFile(wheel).extractall(folder)
    return folder


def ecslab(installed, folder, *arguments):
    """Run the unpacked ecslab from another folder; -I keeps this checkout out of its path."""
    start = (
        f"import sys; sys.path = [p for p in sys.path if p != {str(CHECKOUT)!r}]; sys.path.insert(0, {str(installed)!r});"
        "sys.meta_path = [f for f in sys.meta_path if 'editable' not in repr(f).lower()];"
        "from ecslab.cli import main; sys.exit(main())"
    )
    return subprocess.run(
        [sys.executable, "-I", "-c", start, *arguments],
        cwd=folder,
        env=os.environ | {"ECSLAB_HOME": str(folder / "home"), "ECSLAB_LANG": "en"},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_lessons_words_and_types_travel_in_the_wheel(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    for path in CHECKOUT.joinpath("lessons").rglob("*"):
        if path.is_file():
            assert f"ecslab/_data/lessons/{path.relative_to(CHECKOUT / 'lessons').as_posix()}" in names
    assert {"ecslab/py.typed", "ecslab/locale/ja/engine.toml", "ecslab/tui/screens/workbench.tcss"} <= names
    assert not [name for name in names if name.startswith("tests/")]


def test_the_command_line_works_from_the_wheel_alone(installed, tmp_path):
    listed = ecslab(installed, tmp_path, "lesson", "list")
    assert listed.returncode == 0, listed.stderr
    assert "services/" in listed.stdout
    empty = tmp_path / "empty.sh"
    empty.touch()
    graded = ecslab(installed, tmp_path, "grade", listed.stdout.split()[0], str(empty))
    assert graded.returncode == 1, graded.stderr


def test_the_readme_of_the_wheel_is_the_projects(wheel):
    metadata = next(name for name in zipfile.ZipFile(wheel).namelist() if name.endswith("METADATA"))
    text = zipfile.ZipFile(wheel).read(metadata).decode()
    assert "License-Expression: MIT" in text
    assert "Requires-Python: >=3.11" in text
