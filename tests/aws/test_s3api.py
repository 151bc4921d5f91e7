"""S3: objects and their versions, listings in pages, and what is refused in AWS's words."""

import hashlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecslab.aws import new_lab
from ecslab.aws.api import Aws
from ecslab.aws.command import Command, VirtualFiles
from ecslab.engine import snapshot
from ecslab.engine.errors import ApiError
from ecslab.engine.journal import Journal
from ecslab.engine.lab import replay


class Bucket:
    """A bucket of a lab, and short ways to use it."""

    def __init__(self, lab, name="reports"):
        self.lab, self.name = lab, name
        lab.call("s3api", "CreateBucket", {"Bucket": name})

    def call(self, operation, **params):
        return self.lab.call("s3api", operation, {"Bucket": self.name} | params)

    def put(self, key, body=b"", **params):
        return self.call("PutObject", Key=key, Body=body, **params)

    def get(self, key, **params):
        return self.call("GetObject", Key=key, **params)["Body"]

    def keys(self, **params):
        return [each["Key"] for each in self.call("ListObjectsV2", **params).get("Contents", [])]

    def keep_versions(self, status="Enabled"):
        self.call("PutBucketVersioning", VersioningConfiguration={"Status": status})


@pytest.fixture
def bucket():
    return Bucket(new_lab())


def refusal(act, *arguments, **params):
    with pytest.raises(ApiError) as refused:
        act(*arguments, **params)
    return refused.value.code, refused.value.message


def test_an_object_comes_back_as_it_was_stored(bucket):
    content = bytes(range(256))
    stored = bucket.put(
        "a", content, ContentType="image/png", Metadata={"Made-By": "job"}, Tagging="team=blue"
    )
    found = bucket.call("GetObject", Key="a")
    assert found["Body"] == content
    assert found["ETag"] == stored["ETag"] == f'"{hashlib.md5(content).hexdigest()}"'
    assert (found["ContentType"], found["Metadata"]) == ("image/png", {"made-by": "job"})
    assert (found["ContentLength"], found["TagCount"]) == (256, 1)
    assert bucket.call("GetObjectTagging", Key="a")["TagSet"] == [{"Key": "team", "Value": "blue"}]


def test_what_is_stored_survives_saving_and_replaying(bucket):
    bucket.put("a", b"\x00\xff not text")
    lab = bucket.lab
    assert snapshot.load(snapshot.dump(lab), Aws()).lab.state_hash() == lab.state_hash()
    assert replay(Journal.loads(lab.dump_journal())[0], Aws()).state_hash() == lab.state_hash()


@pytest.mark.parametrize(
    ("asked", "content", "shown"),
    [
        ("bytes=0-2", b"012", "bytes 0-2/10"),
        ("bytes=7-", b"789", "bytes 7-9/10"),
        ("bytes=8-99", b"89", "bytes 8-9/10"),
        ("bytes=-3", b"789", "bytes 7-9/10"),
        ("lines=1-2", b"0123456789", None),
        ("bytes=5-2", b"0123456789", None),
    ],
)
def test_a_part_of_an_object_is_got_by_its_range(bucket, asked, content, shown):
    bucket.put("a", b"0123456789")
    found = bucket.call("GetObject", Key="a", Range=asked)
    assert (found["Body"], found.get("ContentRange")) == (content, shown)


@pytest.mark.parametrize("asked", ["bytes=10-", "bytes=-0"])
def test_no_part_lies_beyond_the_end(bucket, asked):
    bucket.put("a", b"0123456789")
    assert refusal(bucket.get, "a", Range=asked) == (
        "InvalidRange",
        "The requested range is not satisfiable",
    )


def test_an_object_without_versions_is_replaced_and_deleted_for_good(bucket):
    bucket.put("a", b"1")
    bucket.put("a", b"2")
    assert bucket.get("a") == b"2"
    assert bucket.call("DeleteObject", Key="a") == {}
    assert bucket.call("DeleteObject", Key="a") == {}
    assert refusal(bucket.get, "a") == ("NoSuchKey", "The specified key does not exist.")
    assert bucket.lab.world.s3_buckets["reports"].stored == 0
    bucket.call("DeleteBucket")


