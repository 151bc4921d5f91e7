"""Amazon ECR: a repository and an image in it."""

import json


def tell(lab, call):
    """From an empty registry to an image with two tags, and back."""

    def registry(operation, **params):
        return call("ecr", operation, **params)

    layer = "sha256:" + "1" * 64
    manifest = {
        "schemaVersion": 2,
        "mediaType": "application/vnd.docker.distribution.manifest.v2+json",
        "config": {"size": 10, "digest": "sha256:" + "0" * 64},
        "layers": [{"mediaType": "application/x", "size": 1_000, "digest": layer}],
    }
    policy = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "ecr:BatchGetImage"}],
    }
    made = registry("CreateRepository", repositoryName="app", tags=[{"Key": "team", "Value": "blue"}])
    arn = made["repository"]["repositoryArn"]
    registry("GetAuthorizationToken")
    app = {"repositoryName": "app"}
    registry("PutImage", **app, imageManifest=json.dumps(manifest), imageTag="v1")
    (image,) = registry("BatchGetImage", **app, imageIds=[{"imageTag": "v1"}, {"imageTag": "v9"}])["images"]
    registry("PutImage", **app, imageManifest=image["imageManifest"], imageTag="live")
    registry("DescribeImages", **app)
    registry("ListImages", **app, filter={"tagStatus": "TAGGED"})
    registry("BatchCheckLayerAvailability", **app, layerDigests=[layer, "sha256:00"])
    registry("GetDownloadUrlForLayer", **app, layerDigest=layer)
    registry(
        "PutImageTagMutability",
        **app,
        imageTagMutability="IMMUTABLE_WITH_EXCLUSION",
        imageTagMutabilityExclusionFilters=[{"filterType": "WILDCARD", "filter": "dev-*"}],
    )
    registry("SetRepositoryPolicy", **app, policyText=json.dumps(policy))
    registry("GetRepositoryPolicy", **app)
    registry("DeleteRepositoryPolicy", **app)
    registry("TagResource", resourceArn=arn, tags=[{"Key": "stage", "Value": "test"}])
    registry("ListTagsForResource", resourceArn=arn)
    registry("UntagResource", resourceArn=arn, tagKeys=["team"])
    registry("DescribeRepositories", repositoryNames=["app"])
    registry("BatchDeleteImage", **app, imageIds=[{"imageTag": "v1"}])
    registry("DeleteRepository", **app, force=True)
