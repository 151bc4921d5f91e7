"""What a refused call may say."""

from functools import cache

from ecslab.aws import models

ANYWHERE = frozenset(
    {"ParamValidation", "NotSimulated", "AccessDenied", "AccessDeniedException", "UnauthorizedOperation"}
)
"""Codes that no operation lists: what the SDK, the lab or IAM says before an operation is asked."""

COMMON = {
    "cloudwatch": {
        *("InvalidParameterCombination", "InvalidParameterValue", "MissingParameter", "ValidationError"),
    },
    "dynamodb": {"ValidationException"},
    "elbv2": {"DuplicateTagKeys", "ValidationError"},
    "events": {"ValidationException"},
    "iam": {"NoSuchEntity", "UnmodifiableEntity", "ValidationError"},
    "lambda": {"ValidationException"},
    "secretsmanager": {"ValidationException"},
    "ssm": {"ValidationException"},
    "autoscaling": {"ValidationError"},
    "s3api": {
        *("304", "400", "404", "405", "412", "416"),
        *("AccessDenied", "BadDigest", "BadRequest", "BucketNotEmpty", "EntityTooLarge"),
        *("IllegalLocationConstraintException", "IllegalVersioningConfigurationException", "IncompleteBody"),
        *("InvalidArgument", "InvalidBucketName", "InvalidDigest", "InvalidLocationConstraint"),
        *("InvalidRange", "InvalidRequest", "InvalidTag", "KeyTooLongError", "MalformedPolicy"),
        *("MalformedXML", "MetadataTooLarge", "MethodNotAllowed", "NoSuchBucket", "NoSuchBucketPolicy"),
        *("NoSuchKey", "NoSuchPublicAccessBlockConfiguration", "NoSuchTagSet", "NoSuchVersion"),
        "PreconditionFailed",
    },
    "sqs": {"InvalidAttributeName", "InvalidParameterValue", "MissingParameter"},
}
"""Codes of a service's common errors, by https://docs.aws.amazon.com/…/CommonErrors.html."""


SHOWN = {
    "QueueDoesNotExist": "AWS.SimpleQueueService.NonExistentQueue",
    "QueueNameExists": "QueueAlreadyExists",
}
"""Codes that command line and SDKs show for others of the model; many more of SQS only get a prefix."""


@cache
def modelled(service, operation):
    """The codes with which AWS's model lets an operation refuse; None when it names none at all (EC2)."""
    shapes = models.service_model(service).operation_model(operation).error_shapes
    if not any(models.service_model(service).operation_model(name).error_shapes for name in _names(service)):
        return None
    codes = {shape.name for shape in shapes}
    if service == "sqs":
        codes |= {SHOWN.get(code, f"AWS.SimpleQueueService.{code}") for code in codes}
    return codes | {shape.metadata.get("error", {}).get("code", shape.name) for shape in shapes}


@cache
def _names(service):
    return tuple(models.service_model(service).operation_names)


def assert_modelled(service, operation, refused):
    """Fail unless AWS could have refused `operation` with this code, in words of its own or of the lab."""
    known = modelled(service, operation)
    said = (service, operation, refused.code, refused.message)
    assert refused.message or refused.problem is not None, said
    if known is None:
        assert refused.code.replace(".", "").isalnum(), said
    else:
        assert refused.code in known | ANYWHERE | COMMON.get(service, set()), said


def errors(report):
    """What is wrong with an answer, but for the zeros where AWS itself breaks its model."""
    zeros = "ProvisionedThroughput.NumberOfDecreasesToday"
    return [error for error in report._errors if not error[1].endswith(zeros)]
