"""Amazon CloudWatch: metrics and alarms.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Operations.html
"""

from ecslab.aws.operations.cloudwatch import (
    alarms,
    describing,
    history,
    metric_data,
    metrics,
    statistics,
    tagging,
)

MODULES = (metrics, statistics, metric_data, alarms, describing, history, tagging)