def test_versions_stay_behind_newer_ones_and_markers(bucket):
    bucket.put("a", b"0")
    bucket.keep_versions()
    first = bucket.put("a", b"1")["VersionId"]
    marker = bucket.call("DeleteObject", Key="a")
    assert marker["DeleteMarker"] is True
    assert refusal(bucket.get, "a")[0] == "NoSuchKey"
    assert refusal(bucket.get, "a", VersionId=marker["VersionId"])[0] == "MethodNotAllowed"
    assert (bucket.get("a", VersionId=first), bucket.get("a", VersionId="null")) == (b"1", b"0")
    listed = bucket.call("ListObjectVersions")
    assert [each["VersionId"] for each in listed["Versions"]] == [first, "null"]
    assert [each["IsLatest"] for each in listed["DeleteMarkers"]] == [True]
    assert refusal(bucket.call, "DeleteBucket")[0] == "BucketNotEmpty"
    bucket.call("DeleteObject", Key="a", VersionId=marker["VersionId"])
    assert bucket.get("a") == b"1"
    bucket.call("DeleteObject", Key="a", VersionId=first)
    assert bucket.get("a") == b"0"


def test_suspended_versioning_replaces_the_null_version_only(bucket):
    bucket.keep_versions()
    first = bucket.put("a", b"1")["VersionId"]
    bucket.keep_versions("Suspended")
    assert bucket.put("a", b"2")["VersionId"] == "null"
    bucket.put("a", b"3")
    assert [each["VersionId"] for each in bucket.call("ListObjectVersions")["Versions"]] == ["null", first]
    bucket.call("DeleteObject", Key="a")
    assert refusal(bucket.get, "a", VersionId="null")[0] == "MethodNotAllowed"
    assert bucket.get("a", VersionId=first) == b"1"


def test_a_copy_takes_metadata_and_tags_along_or_new_ones(bucket):
    bucket.put("a b", b"x", Metadata={"n": "1"}, Tagging="t=1")
    copied = bucket.call("CopyObject", Key="c", CopySource="reports/a%20b")
    assert copied["CopyObjectResult"]["ETag"] == bucket.call("HeadObject", Key="c")["ETag"]
    assert bucket.call("HeadObject", Key="c")["Metadata"] == {"n": "1"}
    bucket.call(
        "CopyObject", Key="d", CopySource="reports/c", MetadataDirective="REPLACE", Metadata={"m": "2"}
    )
    assert bucket.call("HeadObject", Key="d")["Metadata"] == {"m": "2"}
    assert bucket.call("GetObjectTagging", Key="d")["TagSet"] == [{"Key": "t", "Value": "1"}]
    assert refusal(bucket.call, "CopyObject", Key="c", CopySource="reports/c")[0] == "InvalidRequest"
    assert refusal(bucket.call, "CopyObject", Key="c", CopySource="reports/no")[0] == "NoSuchKey"


def test_requests_may_be_conditional(bucket):
    etag = bucket.put("a", b"x")["ETag"]
    assert refusal(bucket.put, "a", b"y", IfNoneMatch="*")[0] == "PreconditionFailed"
    assert refusal(bucket.put, "a", b"y", IfMatch='"other"')[0] == "PreconditionFailed"
    bucket.put("a", b"y", IfMatch=etag)
    assert refusal(bucket.get, "a", IfMatch=etag)[0] == "PreconditionFailed"
    assert refusal(bucket.call, "HeadObject", Key="a", IfModifiedSince="2030-01-01T00:00:00Z") == (
        "304",
        "Not Modified",
    )


def test_a_delimiter_rolls_up_what_lies_below(bucket):
    for key in ("a.txt", "logs/1", "logs/2", "logs/old/3", "z.txt"):
        bucket.put(key)
    answer = bucket.call("ListObjectsV2", Delimiter="/")
    assert [each["Key"] for each in answer["Contents"]] == ["a.txt", "z.txt"]
    assert answer["CommonPrefixes"] == [{"Prefix": "logs/"}]
    assert answer["KeyCount"] == 3
    below = bucket.call("ListObjectsV2", Delimiter="/", Prefix="logs/")
    assert [each["Key"] for each in below["Contents"]] == ["logs/1", "logs/2"]
    assert below["CommonPrefixes"] == [{"Prefix": "logs/old/"}]
    assert bucket.keys(StartAfter="logs/1", Prefix="logs/") == ["logs/2", "logs/old/3"]


KEYS = st.lists(st.text("ab/\U0010ffff", min_size=1, max_size=5), max_size=12, unique=True)


