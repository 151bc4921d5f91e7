"""A small stand-in for a lab: scripted answers, virtual time, AWS's own validation."""

import shlex

import pytest
from botocore.validate import ParamValidator

from ecslab.aws.command import Command, VirtualFiles
from ecslab.aws.models import service_model
from ecslab.engine.errors import ApiError, NotSimulated


class FakeTarget:
    """Answers operations from `answers`: a response, an error to raise, or a function of parameters and time."""

    region = "us-east-1"
    account = "123456789012"

    def __init__(self):
        self.answers = {}
        self.calls = []
        self.now_ms = 0

    @property
    def now(self):
        return self.now_ms

    def call(self, service, operation, params):
        model = service_model(service).operation_model(operation)
        if model.input_shape is not None:
            report = ParamValidator().validate(params, model.input_shape)
            if report.has_errors():
                raise ApiError("ParamValidation", report.generate_report())
        self.calls.append((operation, params))
        if operation not in self.answers:
            raise NotSimulated(f"ecslab does not simulate {operation}.")
        answer = self.answers[operation]
        if callable(answer):
            answer = answer(params, self.now_ms)
        if isinstance(answer, ApiError):
            raise answer
        return answer

    def advance(self, duration_ms):
        self.now_ms += duration_ms


@pytest.fixture
def target():
    return FakeTarget()


@pytest.fixture
def aws(target):
    """Runs a line, without its `aws`, with the files and the environment given."""

    def run(line, files=None, environment=None):
        return Command(target, VirtualFiles(files or {}), environment or {}).run(shlex.split(line))

    return run
