"""What each layer loads: a headless command must not pay for the screen."""

from pathlib import Path

import pytest

import ecslab

SERVICES = sorted(
    each.parent.name for each in (Path(ecslab.__file__).parent / "aws" / "operations").glob("*/__init__.py")
)
HEADLESS = [
    "ecslab",
    "ecslab.engine.lab",
    "ecslab.aws",
    "ecslab.aws.api",
    "ecslab.aws.command",
    "ecslab.picture.drawing.lab",
    "ecslab.picture.reading.lab",
    "ecslab.course.loader",
    "ecslab.grading.grade",
    "ecslab.session.shell",
    "ecslab.plain.course",
    "ecslab.cli",
]


@pytest.mark.parametrize("module", HEADLESS)
@pytest.mark.parametrize("unwanted", ["textual", "docker", "botocore.session", "botocore.client"])
def test_headless_modules_leave_the_screen_and_the_network_alone(module, unwanted, run_python):
    assert run_python(f"import sys, {module}; print({unwanted!r} in sys.modules)") == "False"


@pytest.mark.parametrize("unwanted", ["botocore", "pydantic", "yaml", "rich", "click", "jmespath"])
def test_the_engine_needs_the_standard_library_and_msgspec_alone(unwanted, run_python):
    assert run_python(f"import sys, ecslab.engine.lab; print({unwanted!r} in sys.modules)") == "False"


@pytest.mark.parametrize("service", SERVICES)
def test_any_service_may_be_the_first_that_is_used(service, run_python):
    """Two that need each other would only load in one order."""
    assert run_python(f"import ecslab.aws.operations.{service}; print('loaded')") == "loaded"
