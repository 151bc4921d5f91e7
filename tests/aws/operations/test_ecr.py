"""The lab's own registry in Amazon ECR, and what tasks pull from it."""

import base64
import hashlib
import json

import pytest

from ecslab.aws import new_lab
from ecslab.aws.command import Command
from ecslab.engine.errors import ApiError
from ecslab.engine.workload import Workload

HOST = "123456789012.dkr.ecr.us-east-1.amazonaws.com"
ROLE = "arn:aws:iam::123456789012:role/ecsTaskExecutionRole"


def manifest(size=1_000, name="a"):
    digest = "sha256:" + hashlib.sha256(name.encode()).hexdigest()
    return json.dumps({"config": {"size": 0, "digest": digest}, "layers": [{"size": size, "digest": digest}]})


def of(lab):
    def call(operation, **params):
        return lab.call("ecr", operation, params)

    return call


@pytest.fixture
def ecr(lab):
    return of(lab)


def refusal(ecr, operation, **params):
    with pytest.raises(ApiError) as refused:
        ecr(operation, **params)
    return refused.value.code, refused.value.message


def tags(ecr, name="app"):
    """The tags of each image, by the beginning of its digest's place in the repository."""
    return [each.get("imageTags") for each in ecr("DescribeImages", repositoryName=name)["imageDetails"]]


def put(ecr, tag=None, name="a", **params):
    tagged = {"imageTag": tag} if tag is not None else {}
    answer = ecr("PutImage", repositoryName="app", imageManifest=manifest(name=name), **tagged, **params)
    return answer["image"]["imageId"]["imageDigest"]


def test_a_digest_is_that_of_the_manifest(ecr):
    ecr("CreateRepository", repositoryName="app")
    assert put(ecr, "v1") == "sha256:" + hashlib.sha256(manifest().encode()).hexdigest()
    (image,) = ecr("DescribeImages", repositoryName="app")["imageDetails"]
    assert (image["imageSizeInBytes"], image["imageTags"]) == (1_000, ["v1"])


def test_a_tag_moves_and_leaves_its_image_without(ecr):
    ecr("CreateRepository", repositoryName="app")
    put(ecr, "v1", "a")
    put(ecr, "v1", "b")
    assert tags(ecr) == [None, ["v1"]]
    ids = ecr("ListImages", repositoryName="app", filter={"tagStatus": "UNTAGGED"})["imageIds"]
    assert [set(each) for each in ids] == [{"imageDigest"}]


def test_an_image_gets_another_tag_by_its_manifest(ecr):
    ecr("CreateRepository", repositoryName="app")
    put(ecr, "v1")
    (image,) = ecr("BatchGetImage", repositoryName="app", imageIds=[{"imageTag": "v1"}])["images"]
    ecr("PutImage", repositoryName="app", imageManifest=image["imageManifest"], imageTag="live")
    assert tags(ecr) == [["v1", "live"]]


def test_an_image_goes_with_its_last_tag_or_by_its_digest_with_all(ecr):
    ecr("CreateRepository", repositoryName="app")
    first = put(ecr, "v1")
    put(ecr, "live")
    ecr("BatchDeleteImage", repositoryName="app", imageIds=[{"imageTag": "v1"}])
    assert tags(ecr) == [["live"]]
    ecr("BatchDeleteImage", repositoryName="app", imageIds=[{"imageTag": "live"}])
    assert tags(ecr) == []
    put(ecr, "v1")
    put(ecr, "live")
    gone = ecr("BatchDeleteImage", repositoryName="app", imageIds=[{"imageDigest": first}])["imageIds"]
    assert [each["imageTag"] for each in gone] == ["v1", "live"]
    assert tags(ecr) == []


