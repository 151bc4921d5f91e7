"""Amazon CloudWatch Logs, as far as containers and rules write to it.

https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_Operations.html
"""

from ecslab.aws.operations.logs import events, groups, metric_filters, policies, retention, tagging, writing

MODULES = (groups, events, writing, metric_filters, policies, retention, tagging)
