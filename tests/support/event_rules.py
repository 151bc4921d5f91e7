"""What tests of EventBridge's rules begin with: a role that rules may assume, and short ways to put rules."""

import json

from ecslab.engine.platform.identity import Role
from ecslab.engine.platform.roles import trust_of

ACCOUNT = "123456789012"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/ecsEventsRole"
CLUSTER = f"arn:aws:ecs:us-east-1:{ACCOUNT}:cluster/lab"
MANAGED = "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceEventsRole"


def put_role(lab, service="events.amazonaws.com"):
    """The role that ECS's console makes for rules."""
    role = Role(
        name="ecsEventsRole",
        id="AROAECSEVENTS",
        created_at=lab.now,
        trust=trust_of(service),
        attached=(MANAGED,),
    )
    lab.world.roles.put(role)


class Rules:
    """EventBridge of a desk's lab."""

    def __init__(self, desk):
        self.desk, self.lab = desk, desk.lab
        put_role(self.lab)

    def call(self, operation, **params):
        return self.lab.call("events", operation, params)

    def put(self, name="r", pattern=None, bus=None, **fields):
        """Put a rule; without pattern and schedule it matches the events of the source `shop`."""
        if "ScheduleExpression" not in fields:
            fields["EventPattern"] = json.dumps(pattern or {"source": ["shop"]})
        return self.call("PutRule", Name=name, **fields, **({"EventBusName": bus} if bus else {}))["RuleArn"]

    def target(self, rule="r", bus=None, **target):
        """Give a rule a target, named after where it stands unless it has an id."""
        given = {"Id": "t"} | target
        where = {"EventBusName": bus} if bus else {}
        self.call("PutTargets", Rule=rule, Targets=[given], **where)

    def runs(self, rule="r", **parameters):
        """Let a rule run a task of `web` on Fargate."""
        network = {"Subnets": self.desk.subnets, "AssignPublicIp": "ENABLED"}
        run = {
            "TaskDefinitionArn": "web",
            "LaunchType": "FARGATE",
            "NetworkConfiguration": {"awsvpcConfiguration": network},
        }
        target = {"Arn": CLUSTER, "RoleArn": ROLE, "EcsParameters": run | parameters.pop("run", {})}
        self.target(rule, **target | parameters)

    def send(self, detail=None, bus=None, source="shop", **fields):
        """Put one event."""
        entry = {
            "Source": source,
            "DetailType": "Order placed",
            "Detail": json.dumps(detail or {"total": 12}),
        }
        where = {"EventBusName": bus} if bus else {}
        (answer,) = self.call("PutEvents", Entries=[entry | where | fields])["Entries"]
        return answer["EventId"]

    def done(self, rule="r", bus="default"):
        """What became of a rule's deliveries, oldest first."""
        return list(self.lab.world.delivered.where("rule", f"{bus}/{rule}"))

    def calls(self, operation):
        """The requests of an operation that EventBridge made, from the API history."""
        made = self.lab.world.api_calls.values()
        return [
            json.loads(call.request)
            for call in made
            if call.operation == operation and "events.amazonaws.com" in (call.caller, call.via)
        ]
