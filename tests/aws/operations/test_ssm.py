"""Parameters of Systems Manager."""

import json

import pytest

from ecslab.engine.errors import ApiError


@pytest.fixture
def store(lab):
    def call(operation, **params):
        return lab.call("ssm", operation, params)

    call.lab = lab
    return call


def put(store, name, value, kind="String", **params):
    return store("PutParameter", Name=name, Value=value, Type=kind, **params)


def refusal(store, operation, **params):
    with pytest.raises(ApiError) as refused:
        store(operation, **params)
    return refused.value.code, refused.value.message


def value(store, name, **params):
    return store("GetParameter", Name=name, **params)["Parameter"]["Value"]


def test_a_version_is_read_by_its_number_or_its_label(store):
    put(store, "/app/mode", "one")
    assert store("PutParameter", Name="/app/mode", Value="two", Overwrite=True)["Version"] == 2
    store("LabelParameterVersion", Name="/app/mode", ParameterVersion=1, Labels=["old"])
    assert [value(store, f"/app/mode{end}") for end in ("", ":1", ":old", ":2")] == [
        "two",
        "one",
        "one",
        "two",
    ]
    arn = "arn:aws:ssm:us-east-1:123456789012:parameter/app/mode"
    assert store("GetParameter", Name=arn)["Parameter"]["ARN"] == arn
    assert refusal(store, "GetParameter", Name="/app/mode:3") == (
        "ParameterVersionNotFound",
        "Systems Manager could not find version 3 of /app/mode. Verify the version and try again.",
    )


def test_a_secure_value_is_readable_only_when_decrypted(store):
    put(store, "key", "hidden", "SecureString")
    assert "hidden" not in value(store, "key")
    assert value(store, "key") == value(store, "key")
    assert value(store, "key", WithDecryption=True) == "hidden"
    (history,) = store("GetParameterHistory", Name="key")["Parameters"]
    assert (history["Value"], history["KeyId"]) == (value(store, "key"), "alias/aws/ssm")


def test_parameters_are_found_below_a_path(store):
    for name in ("/app/a", "/app/b/c", "/apple", "app"):
        put(store, name, "x")
    names = lambda **params: [  # noqa: E731  # short for two lines
        each["Name"] for each in store("GetParametersByPath", **params)["Parameters"]
    ]
    assert names(Path="/app") == ["/app/a"]
    assert names(Path="/app/", Recursive=True) == ["/app/a", "/app/b/c"]


def test_pages_by_path_have_ten_at_most(store):
    for number in range(12):
        put(store, f"/app/p{number:02}", "x")
    first = store("GetParametersByPath", Path="/app")
    second = store("GetParametersByPath", Path="/app", NextToken=first["NextToken"])
    assert (len(first["Parameters"]), len(second["Parameters"])) == (10, 2)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"Key": "Name", "Values": ["/app"]}, ["/app/key", "/app/mode"]),
        ({"Key": "Name", "Option": "Contains", "Values": ["mod"]}, ["/app/mode"]),
        ({"Key": "Type", "Values": ["SecureString"]}, ["/app/key"]),
        ({"Key": "Path", "Option": "Recursive", "Values": ["/"]}, ["/app/key", "/app/mode"]),
        ({"Key": "Path", "Values": ["/"]}, []),
        ({"Key": "tag:team", "Values": ["blue"]}, ["/app/mode"]),
        ({"Key": "Tier", "Values": ["Advanced"]}, []),
    ],
)
def test_parameters_are_described_by_filters(store, wanted, found):
    put(store, "/app/mode", "x", Tags=[{"Key": "team", "Value": "blue"}])
    put(store, "/app/key", "x", "SecureString")
    described = store("DescribeParameters", ParameterFilters=[wanted])["Parameters"]
    assert [each["Name"] for each in described] == found


def test_a_label_is_on_one_version_at_a_time(store):
    put(store, "p", "one")
    put(store, "p", "two", Overwrite=True)
    store("LabelParameterVersion", Name="p", ParameterVersion=1, Labels=["live"])
    assert store("LabelParameterVersion", Name="p", Labels=["live", "7th", "aws-x"])["InvalidLabels"] == [
        "7th",
        "aws-x",
    ]
    history = store("GetParameterHistory", Name="p")["Parameters"]
    assert [each.get("Labels") for each in history] == [None, ["live"]]


