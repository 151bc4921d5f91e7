import json

import pytest
import yaml

from ecslab.aws.models import service_model

IDENTITY = {"UserId": "id", "Account": "1", "Arn": "arn"}


def test_options_on_the_line_override_the_input(aws, target):
    target.answers["RunTask"] = {"tasks": [], "failures": []}
    files = {"run.json": b'{"taskDefinition": "web", "count": 2}'}
    assert aws("ecs run-task --cli-input-json file://run.json --count 5", files).exit_code == 0
    assert target.calls == [("RunTask", {"taskDefinition": "web", "count": 5})]


def test_input_may_be_yaml(aws, target):
    target.answers["RunTask"] = {"tasks": [], "failures": []}
    assert (
        aws(
            "ecs run-task --cli-input-yaml file://r.yaml", {"r.yaml": b"taskDefinition: web:1\ncount: 2\n"}
        ).exit_code
        == 0
    )
    assert target.calls == [("RunTask", {"taskDefinition": "web:1", "count": 2})]


@pytest.mark.parametrize(
    ("option", "text", "said"),
    [
        ("json", "[1]", "Invalid type: expecting map, received list"),
        ("json", "{", "Invalid JSON: Expecting property name enclosed in double quotes"),
        ("yaml", "a: &x 1\\nb: *x", "Invalid YAML"),
        ("yaml", "a: [", "Invalid YAML"),
        ("json", "https://example.com/x.json", "is not fetched"),
    ],
)
def test_bad_input_is_told_what_is_wrong(aws, option, text, said):
    outcome = aws(f"""ecs run-task --cli-input-{option} '{text.replace(chr(92) + "n", chr(10))}'""")
    assert outcome.exit_code == 252
    assert said in outcome.stderr


def test_the_input_skeleton_has_every_parameter_and_calls_nothing(aws, target):
    outcome = aws("ecs run-task --generate-cli-skeleton")
    shape = service_model("ecs").operation_model("RunTask").input_shape
    assert list(json.loads(outcome.stdout)) == list(shape.members)
    assert json.loads(outcome.stdout)["networkConfiguration"]["awsvpcConfiguration"]["subnets"] == [""]
    assert target.calls == []


@pytest.mark.parametrize(
    "operation", ["run-task", "create-service", "register-task-definition", "create-cluster"]
)
def test_the_yaml_skeleton_is_the_input_skeleton_with_comments(aws, operation):
    text = aws(f"ecs {operation} --generate-cli-skeleton yaml-input").stdout
    assert yaml.safe_load(text) == json.loads(aws(f"ecs {operation} --generate-cli-skeleton input").stdout)
    assert "# [REQUIRED]" in text


def test_the_output_skeleton_names_each_string_and_can_be_queried(aws, target):
    line = "ecs list-tasks --generate-cli-skeleton output --query taskArns[0] --output text"
    assert aws(line).stdout == "String\n"
    assert aws("ecs describe-tasks --generate-cli-skeleton output").exit_code == 252
    assert target.calls == []


def test_a_skeleton_is_the_same_every_time(aws):
    line = "ecs create-service --generate-cli-skeleton"
    assert aws(line).stdout == aws(line).stdout


def test_a_parameter_may_be_a_file_of_one_folder(aws, target):
    target.answers["RegisterTaskDefinition"] = {"taskDefinition": {}}
    containers = b'[{"name": "app", "image": "nginx"}]'
    line = "ecs register-task-definition --family web --container-definitions file://./td.json"
    assert aws(line, {"td.json": containers}).exit_code == 0
    assert target.calls[0][1]["containerDefinitions"] == json.loads(containers)


def test_binary_content_is_no_text(aws):
    outcome = aws("ecs list-tasks --cluster file://b", {"b": b"\xff\xfe"})
    assert outcome.exit_code == 252
    assert "use the fileb:// prefix instead" in outcome.stderr
