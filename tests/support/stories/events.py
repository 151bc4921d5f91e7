"""EventBridge: a bus, rules that match events and send them on, and back."""

import json

EVENT = {
    "id": "1",
    "account": "123456789012",
    "source": "shop",
    "time": "2026-01-05T09:00:00Z",
    "region": "us-east-1",
    "detail-type": "Order placed",
    "resources": [],
    "detail": {"total": 12},
}


def tell(lab, call):
    """From the default bus alone to rules with targets, and back."""
    group = "arn:aws:logs:us-east-1:123456789012:log-group:/aws/events/orders"
    where = {"logGroupName": "/aws/events/orders", "logStreamName": "by-hand"}
    call("logs", "CreateLogGroup", logGroupName="/aws/events/orders")
    call("logs", "CreateLogStream", **where)
    old = {"timestamp": lab.now - 15 * 86_400_000, "message": "long ago"}
    call("logs", "PutLogEvents", **where, logEvents=[old])
    call("logs", "PutLogEvents", **where, logEvents=[{"timestamp": lab.now, "message": "open"}])
    pattern = json.dumps({"source": ["shop"], "detail": {"total": [{"numeric": [">", 10]}]}})
    call("events", "TestEventPattern", EventPattern=pattern, Event=json.dumps(EVENT))
    tags = [{"Key": "team", "Value": "blue"}]
    bus = call("events", "CreateEventBus", Name="shop", Description="Orders", Tags=tags)["EventBusArn"]
    call("events", "UpdateEventBus", Name="shop", Description="Orders and returns")
    call("events", "ListEventBuses", NamePrefix="sh")
    call(
        "events",
        "PutPermission",
        EventBusName="shop",
        Action="events:PutEvents",
        Principal="111122223333",
        StatementId="partner",
    )
    call("events", "DescribeEventBus", Name="shop")
    call("events", "RemovePermission", EventBusName="shop", StatementId="partner")
    rule = {"Name": "orders", "EventBusName": "shop"}
    arn = call("events", "PutRule", **rule, EventPattern=pattern, Tags=tags)["RuleArn"]
    target = {
        "Id": "log",
        "Arn": group,
        "InputTransformer": {
            "InputPathsMap": {"total": "$.detail.total"},
            "InputTemplate": '{"timestamp": <aws.events.event.ingestion-time>, "message": "total: <total>"}',
        },
        "RetryPolicy": {"MaximumRetryAttempts": 2, "MaximumEventAgeInSeconds": 60},
    }
    call("events", "PutTargets", Rule="orders", EventBusName="shop", Targets=[target])
    call("events", "ListTargetsByRule", Rule="orders", EventBusName="shop")
    call("events", "ListRuleNamesByTarget", TargetArn=group, EventBusName="shop")
    call("events", "ListRules", EventBusName=bus)
    call("events", "DescribeRule", **rule)
    call("events", "TagResource", ResourceARN=arn, Tags=[{"Key": "a", "Value": "b"}])
    call("events", "ListTagsForResource", ResourceARN=arn)
    call("events", "UntagResource", ResourceARN=arn, TagKeys=["a"])
    entry = {
        "Source": "shop",
        "DetailType": "Order placed",
        "Detail": '{"total": 12}',
        "EventBusName": "shop",
    }
    call("events", "PutEvents", Entries=[entry, {"Source": "shop"}])
    lab.advance(60_000)
    call("events", "PutRule", Name="hourly", ScheduleExpression="rate(1 hour)")
    call("events", "DisableRule", **rule)
    call("events", "EnableRule", **rule)
    call("events", "RemoveTargets", Rule="orders", EventBusName="shop", Ids=["log"])
    call("events", "DeleteRule", **rule)
    call("events", "DeleteEventBus", Name="shop")