def test_the_oldest_of_a_hundred_versions_goes_unless_it_has_a_label(store):
    put(store, "p", "0")
    for number in range(1, 101):
        put(store, "p", str(number), Overwrite=True)
    assert refusal(store, "GetParameter", Name="p:1")[0] == "ParameterVersionNotFound"
    store("LabelParameterVersion", Name="p", ParameterVersion=2, Labels=["old"])
    code, _ = refusal(store, "PutParameter", Name="p", Value="x", Overwrite=True)
    assert code == "ParameterMaxVersionLimitExceeded"


def test_the_optimised_image_is_a_public_parameter(store):
    path = "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended"
    told = store("GetParameter", Name=path)["Parameter"]
    assert told["ARN"] == f"arn:aws:ssm:us-east-1::parameter{path}"
    image = value(store, f"{path}/image_id")
    assert json.loads(told["Value"])["image_id"] == image
    (known,) = store.lab.call("ec2", "DescribeImages", {"ImageIds": [image]})["Images"]
    assert known["Name"] == value(store, f"{path}/image_name")
    assert store("DescribeParameters")["Parameters"] == []
    assert refusal(store, "DeleteParameter", Name=path)[0] == "ParameterNotFound"


def test_a_parameter_that_is_not_there_gets_no_message_but_the_lab_s(store):
    with pytest.raises(ApiError) as refused:
        store("GetParameter", Name="/nothing")
    assert (refused.value.code, refused.value.message) == ("ParameterNotFound", "")
    problem = refused.value.problem
    assert (problem.code, problem.values) == ("no-parameter", {"name": "/nothing"})


@pytest.mark.parametrize(
    ("operation", "params", "code"),
    [
        ("PutParameter", {"Name": "/app/mode", "Value": "x", "Type": "String"}, "ParameterAlreadyExists"),
        ("PutParameter", {"Name": "new", "Value": "x"}, "ValidationException"),
        ("PutParameter", {"Name": "a/b", "Value": "x", "Type": "String"}, "ValidationException"),
        ("PutParameter", {"Name": "awsome", "Value": "x", "Type": "String"}, "ValidationException"),
        ("PutParameter", {"Name": "/aws/x", "Value": "x", "Type": "String"}, "AccessDeniedException"),
        ("PutParameter", {"Name": "big", "Value": "x" * 4097, "Type": "String"}, "ValidationException"),
        ("PutParameter", {"Name": "/app/mode", "Value": "x", "Type": "StringList", "Overwrite": True}, "HierarchyTypeMismatchException"),
        ("PutParameter", {"Name": "n", "Value": "x", "Type": "String", "AllowedPattern": "\\d+"}, "ParameterPatternMismatchException"),
        ("PutParameter", {"Name": "n", "Value": "x", "Type": "String", "KeyId": "key"}, "NotSimulated"),
        ("GetParameter", {"Name": "/nothing"}, "ParameterNotFound"),
        ("GetParametersByPath", {"Path": "app"}, "ValidationException"),
        ("DescribeParameters", {"ParameterFilters": [{"Key": "Path", "Option": "Equals", "Values": ["/"]}]}, "InvalidFilterOption"),
        ("AddTagsToResource", {"ResourceType": "Parameter", "ResourceId": "no", "Tags": []}, "InvalidResourceId"),
    ],
)  # fmt: skip
def test_what_aws_would_refuse_is_refused_and_changes_nothing(store, operation, params, code):
    put(store, "/app/mode", "x")
    before = list(store.lab.world.parameters.values())
    assert refusal(store, operation, **params)[0] == code
    assert list(store.lab.world.parameters.values()) == before


def test_a_value_too_large_for_the_standard_tier_is_kept_in_the_advanced_one(store):
    assert put(store, "big", "x" * 5000, Tier="Intelligent-Tiering")["Tier"] == "Advanced"
    assert refusal(store, "PutParameter", Name="big", Value="x", Overwrite=True)[0] == "ValidationException"
