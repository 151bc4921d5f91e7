"""Every simulated operation against AWS's model: what goes in comes through, what comes out fits.

The requests are built from the model's shapes; botocore's own serializer and parser are the judges.
"""

import json
from base64 import b64encode
from datetime import datetime

import pytest
from botocore import xform_name
from botocore.model import ListShape, MapShape, StructureShape
from botocore.parsers import create_parser
from botocore.serialize import create_serializer
from botocore.validate import ParamValidator
from refusals import errors
from stories import tell_all

from ecslab.aws import models, new_lab
from ecslab.aws.command import Command
from ecslab.aws.operations import operations, refusing
from ecslab.engine.errors import ApiError

ALL = [(service, operation) for service in models.SERVICES for operation in operations(service)]
ECS = [(service, operation) for service, operation in ALL if service == "ecs"]


def example(shape, above=()):
    """A value that fits `shape` and fills every member of it; of a union, the first."""
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
    least = shape.metadata.get("min", 1)
    return {
        "string": "text",
        "integer": least,
        "long": least,
        "float": float(least),
        "double": float(least),
        "boolean": True,
        "timestamp": "2026-01-05T09:00:00+00:00",
        "blob": b"text",
    }[shape.type_name]


def written(params):
    """The parameters as a file of JSON has them, bytes in base64."""
    return json.dumps(params, default=lambda content: b64encode(content).decode())


class Recorder:
    """A target that answers nothing and keeps what it was asked."""

    region, account = "us-east-1", "123456789012"
    now = 0

    def __init__(self):
        self.asked = None

    def call(self, service, operation, params):
        self.asked = (service, operation, params)
        return {}

    def advance(self, duration_ms):
        raise AssertionError("no operation waits")


@pytest.mark.parametrize(("service", "operation"), ALL)
def test_a_request_built_from_the_model_comes_through_the_command_line(service, operation):
    model = models.service_model(service).operation_model(operation)
    params = example(model.input_shape) if model.input_shape else {}
    recorder = Recorder()
    words = [service, xform_name(operation, "-"), "--no-paginate", "--cli-input-json", written(params)]
    outcome = Command(recorder).run(words)
    assert outcome.exit_code == 0, outcome.stderr
    assert recorder.asked == (service, operation, params)


@pytest.mark.parametrize(("service", "operation"), ECS)
def test_a_request_built_from_the_model_comes_through_the_wire_format(service, operation):
    model = models.service_model(service).operation_model(operation)
    params = example(model.input_shape)
    request = create_serializer(model.metadata["protocol"]).serialize_to_request(params, model)
    assert request["headers"]["X-Amz-Target"] == f"AmazonEC2ContainerServiceV20141113.{operation}"
    assert json.loads(request["body"]) == in_seconds(params)


@pytest.mark.parametrize(("service", "operation"), ALL)
def test_any_request_that_fits_the_shapes_ends_in_an_answer_or_an_api_error(service, operation):
    model = models.service_model(service).operation_model(operation)
    full = example(model.input_shape) if model.input_shape else {}
    lab = new_lab()
    for left_out in [None, *full]:
        params = {name: value for name, value in full.items() if name != left_out}
        try:
            answer = lab.call(service, operation, params)
        except ApiError as refused:
            assert refused.message or refused.problem is not None
        else:
            assert_fits(answer, model)


@pytest.fixture(scope="module")
def story():
    return tell_all()


def test_the_story_tells_of_every_operation(story):
    """But for those that AWS too would only refuse here: tests/aws/test_other_operations.py has them."""
    refused = {(service, operation) for service in models.SERVICES for operation in refusing(service)}
    assert {(service, operation) for service, operation, _ in story} == set(ALL) - refused


def test_every_answer_fits_the_model(story):
    for service, operation, answer in story:
        assert_fits(answer, models.service_model(service).operation_model(operation))


def test_every_answer_comes_through_the_wire_format(story):
    for service, operation, answer in story:
        if service != "ecs":
            continue
        model = models.service_model(service).operation_model(operation)
        body = json.dumps(answer, default=lambda instant: instant.timestamp()).encode()
        response = {"status_code": 200, "headers": {}, "body": body}
        parsed = create_parser("json").parse(response, model.output_shape)
        parsed.pop("ResponseMetadata")
        assert in_milliseconds(parsed) == in_milliseconds(answer), operation


def assert_fits(answer, model):
    shape = model.output_shape
    if shape is None:
        assert answer == {}
        return
    report = ParamValidator().validate(answer, shape)
    assert not errors(report), f"{model.name}: {report.generate_report()}"


def in_seconds(value):
    """The value with every example of a timestamp as the wire has it."""
    match value:
        case dict():
            return {key: in_seconds(item) for key, item in value.items()}
        case list():
            return [in_seconds(item) for item in value]
        case "2026-01-05T09:00:00+00:00":
            return 1767603600
    return value


def in_milliseconds(value):
    match value:
        case dict():
            return {key: in_milliseconds(item) for key, item in value.items()}
        case list():
            return [in_milliseconds(item) for item in value]
        case datetime():
            return round(value.timestamp() * 1000)
    return value
