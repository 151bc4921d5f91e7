"""CloudWatch Logs: a group with its policies."""

import json


def tell(lab, call):
    """A group and a stream from their making to their end."""

    def logs(operation, **params):
        return call("logs", operation, **params)

    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "logs:PutLogEvents",
        "Resource": "*",
    }
    arn = "arn:aws:logs:us-east-1:123456789012:log-group:/app"
    logs("CreateLogGroup", logGroupName="/app", tags={"team": "blue"})
    logs("PutRetentionPolicy", logGroupName="/app", retentionInDays=7)
    logs("DescribeLogGroups", logGroupNamePrefix="/app")
    logs("DeleteRetentionPolicy", logGroupName="/app")
    logs("TagResource", resourceArn=arn, tags={"stage": "test"})
    logs("ListTagsForResource", resourceArn=arn)
    logs("UntagResource", resourceArn=arn, tagKeys=["team"])
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    logs("PutResourcePolicy", policyName="rules", policyDocument=policy)
    logs("DescribeResourcePolicies")
    logs("DeleteResourcePolicy", policyName="rules")
    logs("TestMetricFilter", filterPattern="{ $.code >= 500 }", logEventMessages=['{"code": 503}', "x"])
    counted = {"metricName": "Errors", "metricNamespace": "App", "metricValue": "1", "defaultValue": 0}
    named = {"logGroupName": "/app", "filterName": "errors"}
    logs("PutMetricFilter", **named, filterPattern="ERROR", metricTransformations=[counted])
    logs("DescribeMetricFilters", logGroupName="/app")
    logs("DeleteMetricFilter", **named)
    logs("CreateLogStream", logGroupName="/app", logStreamName="one")
    logs("DeleteLogStream", logGroupName="/app", logStreamName="one")
