"""The page of what is simulated says what the code does."""

import re
from pathlib import Path

import pytest
from botocore.model import ListShape, MapShape, StructureShape

import ecslab
from ecslab.aws import models, new_lab
from ecslab.aws.coverage import MISSING, SIMULATED, coverage, read_as
from ecslab.aws.coverage_page import differences, page
from ecslab.aws.operations.ecs.reading import read
from ecslab.engine.errors import NotSimulated
from ecslab.locale import LANGUAGES

PAGES = {"en": "README.md", "ja": "README.ja.md"}
LEFT_OUT = [
    (service, each.operation, place)
    for service in models.SERVICES
    for each in coverage(service)
    for place in each.left_out
]


def example(shape, above=()):
    """A value that fits `shape` and says something."""
    match shape:
        case StructureShape() if shape.name in above:
            return {}
        case StructureShape():
            members = list(shape.members.items())
            chosen = members[:1] if shape.is_tagged_union else members
            return {name: example(member, (*above, shape.name)) for name, member in chosen}
        case ListShape():
            return [example(shape.member, above)]
        case MapShape():
            return {example(shape.key): example(shape.value, above)}
    if getattr(shape, "enum", None):
        return shape.enum[0]
    least = max(1, shape.metadata.get("min", 1))
    simple = {
        "integer": least,
        "long": least,
        "float": float(least),
        "double": float(least),
        "boolean": True,
        "blob": b"x",
    }
    return simple.get(
        shape.type_name, "2026-01-05T09:00:00Z" if shape.type_name == "timestamp" else "x" * least
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_beside_the_operations_is_the_one_that_is_made(language):
    """Make it anew: ecslab operations --lang en > ecslab/aws/operations/README.md, and ja likewise."""
    kept = Path(ecslab.__file__).parent / "aws" / "operations" / PAGES[language]
    rest, left_out = parted(kept.read_text(encoding="utf-8"))
    made, left_out_now = parted(page(language))
    assert rest == made
    # What the code has learned to take must not be called left out any more.
    assert {name: names - left_out_now.get(name, set()) for name, names in left_out.items()} == {
        name: set() for name in left_out
    }


def parted(text):
    """The page without what grows with every release of AWS's models, and the parameters that are left out.

    How many operations AWS has besides, and which parameters it adds to those that are simulated, is no news.
    """
    rest, left_out, service = [], {}, ""
    for line in text.splitlines():
        service = line.removeprefix("## ") if line.startswith("## ") else service
        operation = re.fullmatch(r"- ([a-z0-9-]+): (`.*`)", line)
        if operation is not None:
            left_out[service, operation[1]] = set(operation[2].split(", "))
        else:
            rest.append(re.sub(r"\d+", "N", line))
    return rest, left_out


@pytest.mark.parametrize("service", models.SERVICES)
def test_what_is_said_to_be_missing_says_so_itself(service):
    lab = new_lab()
    for each in coverage(service):
        if each.standing == MISSING and service == "ecs":
            model = models.service_model(service).operation_model(each.operation)
            params = {
                name: example(model.input_shape.members[name]) for name in model.input_shape.required_members
            }
            with pytest.raises(NotSimulated, match=each.command):
                lab.call(service, each.operation, params)
        assert each.standing == SIMULATED or each.left_out == ()


@pytest.mark.parametrize(("service", "operation", "place"), [each for each in LEFT_OUT if "." in each[2]])
def test_a_field_that_is_said_to_be_left_out_is_refused_by_its_place(service, operation, place):
    parameter, *path = place.split(".")
    value = "x"
    for name in reversed(path):
        value = {name: value}
    with pytest.raises(NotSimulated, match=path[-1]):
        read(read_as(service, operation, parameter), value, parameter)


@pytest.mark.parametrize(("service", "operation", "place"), [each for each in LEFT_OUT if "." not in each[2]])
def test_a_parameter_that_is_said_to_be_left_out_is_refused_by_its_name(service, operation, place):
    model = models.service_model(service).operation_model(operation).input_shape
    params = {name: example(model.members[name]) for name in {*model.required_members, place}}
    with pytest.raises(NotSimulated):
        new_lab().call(service, operation, params)


def test_every_operation_of_ecs_answers():
    """But for task sets: any other operation is simulated or answers with AWS's own kind of error."""
    missing = [each.operation for each in coverage("ecs") if each.standing == MISSING]
    assert all("TaskSet" in operation for operation in missing)


def test_differences_are_told_in_both_languages():
    assert len(differences()) > 10
    assert page("en") != page("ja")
