"""Loads, as scenes have them."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from ecslab.course.load import SceneLoad
from ecslab.course.scene import Scene
from ecslab.engine.load import Curve, Load, Point
from ecslab.grading.scene import build

LESSONS = Path(__file__).parents[2] / "lessons"


def test_every_field_reaches_the_engine():
    load = SceneLoad.model_validate(
        {"cpu": {"30m": 2048, "0m": 100.5}, "memory": {"0s": 512}, "requests": {"1h": 60}, "every": "24h"}
    )
    assert set(load.model_fields_set) == set(SceneLoad.model_fields)
    day = 24 * 3600_000
    assert load.load == Load(
        cpu=Curve(points=(Point(0, 100.5), Point(1_800_000, 2048)), repeats_ms=day),
        memory=Curve(points=(Point(0, 512),), repeats_ms=day),
        requests=Curve(points=(Point(3_600_000, 60),), repeats_ms=day),
    )


@pytest.mark.parametrize(
    "wrong", [{"cpu": {"soon": 1}}, {"cpu": {"0m": -1}}, {"cpu": 5}, {"every": "0s"}, {"gpu": {}}]
)
def test_what_means_nothing_is_refused(wrong):
    with pytest.raises(ValidationError):
        SceneLoad.model_validate(wrong)


def test_a_scene_gives_its_lab_the_loads():
    scene = Scene.model_validate({"loads": {"web": {"cpu": {"0m": 1000}}}})
    assert build(scene).settings.loads["web"].cpu.at(5) == 1000


@pytest.mark.parametrize("name", ["README.md", "README.ja.md"])
def test_the_guide_has_every_field(name):
    text = (LESSONS / name).read_text(encoding="utf-8")
    for field in SceneLoad.model_fields:
        assert f"| `{field}` |" in text