@settings(deadline=None)
@given(KEYS, st.text("ab/", max_size=2), st.sampled_from(["", "/", "b/"]), st.integers(1, 4))
def test_pages_together_are_the_whole_listing(keys, prefix, delimiter, size):
    bucket = Bucket(new_lab())
    for key in keys:
        bucket.put(key)
    found = [key for key in sorted(keys) if key.startswith(prefix)]
    cuts = {key: key.find(delimiter, len(prefix)) if delimiter else -1 for key in found}
    wanted = [key for key in found if cuts[key] < 0]
    rolled = sorted({key[: cuts[key] + len(delimiter)] for key in found if cuts[key] >= 0})
    for operation, token, following in (
        ("ListObjectsV2", "ContinuationToken", "NextContinuationToken"),
        ("ListObjects", "Marker", "NextMarker"),
        ("ListObjectVersions", "KeyMarker", "NextKeyMarker"),
    ):
        params, contents, prefixes = {"Prefix": prefix, "Delimiter": delimiter, "MaxKeys": size}, [], []
        while True:
            page = bucket.call(operation, **params)
            items = [each["Key"] for each in page.get("Contents", page.get("Versions", []))]
            contents += items
            prefixes += [each["Prefix"] for each in page.get("CommonPrefixes", [])]
            assert 0 <= len(items) + len(page.get("CommonPrefixes", [])) <= size
            if not page["IsTruncated"]:
                break
            params[token] = page.get(following) or items[-1]
            if "NextVersionIdMarker" in page:
                params["VersionIdMarker"] = page["NextVersionIdMarker"]
            else:
                params.pop("VersionIdMarker", None)
        assert (contents, prefixes) == (wanted, rolled), operation


@pytest.mark.parametrize("name", ["ab", "Upper", "a_b", "192.168.0.1", "-a-", "a..b", "xn--abc", "a" * 64])
def test_a_bucket_name_has_its_form(name):
    assert refusal(Bucket, new_lab(), name) == ("InvalidBucketName", "The specified bucket is not valid.")


def test_a_bucket_lies_in_the_region_of_the_lab():
    lab = new_lab(region="ap-northeast-1")
    elsewhere = {"Bucket": "reports", "CreateBucketConfiguration": {"LocationConstraint": "eu-west-1"}}
    assert refusal(lab.call, "s3api", "CreateBucket", {"Bucket": "reports"})[1].startswith("The unspecified")
    assert refusal(lab.call, "s3api", "CreateBucket", elsewhere)[0] == "IllegalLocationConstraintException"
    here = {"Bucket": "reports", "CreateBucketConfiguration": {"LocationConstraint": "ap-northeast-1"}}
    assert lab.call("s3api", "CreateBucket", here) == {"Location": "http://reports.s3.amazonaws.com/"}
    assert refusal(lab.call, "s3api", "CreateBucket", here)[0] == "BucketAlreadyOwnedByYou"
    assert lab.call("s3api", "GetBucketLocation", {"Bucket": "reports"}) == {
        "LocationConstraint": "ap-northeast-1"
    }


STATEMENT = {
    "Effect": "Allow",
    "Principal": {"AWS": "arn:aws:iam::123456789012:role/ecsTaskExecutionRole"},
    "Action": ["s3:GetObject", "s3:ListBucket"],
    "Resource": ["arn:aws:s3:::reports", "arn:aws:s3:::reports/2026/*"],
}


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"Action": "s3:*", "Resource": "arn:aws:s3:::reports"},
        {"Action": "s3:Get*", "Resource": "arn:aws:s3:::reports*"},
        {"Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports*"},
        {"Action": "s3:AbortMultipartUpload", "Resource": "arn:aws:s3:::reports/*"},
        {"Principal": {"AWS": ["123456789012", "arn:aws:iam::210987654321:root"]}},
        {"Principal": {"Service": "cloudtrail.amazonaws.com"}},
    ],
)
def test_a_policy_about_the_bucket_is_taken(bucket, changes):
    bucket.call("PutBucketPolicy", Policy=json.dumps({"Statement": [STATEMENT | changes]}))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"Resource": "arn:aws:s3:::other/*"}, "Policy has invalid resource"),
        ({"Resource": ["arn:aws:s3:::reports/*", "*"]}, "Policy has invalid resource"),
        ({"Action": "ec2:RunInstances"}, "Policy has invalid action"),
        (
            {"Action": "s3:ListBucket", "Resource": "arn:aws:s3:::reports/*"},
            "Action does not apply to any resource(s) in statement",
        ),
        (
            {"Action": "s3:PutObject", "Resource": "arn:aws:s3:::reports"},
            "Action does not apply to any resource(s) in statement",
        ),
        (
            {"Principal": {"AWS": "arn:aws:iam::123456789012:role/nobody"}},
            "Invalid principal in policy",
        ),
        ({"Principal": {"AWS": "nobody"}}, "Invalid principal in policy"),
    ],
)
def test_a_policy_that_cannot_be_meant_is_refused_in_the_words_of_s3(bucket, changes, said):
    text = json.dumps({"Statement": [STATEMENT | changes]})
    assert refusal(bucket.call, "PutBucketPolicy", Policy=text) == ("MalformedPolicy", said)