@pytest.mark.parametrize(
    ("mutability", "exclusions", "tag", "moves"),
    [
        ("MUTABLE", [], "v1", True),
        ("IMMUTABLE", [], "v1", False),
        ("IMMUTABLE_WITH_EXCLUSION", ["dev-*"], "dev-1", True),
        ("IMMUTABLE_WITH_EXCLUSION", ["dev-*"], "v1", False),
        ("MUTABLE_WITH_EXCLUSION", ["v*"], "v1", False),
    ],
)
def test_an_immutable_tag_does_not_move(ecr, mutability, exclusions, tag, moves):
    filters = [{"filterType": "WILDCARD", "filter": each} for each in exclusions]
    excluded = {"imageTagMutabilityExclusionFilters": filters} if filters else {}
    ecr("CreateRepository", repositoryName="app", imageTagMutability=mutability, **excluded)
    put(ecr, tag, "a")
    again = {"repositoryName": "app", "imageManifest": manifest(name="b"), "imageTag": tag}
    if moves:
        ecr("PutImage", **again)
    else:
        code, message = refusal(ecr, "PutImage", **again)
        assert code == "ImageTagAlreadyExistsException"
        assert message.endswith("cannot be overwritten because the tag is immutable.")


@pytest.mark.parametrize(
    ("operation", "params", "code"),
    [
        ("CreateRepository", {"repositoryName": "app"}, "RepositoryAlreadyExistsException"),
        ("CreateRepository", {"repositoryName": "App"}, "InvalidParameterException"),
        ("CreateRepository", {"repositoryName": "b2", "imageScanningConfiguration": {"scanOnPush": True}}, "NotSimulated"),
        ("DeleteRepository", {"repositoryName": "app"}, "RepositoryNotEmptyException"),
        ("DeleteRepository", {"repositoryName": "none"}, "RepositoryNotFoundException"),
        ("ListImages", {"repositoryName": "app", "registryId": "000000000000"}, "RepositoryNotFoundException"),
        ("DescribeImages", {"repositoryName": "app", "imageIds": [{"imageTag": "v9"}]}, "ImageNotFoundException"),
        ("PutImage", {"repositoryName": "app", "imageManifest": "{"}, "InvalidParameterException"),
        ("PutImage", {"repositoryName": "app", "imageManifest": manifest(), "imageTag": "v1"}, "ImageAlreadyExistsException"),
        ("PutImage", {"repositoryName": "app", "imageManifest": manifest(name="b"), "imageDigest": "sha256:0"}, "ImageDigestDoesNotMatchException"),
        ("PutImage", {"repositoryName": "app", "imageManifest": '{"manifests": []}'}, "NotSimulated"),
        ("GetRepositoryPolicy", {"repositoryName": "app"}, "RepositoryPolicyNotFoundException"),
        ("StartImageScan", {"repositoryName": "app", "imageId": {}}, "NotSimulated"),
    ],
)  # fmt: skip
def test_what_aws_would_refuse_is_refused_and_changes_nothing(lab, ecr, operation, params, code):
    ecr("CreateRepository", repositoryName="app")
    put(ecr, "v1")

    def kept():
        world = lab.world
        return [list(table.values()) for table in (world.repositories, world.stored_images, world.image_tags)]

    before = kept()
    assert refusal(ecr, operation, **params)[0] == code
    assert kept() == before


@pytest.mark.parametrize(
    ("image_id", "code"),
    [
        ({}, "MissingDigestAndTag"),
        ({"imageTag": "v9"}, "ImageNotFound"),
        ({"imageDigest": "sha256:0"}, "InvalidImageDigest"),
    ],
)
def test_what_is_no_image_is_told_by_its_code(ecr, image_id, code):
    ecr("CreateRepository", repositoryName="app")
    answer = ecr("BatchGetImage", repositoryName="app", imageIds=[image_id])
    assert [each["failureCode"] for each in answer["failures"]] == [code]


