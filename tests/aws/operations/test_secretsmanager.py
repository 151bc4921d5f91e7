"""Secrets Manager."""

import string

import pytest

from ecslab.aws import new_lab
from ecslab.engine.clock import DAY
from ecslab.engine.errors import ApiError


@pytest.fixture
def vault(lab):
    def call(operation, **params):
        return lab.call("secretsmanager", operation, params)

    call.lab = lab
    return call


def refusal(vault, operation, **params):
    with pytest.raises(ApiError) as refused:
        vault(operation, **params)
    return refused.value.code, refused.value.message


def stages(vault, name="db"):
    """The staging labels by the values that they are on."""
    found = {}
    for version in vault("ListSecretVersionIds", SecretId=name)["Versions"]:
        value = vault("GetSecretValue", SecretId=name, VersionId=version["VersionId"])
        found[value["SecretString"]] = version["VersionStages"]
    return found


def test_a_new_value_becomes_the_current_one_and_the_old_one_the_previous(vault):
    made = vault("CreateSecret", Name="db", SecretString="one")
    assert made["ARN"].startswith("arn:aws:secretsmanager:us-east-1:123456789012:secret:db-")
    assert len(made["ARN"].rpartition("-")[2]) == 6
    vault("PutSecretValue", SecretId="db", SecretString="two")
    vault("UpdateSecret", SecretId=made["ARN"], SecretString="three")
    assert stages(vault) == {"two": ["AWSPREVIOUS"], "three": ["AWSCURRENT"]}
    assert vault("GetSecretValue", SecretId="db")["SecretString"] == "three"
    assert vault("GetSecretValue", SecretId="db", VersionStage="AWSPREVIOUS")["SecretString"] == "two"
    every = vault("ListSecretVersionIds", SecretId="db", IncludeDeprecated=True)["Versions"]
    assert len(every) == 3


def test_a_secret_is_found_by_its_name_and_by_its_arn_with_or_without_its_end(vault):
    arn = vault("CreateSecret", Name="a/db", SecretString="x")["ARN"]
    for secret_id in ("a/db", arn, arn[:-7]):
        assert vault("GetSecretValue", SecretId=secret_id)["ARN"] == arn
    assert refusal(vault, "GetSecretValue", SecretId=f"{arn[:-7]}-AAAAAA")[0] == "ResourceNotFoundException"


def test_a_token_makes_a_call_count_once(vault):
    token = "0" * 32
    vault("CreateSecret", Name="db", SecretString="x", ClientRequestToken=token)
    again = vault("PutSecretValue", SecretId="db", SecretString="x", ClientRequestToken=token)
    assert (again["VersionId"], again["VersionStages"]) == (token, ["AWSCURRENT"])
    code, _ = refusal(vault, "PutSecretValue", SecretId="db", SecretString="y", ClientRequestToken=token)
    assert code == "ResourceExistsException"


def test_a_label_is_moved_from_the_version_that_is_named(vault):
    first = vault("CreateSecret", Name="db", SecretString="one")["VersionId"]
    second = vault("PutSecretValue", SecretId="db", SecretString="two")["VersionId"]
    move = {"SecretId": "db", "VersionStage": "AWSCURRENT", "MoveToVersionId": first}
    assert refusal(vault, "UpdateSecretVersionStage", **move)[0] == "InvalidParameterException"
    vault("UpdateSecretVersionStage", **move, RemoveFromVersionId=second)
    assert stages(vault) == {"one": ["AWSCURRENT"], "two": ["AWSPREVIOUS"]}


def test_a_deleted_secret_can_be_restored_until_its_window_ends(vault):
    vault("CreateSecret", Name="db", SecretString="x")
    vault("DeleteSecret", SecretId="db", RecoveryWindowInDays=7)
    message = "You can't perform this operation on the secret because it was marked for deletion."
    assert refusal(vault, "GetSecretValue", SecretId="db") == ("InvalidRequestException", message)
    assert refusal(vault, "CreateSecret", Name="db")[1].endswith("already scheduled for deletion.")
    assert vault("ListSecrets")["SecretList"] == []
    assert len(vault("ListSecrets", IncludePlannedDeletion=True)["SecretList"]) == 1
    vault.lab.advance(6 * DAY)
    vault("RestoreSecret", SecretId="db")
    vault.lab.advance(2 * DAY)
    assert vault("GetSecretValue", SecretId="db")["SecretString"] == "x"
    vault("DeleteSecret", SecretId="db")
    vault.lab.advance(30 * DAY)
    assert refusal(vault, "DescribeSecret", SecretId="db") == (
        "ResourceNotFoundException",
        "Secrets Manager can't find the specified secret.",
    )


def test_without_recovery_a_secret_and_its_tags_are_gone_at_once(vault):
    vault("CreateSecret", Name="db", Tags=[{"Key": "a", "Value": "b"}])
    vault("DeleteSecret", SecretId="db", ForceDeleteWithoutRecovery=True)
    vault("CreateSecret", Name="db")
    assert vault("DescribeSecret", SecretId="db")["Tags"] == []


