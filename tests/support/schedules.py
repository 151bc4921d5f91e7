"""What tests of EventBridge Scheduler begin with: a role for schedules, and short ways to make schedules."""

import json

from ecslab.engine.platform.identity import Role
from ecslab.engine.platform.roles import trust_of

ACCOUNT = "123456789012"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/scheduler"
CLUSTER = f"arn:aws:ecs:us-east-1:{ACCOUNT}:cluster/lab"
QUEUE = f"arn:aws:sqs:us-east-1:{ACCOUNT}:inbox"
DEAD = f"arn:aws:sqs:us-east-1:{ACCOUNT}:dead"
URL = f"https://sqs.us-east-1.amazonaws.com/{ACCOUNT}"
EVERYTHING = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}


def put_role(lab, service="scheduler.amazonaws.com", name="scheduler", policy=None):
    """A role that Scheduler may assume, and that may do everything unless a policy says otherwise."""
    inline = {"it": json.dumps(EVERYTHING if policy is None else policy)}
    role = Role(
        name=name, id=f"AROA{name.upper()}", created_at=lab.now, trust=trust_of(service), inline=inline
    )
    lab.world.roles.put(role)


class Schedules:
    """EventBridge Scheduler of a desk's lab."""

    def __init__(self, desk):
        self.desk, self.lab = desk, desk.lab
        put_role(self.lab)

    def call(self, operation, **params):
        return self.lab.call("scheduler", operation, params)

    def request(self, expression="rate(1 hour)", name="s", window=None, **fields):
        """A request for a schedule, which sends messages to a queue unless it has another target."""
        mode = {"Mode": "OFF"} if window is None else {"Mode": "FLEXIBLE", "MaximumWindowInMinutes": window}
        target = {"Arn": QUEUE, "RoleArn": ROLE} | fields.pop("target", {})
        request = {"Name": name, "ScheduleExpression": expression, "FlexibleTimeWindow": mode}
        return request | {"Target": target} | fields

    def put(self, *args, **fields):
        return self.call("CreateSchedule", **self.request(*args, **fields))["ScheduleArn"]

    def update(self, *args, **fields):
        return self.call("UpdateSchedule", **self.request(*args, **fields))["ScheduleArn"]

    def runs_tasks(self, run=None, **target):
        """A target that runs a task of `web` on Fargate."""
        network = {"Subnets": self.desk.subnets, "AssignPublicIp": "ENABLED"}
        parameters = {
            "TaskDefinitionArn": "web",
            "LaunchType": "FARGATE",
            "NetworkConfiguration": {"awsvpcConfiguration": network},
        }
        return {"Arn": CLUSTER, "RoleArn": ROLE, "EcsParameters": parameters | (run or {})} | target

    def queue(self, name="inbox"):
        self.lab.call("sqs", "CreateQueue", {"QueueName": name})

    def messages(self, name="inbox"):
        """What waits in a queue."""
        params = {"QueueUrl": f"{URL}/{name}", "MaxNumberOfMessages": 10, "MessageAttributeNames": ["All"]}
        return self.lab.call("sqs", "ReceiveMessage", params).get("Messages", [])

    def done(self, name="s", group="default"):
        """What became of a schedule's runs, oldest first."""
        return list(self.lab.world.schedule_runs_done.where("schedule", f"{group}/{name}"))

    def starts(self, name="s", group="default"):
        """When a schedule's runs began, in seconds since the lab did."""
        start = self.lab.settings.start_ms
        return [(run.called_at - start) / 1000 for run in self.done(name, group)]

    def calls(self, operation):
        """The requests of an operation that Scheduler made, from the API history."""
        made = self.lab.world.api_calls.values()
        return [
            json.loads(call.request)
            for call in made
            if call.operation == operation and call.via == "scheduler.amazonaws.com"
        ]
