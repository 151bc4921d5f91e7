"""Bucket policies, and what keeps them from being public.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
"""

import json
from collections.abc import Mapping
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.iam.principals import is_principal
from ecslab.aws.operations.s3api.policy_rules import check_statement, malformed
from ecslab.engine.errors import ApiError
from ecslab.engine.platform.s3 import PublicAccess
from ecslab.engine.s3.objects import find_bucket

_FIELDS = {
    "BlockPublicAcls": "acls",
    "IgnorePublicAcls": "ignored_acls",
    "BlockPublicPolicy": "policy",
    "RestrictPublicBuckets": "restricted",
}


def put_bucket_policy(call: Call, *, bucket: str, policy: str) -> dict[str, Any]:
    """Set a bucket's policy; a public one only where the bucket does not block it."""
    found = find_bucket(call.state, bucket)
    statements = _statements(policy)
    for statement in statements:
        check_statement(bucket, statement, is_principal(call.state))
    if found.access is not None and found.access.policy and any(map(_is_public, statements)):
        raise ApiError(
            "AccessDenied",
            f"User: {call.caller} is not authorized to perform: s3:PutBucketPolicy on resource: "
            f'"arn:aws:s3:::{bucket}" because public policies are prevented by the BlockPublicPolicy setting '
            "in S3 Block Public Access.",
            status=403,
        )
    call.state.world.s3_buckets.put(found.replace(policy=policy))
    return {}


def get_bucket_policy(call: Call, *, bucket: str) -> dict[str, Any]:
    """A bucket's policy, as it was written."""
    found = find_bucket(call.state, bucket)
    if found.policy is None:
        raise ApiError("NoSuchBucketPolicy", "The bucket policy does not exist", status=404)
    return {"Policy": found.policy}


def get_bucket_policy_status(call: Call, *, bucket: str) -> dict[str, Any]:
    """Whether a bucket's policy lets anybody in."""
    text = get_bucket_policy(call, bucket=bucket)["Policy"]
    return {"PolicyStatus": {"IsPublic": any(map(_is_public, _statements(text)))}}


def delete_bucket_policy(call: Call, *, bucket: str) -> dict[str, Any]:
    """Take a bucket's policy away."""
    call.state.world.s3_buckets.put(find_bucket(call.state, bucket).replace(policy=None))
    return {}


def put_public_access_block(
    call: Call, *, bucket: str, public_access_block_configuration: Mapping[str, bool]
) -> dict[str, Any]:
    """Say what of public access a bucket blocks; what is not named is not blocked."""
    found = find_bucket(call.state, bucket)
    asked = {field: bool(public_access_block_configuration.get(name)) for name, field in _FIELDS.items()}
    call.state.world.s3_buckets.put(found.replace(access=PublicAccess(**asked)))
    return {}


def get_public_access_block(call: Call, *, bucket: str) -> dict[str, Any]:
    """What of public access a bucket blocks: all, unless somebody changed it."""
    found = find_bucket(call.state, bucket)
    if found.access is None:
        raise ApiError(
            "NoSuchPublicAccessBlockConfiguration",
            "The public access block configuration was not found",
            status=404,
        )
    shown = {name: getattr(found.access, field) for name, field in _FIELDS.items()}
    return {"PublicAccessBlockConfiguration": shown}


def delete_public_access_block(call: Call, *, bucket: str) -> dict[str, Any]:
    """Block nothing of public access any more."""
    call.state.world.s3_buckets.put(find_bucket(call.state, bucket).replace(access=None))
    return {}


def _statements(text: str) -> list[Mapping[str, Any]]:
    """The statements of a policy. Raises MalformedPolicy for what is none."""
    try:
        policy = json.loads(text)
    except (ValueError, RecursionError):
        policy = None
    if not isinstance(policy, dict):
        raise malformed("Policies must be valid JSON and the first byte must be '{'")
    found = policy.get("Statement")
    statements: list[Any] = found if isinstance(found, list) else [found]
    if not statements or not all(isinstance(each, dict) for each in statements):
        raise malformed("Missing required field Statement")
    for statement in statements:
        for field in ("Effect", "Principal", "Action", "Resource"):
            if field not in statement and f"Not{field}" not in statement:
                raise malformed(f"Missing required field {field}")
        if statement.get("Effect") not in ("Allow", "Deny"):
            raise malformed(f"Invalid effect : {statement.get('Effect')}")
    return statements


def _is_public(statement: Mapping[str, Any]) -> bool:
    """Whether a statement lets anybody in without any condition."""
    principal = statement.get("Principal")
    named = principal.get("AWS") if isinstance(principal, dict) else principal
    anybody = named == "*" or (isinstance(named, list) and "*" in named)
    return statement["Effect"] == "Allow" and anybody and not statement.get("Condition")
