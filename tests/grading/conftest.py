import shutil
from pathlib import Path

import pytest

from ecslab.aws import new_lab
from ecslab.aws.shell import parse
from ecslab.course.goal import Goal
from ecslab.course.loader import load_course
from ecslab.grading.play import Play

FIXTURES = Path(__file__).parents[1] / "course" / "fixtures"


@pytest.fixture
def course_folder(tmp_path):
    """A small course that has nothing wrong with it, to be changed at will."""
    return Path(shutil.copytree(FIXTURES / "course", tmp_path / "course"))


@pytest.fixture
def lesson_folder(course_folder):
    return course_folder / "keep-web"


@pytest.fixture
def course(course_folder):
    return load_course(course_folder)


@pytest.fixture
def lesson(course):
    return course.lesson("keep-web")


@pytest.fixture
def exercise(lesson):
    return lesson.exercise("make-it")


@pytest.fixture
def lab():
    """A lab with the cluster `lab` and the task definition `web`."""
    return played(
        new_lab(),
        "aws ecs create-cluster --cluster-name lab",
        "aws ecs register-task-definition --family web --requires-compatibilities FARGATE"
        " --network-mode awsvpc --cpu 256 --memory 512 --container-definitions name=web,image=web",
    )


def played(lab, *lines):
    """The lab after the lines."""
    Play(lab).run(parse("\n".join(lines)))
    return lab


@pytest.fixture
def play():
    return played


@pytest.fixture
def goal():
    """A goal as a lesson file would give it; keys with `_` for `-`, `else_` for `else`."""

    def make(run="aws ecs list-tasks --cluster lab", id="goal", **keys):  # noqa: A002  # as in the file
        keys = {key.rstrip("_").replace("_", "-"): value for key, value in keys.items()}
        if isinstance(keys.get("else"), str):
            keys["else"] = {"ja": keys["else"], "en": keys["else"]}
        question = {"run": run} if run is not None else {}
        return Goal.model_validate({"id": id, "say": {"ja": id, "en": id}, **question, **keys})

    return make
