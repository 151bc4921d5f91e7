"""Which calls the event history has, and how CloudTrail names them.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
"""

from collections.abc import Mapping

from ecslab.aws import models
from ecslab.aws.history import reads_only
from ecslab.engine.records.api_call import ApiCall

_DATA_EVENTS: Mapping[str, frozenset[str]] = {
    "cloudwatch": frozenset(("GetMetricData", "GetMetricStatistics", "ListMetrics", "PutMetricData")),
    "dynamodb": frozenset(
        (
            "BatchExecuteStatement",
            "BatchGetItem",
            "BatchWriteItem",
            "DeleteItem",
            "ExecuteStatement",
            "ExecuteTransaction",
            "GetItem",
            "PutItem",
            "Query",
            "Scan",
            "TransactGetItems",
            "TransactWriteItems",
            "UpdateItem",
        )
    ),
    "events": frozenset(("PutEvents",)),
    "lambda": frozenset(("Invoke", "InvokeAsync", "InvokeWithResponseStream")),
    "logs": frozenset(("PutLogEvents",)),
    "s3api": frozenset(
        (
            "AbortMultipartUpload",
            "CompleteMultipartUpload",
            "CopyObject",
            "CreateMultipartUpload",
            "DeleteObject",
            "DeleteObjectTagging",
            "DeleteObjects",
            "GetObject",
            "GetObjectAcl",
            "GetObjectAttributes",
            "GetObjectTagging",
            "HeadBucket",
            "HeadObject",
            "ListMultipartUploads",
            "ListObjectVersions",
            "ListObjects",
            "ListObjectsV2",
            "ListParts",
            "PutObject",
            "PutObjectAcl",
            "PutObjectTagging",
            "UploadPart",
            "UploadPartCopy",
        )
    ),
    "sns": frozenset(("Publish", "PublishBatch")),
    "sqs": frozenset(
        (
            "ChangeMessageVisibility",
            "ChangeMessageVisibilityBatch",
            "DeleteMessage",
            "DeleteMessageBatch",
            "ReceiveMessage",
            "SendMessage",
            "SendMessageBatch",
        )
    ),
}
"""Operations on what resources hold. A trail may log them; the event history never has them."""

_SOURCES = {"api.ecr": "ecr", "application-autoscaling": "autoscaling"}
"""Where the name of an event's source is not that of the service's endpoint."""

_READING = frozenset(("AssumeRole", "TestEventPattern", "TestMetricFilter"))
"""Operations that CloudTrail holds for reading although their names do not begin so."""


def is_management_event(call: ApiCall) -> bool:
    """Whether a call is one on resources themselves, as the event history keeps them."""
    return call.operation not in _DATA_EVENTS.get(call.service, ())


def only_reads(call: ApiCall) -> bool:
    """Whether a call could change nothing."""
    return reads_only(call.operation) or call.operation in _READING


def source(service: str) -> str:
    """The source of a service's events: `ecs.amazonaws.com`."""
    endpoint = str(models.service_model(service).metadata["endpointPrefix"])
    return f"{_SOURCES.get(endpoint, endpoint)}.amazonaws.com"


def name(call: ApiCall) -> str:
    """The name of a call's event; those of Lambda have the version of its API at their end."""
    if call.service != "lambda":
        return call.operation
    uri = models.service_model("lambda").operation_model(call.operation).http["requestUri"]
    return call.operation + str(uri).split("/", 2)[1].replace("-", "")