def test_a_secret_without_a_value_has_none(vault):
    vault("CreateSecret", Name="db")
    assert refusal(vault, "GetSecretValue", SecretId="db") == (
        "ResourceNotFoundException",
        "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
    )


def test_bytes_come_back_as_they_were_whether_written_as_bytes_or_as_base64(vault):
    vault("CreateSecret", Name="a", SecretBinary=b"\x00\xff")
    vault("CreateSecret", Name="b", SecretBinary="AP8=")
    assert vault("GetSecretValue", SecretId="a")["SecretBinary"] == b"\x00\xff"
    assert vault("GetSecretValue", SecretId="b")["SecretBinary"] == b"\x00\xff"
    assert refusal(vault, "CreateSecret", Name="c", SecretBinary="?")[0] == "InvalidParameterException"


@pytest.mark.parametrize(
    ("key", "value", "found"),
    [
        ("name", "pro", ["prod/db"]),
        ("name", "Pro", []),
        ("name", "!prod", ["test/db"]),
        ("description", "DATA", ["prod/db"]),
        ("tag-key", "team", ["test/db"]),
        ("tag-value", "bl", ["test/db"]),
        ("all", "blue database", ["prod/db", "test/db"]),
        ("primary-region", "us-east-1", ["prod/db", "test/db"]),
        ("owning-service", "rds", []),
    ],
)
def test_secrets_are_listed_by_filters(vault, key, value, found):
    vault("CreateSecret", Name="prod/db", Description="the database")
    vault("CreateSecret", Name="test/db", Tags=[{"Key": "team", "Value": "blue"}])
    listed = vault("ListSecrets", Filters=[{"Key": key, "Values": [value]}])["SecretList"]
    assert [each["Name"] for each in listed] == found


def test_several_values_are_read_at_once_and_what_fails_is_told(vault):
    vault("CreateSecret", Name="a", SecretString="1")
    answer = vault("BatchGetSecretValue", SecretIdList=["a", "b"])
    assert [each["SecretString"] for each in answer["SecretValues"]] == ["1"]
    assert [(each["SecretId"], each["ErrorCode"]) for each in answer["Errors"]] == [
        ("b", "ResourceNotFoundException")
    ]


def test_a_password_has_each_kind_and_follows_from_the_seed(vault):
    password = vault("GetRandomPassword", PasswordLength=4)["RandomPassword"]
    kinds = (string.ascii_lowercase, string.ascii_uppercase, string.digits, string.punctuation)
    assert all(any(letter in kind for letter in password) for kind in kinds)
    again = new_lab().call("secretsmanager", "GetRandomPassword", {"PasswordLength": 4})
    assert again["RandomPassword"] == password
    plain = vault("GetRandomPassword", ExcludePunctuation=True, ExcludeNumbers=True, ExcludeCharacters="abc")
    assert set(plain["RandomPassword"]) <= set(string.ascii_letters) - set("abc")


@pytest.mark.parametrize(
    ("operation", "params", "code"),
    [
        ("CreateSecret", {"Name": "a b"}, "ValidationException"),
        ("CreateSecret", {"Name": "db", "KmsKeyId": "key"}, "NotSimulated"),
        ("CreateSecret", {"Name": "x", "SecretString": "a", "SecretBinary": b"b"}, "InvalidParameterException"),
        ("CreateSecret", {"Name": "db"}, "ResourceExistsException"),
        ("TagResource", {"SecretId": "db", "Tags": [{"Value": "blue"}]}, "InvalidParameterException"),
        ("PutSecretValue", {"SecretId": "db"}, "InvalidRequestException"),
        ("DeleteSecret", {"SecretId": "db", "RecoveryWindowInDays": 6}, "InvalidParameterException"),
        ("PutResourcePolicy", {"SecretId": "db", "ResourcePolicy": "{"}, "MalformedPolicyDocumentException"),
        ("RotateSecret", {"SecretId": "db"}, "NotSimulated"),
        ("GetRandomPassword", {"PasswordLength": 3}, "InvalidParameterException"),
        ("GetRandomPassword", {"PasswordLength": 2**31}, "ValidationException"),
    ],
)  # fmt: skip
def test_what_aws_would_refuse_is_refused_and_changes_nothing(vault, operation, params, code):
    vault("CreateSecret", Name="db", SecretString="x")
    before = list(vault.lab.world.secrets.values()), vault.lab.state.chance.drawn
    assert refusal(vault, operation, **params)[0] == code
    assert (list(vault.lab.world.secrets.values()), vault.lab.state.chance.drawn) == before


def test_a_call_that_was_written_as_json_leads_to_the_same_lab(vault):
    from ecslab.aws.api import Aws
    from ecslab.engine.journal import Journal
    from ecslab.engine.lab import replay

    vault("CreateSecret", Name="db", SecretBinary=b"\x00\xff")
    journal, _ = Journal.loads(vault.lab.dump_journal())
    again = replay(journal, Aws())
    assert list(again.world.secrets.values()) == list(vault.lab.world.secrets.values())
