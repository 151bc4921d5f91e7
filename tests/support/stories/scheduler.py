"""EventBridge Scheduler: a group, schedules that call what they are told to, and back."""

from schedules import QUEUE, ROLE, put_role


def tell(lab, call):
    """From the default group alone to schedules that run, and back."""
    put_role(lab)
    call("sqs", "CreateQueue", QueueName="inbox")
    tags = [{"Key": "team", "Value": "blue"}]
    group = call("scheduler", "CreateScheduleGroup", Name="reports", Tags=tags)["ScheduleGroupArn"]
    call("scheduler", "GetScheduleGroup", Name="reports")
    call("scheduler", "ListScheduleGroups", NamePrefix="re")
    call("scheduler", "TagResource", ResourceArn=group, Tags=[{"Key": "a", "Value": "b"}])
    call("scheduler", "ListTagsForResource", ResourceArn=group)
    call("scheduler", "UntagResource", ResourceArn=group, TagKeys=["a"])
    target = {
        "Arn": QUEUE,
        "RoleArn": ROLE,
        "Input": "hello",
        "RetryPolicy": {"MaximumRetryAttempts": 2, "MaximumEventAgeInSeconds": 60},
        "DeadLetterConfig": {"Arn": QUEUE},
    }
    request = {
        "Name": "hourly",
        "GroupName": "reports",
        "ScheduleExpression": "rate(1 hour)",
        "FlexibleTimeWindow": {"Mode": "FLEXIBLE", "MaximumWindowInMinutes": 5},
        "Target": target,
    }
    call("scheduler", "CreateSchedule", **request, EndDate="2036-01-05T09:00:00Z", Description="By the hour")
    lab.advance(7_200_000)
    call("scheduler", "GetSchedule", Name="hourly", GroupName="reports")
    weekdays = {"ScheduleExpression": "cron(0 9 ? * MON-FRI *)", "ScheduleExpressionTimezone": "Asia/Tokyo"}
    call("scheduler", "UpdateSchedule", **request | weekdays, State="DISABLED")
    call("scheduler", "ListSchedules", GroupName="reports", State="DISABLED")
    run = {
        "TaskDefinitionArn": "web",
        "LaunchType": "FARGATE",
        "NetworkConfiguration": {"awsvpcConfiguration": {"Subnets": ["subnet-1"]}},
        "Tags": [{"key": "a", "value": "b"}],
    }
    once = {
        "Name": "once",
        "ScheduleExpression": "at(2036-01-05T09:00:00)",
        "FlexibleTimeWindow": {"Mode": "OFF"},
        "Target": {
            "Arn": QUEUE.replace(":sqs:", ":ecs:").replace("inbox", "cluster/lab"),
            "RoleArn": ROLE,
            "EcsParameters": run,
        },
        "ActionAfterCompletion": "DELETE",
    }
    call("scheduler", "CreateSchedule", **once)
    call("scheduler", "GetSchedule", Name="once")
    call("scheduler", "DeleteSchedule", Name="once")
    call("scheduler", "DeleteScheduleGroup", Name="reports")
    lab.advance(60_000)
