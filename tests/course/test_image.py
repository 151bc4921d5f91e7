"""Profiles of images, as scenes have them."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from ecslab.course.image import ImageProfile
from ecslab.engine.workload import Workload

LESSONS = Path(__file__).parents[2] / "lessons"


def test_every_field_reaches_the_engine():
    profile = ImageProfile.model_validate(
        {
            "runs-for": "1m",
            "exit-code": 3,
            "on-sigterm": "ignore",
            "sigterm-exit-code": 143,
            "logs": ["a", "b"],
            "log-every": "10s",
            "script": "aws s3 ls",
            "healthy-after": "20s",
            "healthy-until": "5m",
            "answers": 302,
            "memory-mib": 100,
            "leak-mib-per-minute": 5,
            "size-mib": 900,
            "missing": True,
            "pull-error": "rate-limit",
            "architecture": "ARM64",
        }
    )
    assert set(profile.model_fields_set) == set(ImageProfile.model_fields)
    assert profile.workload == Workload(
        runs_for_ms=60_000,
        exit_code=3,
        on_sigterm_ms=None,
        sigterm_exit_code=143,
        lines=("a", "b"),
        line_every_ms=10_000,
        script="aws s3 ls",
        healthy_after_ms=20_000,
        healthy_until_ms=300_000,
        answers=302,
        memory_mib=100,
        leak_mib_per_minute=5,
        size_mib=900,
        missing=True,
        pull_error="rate-limit",
        architecture="ARM64",
    )


def test_what_is_left_out_is_as_the_engine_has_it():
    assert ImageProfile().workload == Workload()


def test_an_image_may_answer_nothing():
    assert ImageProfile.model_validate({"answers": "nothing"}).workload.answers is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"log-every": "0s"},
        {"answers": 42},
        {"answers": "silence"},
        {"memory-mib": -1},
        {"pull-error": "tired"},
        {"architecture": "arm64"},
        {"healthy-after": 20},
    ],
)
def test_a_profile_that_cannot_be_is_refused(wrong):
    with pytest.raises(ValidationError):
        ImageProfile.model_validate(wrong)


@pytest.mark.parametrize("guide", ["README.md", "README.ja.md"])
def test_the_guide_tells_of_every_field_of_an_image(guide):
    text = (LESSONS / guide).read_text(encoding="utf-8")
    for name in ImageProfile.model_fields:
        assert f"| `{name.replace('_', '-')}` |" in text, name