def outcome(desk, image):
    """The status of a task with that image after ten minutes, and why it stopped."""
    desk.define("web", {"image": image}, executionRoleArn=ROLE)
    arn = desk.run()
    desk.wait(600)
    task = desk.task(arn)
    return task["lastStatus"], task.get("stoppedReason"), task["containers"][0].get("imageDigest")


def test_a_task_pulls_what_was_put(desk):
    ecr = of(desk.lab)
    ecr("CreateRepository", repositoryName="app")
    status, reason, _ = outcome(desk, f"{HOST}/app:v1")
    assert (status, reason.endswith(f"{HOST}/app:v1: not found")) == ("STOPPED", True)
    digest = put(ecr, "v1")
    assert outcome(desk, f"{HOST}/app:v1") == ("RUNNING", None, digest)
    assert outcome(desk, f"{HOST}/app@{digest}") == ("RUNNING", None, digest)
    assert outcome(desk, f"{HOST}/app")[0] == "STOPPED", "there is no tag latest"
    ecr("BatchDeleteImage", repositoryName="app", imageIds=[{"imageDigest": digest}])
    assert outcome(desk, f"{HOST}/app:v1")[0] == "STOPPED"


def test_the_images_of_a_scene_are_in_the_registry(make_desk):
    desk = make_desk({f"{HOST}/app:v1": Workload(size_mib=100), f"{HOST}/team/tool": Workload()})
    ecr = of(desk.lab)
    names = [each["repositoryName"] for each in ecr("DescribeRepositories")["repositories"]]
    assert names == ["app", "team/tool"]
    (image,) = ecr("DescribeImages", repositoryName="app")["imageDetails"]
    assert image["imageTags"] == ["v1"]
    assert image["imageSizeInBytes"] == 100 * 1024 * 1024
    assert outcome(desk, f"{HOST}/app:v1") == ("RUNNING", None, image["imageDigest"])
    assert outcome(desk, f"{HOST}/app:v2")[0] == "STOPPED"
    assert outcome(desk, f"{HOST}/team/tool:any")[0] == "RUNNING", "its profile is for every tag"


def test_an_image_behaves_alike_under_another_tag(make_desk):
    desk = make_desk({f"{HOST}/app:v1": Workload(runs_for_ms=1_000, exit_code=3)})
    ecr = of(desk.lab)
    (image,) = ecr("BatchGetImage", repositoryName="app", imageIds=[{"imageTag": "v1"}])["images"]
    ecr("PutImage", repositoryName="app", imageManifest=image["imageManifest"], imageTag="live")
    assert outcome(desk, f"{HOST}/app:live")[:2] == ("STOPPED", "Essential container in task exited")


def test_a_push_moves_a_tag_in_the_registry(make_desk):
    desk = make_desk({f"{HOST}/app:v1": Workload()})
    ecr = of(desk.lab)
    for _ in range(2):
        desk.lab.inject({"fault": "push-image", "image": f"{HOST}/app:v1"})
    assert tags(ecr) == [None, None, ["v1"]]
    desk.lab.inject({"fault": "push-image", "image": f"{HOST}/new"})
    assert tags(ecr, "new") == [["latest"]]


def test_the_digest_of_a_build_is_that_of_its_manifest():
    lab = new_lab(images={f"{HOST}/app:v1": Workload()})
    (image,) = of(lab)("BatchGetImage", repositoryName="app", imageIds=[{"imageTag": "v1"}])["images"]
    digest = hashlib.sha256(image["imageManifest"].encode()).hexdigest()
    assert image["imageId"]["imageDigest"] == f"sha256:{digest}"


def test_the_command_line_gives_the_password_alone(lab):
    outcome = Command(lab).run(["ecr", "get-login-password", "--region", "us-east-1"])
    (data,) = of(lab)("GetAuthorizationToken")["authorizationData"]
    assert base64.b64decode(data["authorizationToken"]).decode() == f"AWS:{outcome.stdout.strip()}"
    assert Command(lab).run(["ecr", "get-login-password", "--dance"]).exit_code != 0