def test_a_public_policy_is_refused_while_public_access_is_blocked(bucket):
    public = {
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": "*",
                "Action": "s3:GetObject",
                "Resource": "arn:aws:s3:::reports/*",
            }
        ]
    }
    text = json.dumps(public)
    assert refusal(bucket.call, "PutBucketPolicy", Policy=text)[0] == "AccessDenied"
    assert refusal(bucket.call, "GetBucketPolicy")[0] == "NoSuchBucketPolicy"
    bucket.call("DeletePublicAccessBlock")
    bucket.call("PutBucketPolicy", Policy=text)
    assert bucket.call("GetBucketPolicy") == {"Policy": text}
    assert bucket.call("GetBucketPolicyStatus") == {"PolicyStatus": {"IsPublic": True}}


@pytest.mark.parametrize(
    ("operation", "params", "code"),
    [
        ("PutObject", {"Key": "a", "Body": b"x" * (2**20 + 1)}, "EntityTooLarge"),
        ("PutObject", {"Key": "x" * 1025}, "KeyTooLongError"),
        ("PutObject", {"Key": "a", "ContentMD5": "eA=="}, "InvalidDigest"),
        ("PutObject", {"Key": "a", "ContentMD5": "1B2M2Y8AsgTpgAmY7PhCfg==", "Body": b"x"}, "BadDigest"),
        ("PutObject", {"Key": "a", "ServerSideEncryption": "aws:kms"}, "NotSimulated"),
        ("PutObject", {"Key": "a", "Metadata": {"x": "y" * 2048}}, "MetadataTooLarge"),
        ("GetObject", {"Key": "a", "VersionId": "nonsense"}, "NoSuchVersion"),
        ("HeadObject", {"Key": "a"}, "404"),
        ("ListObjectsV2", {"ContinuationToken": "?"}, "InvalidArgument"),
        ("PutBucketPolicy", {"Policy": "nonsense"}, "MalformedPolicy"),
        ("PutBucketVersioning", {"VersioningConfiguration": {}}, "IllegalVersioningConfigurationException"),
        ("GetBucketTagging", {}, "NoSuchTagSet"),
        ("DeleteObjects", {"Delete": {"Objects": []}}, "MalformedXML"),
        ("GetBucketLocation", {"Bucket": "nowhere"}, "NoSuchBucket"),
    ],
)
def test_refusals_leave_the_bucket_as_it_was(bucket, operation, params, code):
    before = bucket.lab.world.s3_buckets["reports"]
    assert refusal(bucket.call, operation, **params)[0] == code
    assert bucket.lab.world.s3_buckets["reports"] == before
    assert len(bucket.lab.world.s3_objects) == 0


class TestTheCommandLine:
    """`aws s3api` over files: a body is read from a path, content goes to a path."""

    @pytest.fixture
    def aws(self, bucket):
        files = VirtualFiles({"a.txt": b"hello\n"})
        command = Command(bucket.lab, files)

        def run(line):
            return command.run(line.split())

        run.files = files
        return run

    def test_a_body_comes_from_a_file_and_content_goes_to_one(self, aws):
        assert aws("s3api put-object --bucket reports --key k --body a.txt").exit_code == 0
        outcome = aws("s3api get-object --bucket reports --key k out.txt")
        assert outcome.exit_code == 0
        assert json.loads(outcome.stdout)["ContentLength"] == 6
        assert "Body" not in outcome.value
        assert aws.files.read("out.txt") == b"hello\n"

    def test_files_outside_are_refused_in_one_sentence(self, aws):
        aws("s3api put-object --bucket reports --key k --body a.txt")
        outcome = aws("s3api get-object --bucket reports --key k ../out.txt")
        assert (outcome.exit_code, outcome.stdout) == (255, "")
        assert outcome.stderr == "\n'../out.txt' is outside the folder that may be used\n"
        outcome = aws("s3api put-object --bucket reports --key k --body b.txt")
        assert outcome.exit_code == 252
        assert "Blob values must be a path to a file: there is no file 'b.txt'" in outcome.stderr

    def test_an_outfile_is_required(self, aws):
        outcome = aws("s3api get-object --bucket reports --key k")
        assert outcome.exit_code == 252
        assert "the following arguments are required: outfile" in outcome.stderr

    def test_help_names_the_outfile(self, aws):
        assert "<outfile>" in aws("s3api get-object help").stdout
