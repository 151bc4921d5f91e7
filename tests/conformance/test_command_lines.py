"""The AWS CLI itself is the oracle: both make the same parameters of a line, or both refuse it."""

import json
import shlex
from importlib.util import find_spec
from pathlib import Path

import pytest
from botocore import xform_name
from botocore.loaders import Loader
from botocore.model import ServiceModel

from ecslab.aws.command import Command, VirtualFiles
from ecslab.aws.models import paginators, service_model

FILES = {
    "td.json": b'[{"name": "app", "image": "nginx", "portMappings": [{"containerPort": 80}]}]',
    "input.json": b'{"cluster": "from-file", "taskDefinition": "web:3", "count": 2}',
    "name.txt": b"from-a-file\n",
}

OPERATIONS = {
    "ecs": [
        "CreateCluster", "DescribeClusters", "ListClusters", "UpdateCluster", "DeleteCluster",
        "RegisterTaskDefinition", "DeregisterTaskDefinition", "DeleteTaskDefinitions",
        "DescribeTaskDefinition", "ListTaskDefinitions", "ListTaskDefinitionFamilies",
        "RunTask", "StopTask", "DescribeTasks", "ListTasks",
        "CreateService", "UpdateService", "DeleteService", "DescribeServices", "ListServices",
        "TagResource", "UntagResource", "ListTagsForResource",
    ],
    "sts": ["GetCallerIdentity"],
    "ec2": ["DescribeVpcs", "DescribeSubnets", "DescribeSecurityGroups"],
}  # fmt: skip


class Refusal(Exception):
    """The line was refused."""


class Recorder:
    """A target that keeps what it is asked and answers with nothing."""

    region = "us-east-1"
    account = "123456789012"

    def __init__(self):
        self.calls = []

    def call(self, service, operation, params):
        self.calls.append((service, operation, params))
        return {}

    def advance(self, duration_ms):
        raise AssertionError("no time passes in parsing")


@pytest.fixture(scope="module")
def theirs(aws_cli):
    """What the AWS CLI makes of a line: service, operation and parameters of its first call."""
    for name, content in FILES.items():
        (aws_cli.home / name).write_bytes(content)

    def parse(line):
        answer = aws_cli.ask("parse", shlex.split(line))
        if answer["call"] is None:
            raise Refusal(f"{answer['code']}: {answer['stderr']}")
        service, operation, params = answer["call"]
        return service, operation, _first_call(service, operation, params)

    return parse


def _first_call(service, operation, params):
    """The parameters of the first page's call, which botocore makes of the AWS CLI's paging configuration."""
    paging = params.pop("PaginationConfig", {})
    if (size := paging.get("PageSize")) is not None:
        params[paginators(service)[operation]["limit_key"]] = size
    if (token := paging.get("StartingToken")) is not None:
        params[paginators(service)[operation]["input_token"]] = token
    return params


def ours(line):
    recorder = Recorder()
    outcome = Command(recorder, VirtualFiles(FILES)).run(shlex.split(line))
    if not recorder.calls:
        raise Refusal(f"{outcome.exit_code}: {outcome.stderr}")
    service, operation, params = recorder.calls[0]
    return service, operation, dict(params)


def is_document(shape):
    """Whether the shape is free-form JSON, which shorthand cannot write."""
    return getattr(shape, "is_document_type", False)


def sample(shape):
    """A value of the shape, as JSON has it: strings that quoting must not change, and no document."""
    match shape.type_name:
        case "structure":
            return {name: sample(inner) for name, inner in shape.members.items() if not is_document(inner)}
        case "list":
            return [sample(shape.member)]
        case "map":
            return {"Key": sample(shape.value)}
        case "integer" | "long":
            return 7
        case "float" | "double":
            return 2.5
        case "boolean":
            return True
        case "timestamp":
            return "2026-01-05T09:00:00Z"
        case _:
            return shape.enum[0] if shape.enum else "it is a value"


def shorthand(value, *, outermost=True):
    """`sample`'s values in the AWS CLI's shorthand."""
    match value:
        case dict():
            inner = ",".join(f"{name}={shorthand(item, outermost=False)}" for name, item in value.items())
            return inner if outermost else f"{{{inner}}}"
        case list():
            return f"[{','.join(shorthand(item, outermost=False) for item in value)}]"
        case bool():
            return str(value).lower()
        case str() if " " in value:
            return f'"{value}"'
        case _:
            return str(value)


def _command(service, operation):
    return f"{service} {xform_name(operation, '-')}"


def _required(shape, but=None):
    words = []
    for name in shape.required_members:
        if name != but:
            words += _words(f"--{xform_name(name, '-')}", sample(shape.members[name]))
    return words


def _words(option, value):
    match value:
        case bool():
            return [option]
        case [str(), *_]:
            return [option, *value]
        case dict() | list():
            return [option, json.dumps(value)]
        case _:
            return [option, str(value)]


def both(service):
    """The AWS CLI's own, older model where it has one: a newer member is none of its options."""
    data = Path(find_spec("awscli").origin).parent / "botocore" / "data"
    if not data.is_dir():
        return service_model(service)
    loader = Loader([str(data)], include_default_search_paths=False)
    return ServiceModel(loader.load_service_model(service, "service-2"), service)


def generated():
    """One line for each option of each operation in each way of writing its value, the same at every run."""
    for service, names in OPERATIONS.items():
        for operation in names:
            shape = both(service).operation_model(operation).input_shape
            for name, inner in (shape.members if shape is not None else {}).items():
                option = f"--{xform_name(name, '-')}"
                start = [*_command(service, operation).split(), *_required(shape, but=name)]
                value = sample(inner)
                yield shlex.join([*start, *_words(option, value)])
                if inner.type_name == "boolean":
                    off = f"--no-{option[2:]}"
                    renamed = {"--no-enable-execute-command": "--disable-execute-command"}
                    yield shlex.join([*start, renamed.get(off, off)])
                elif inner.type_name in ("structure", "map"):
                    yield shlex.join([*start, option, shorthand(value)])
                elif inner.type_name == "list" and inner.member.type_name == "structure":
                    yield shlex.join([*start, option, *(shorthand(item) for item in value * 2)])
                    yield shlex.join([*start, option, json.dumps(value[0])])
                elif inner.type_name == "list":
                    yield shlex.join([*start, option, *value, "a", "b,c"])
                    yield shlex.join([*start, f"{option}={value[0]}"])
                else:
                    yield shlex.join([*start, f"{option}={value}"])


def lines(name):
    """The lines of a file beside this one."""
    return Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()


def short(line):
    return line[:60]


GENERATED = list(generated())


def test_there_are_a_few_hundred_generated_lines():
    assert len(GENERATED) > 300
    assert len(set(GENERATED)) == len(GENERATED)


@pytest.mark.parametrize("line", GENERATED, ids=short)
def test_a_generated_line_gives_the_parameters_that_the_aws_cli_gives(theirs, line):
    assert ours(line) == theirs(line)


@pytest.mark.parametrize("line", lines("agreed.txt"), ids=short)
def test_a_tricky_line_gives_the_parameters_that_the_aws_cli_gives(theirs, line):
    assert ours(line) == theirs(line)


@pytest.mark.parametrize("line", lines("refused.txt"), ids=short)
def test_a_wrong_line_is_refused_by_both(theirs, line):
    with pytest.raises(Refusal):
        theirs(line)
    with pytest.raises(Refusal):
        ours(line)
