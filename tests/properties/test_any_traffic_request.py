"""Any request to load balancing and scaling that fits the shapes ends in an answer or a modelled error."""

import random

import pytest
from botocore.model import ListShape, MapShape, StructureShape

from ecslab.aws import models
from ecslab.aws.operations import operations
from ecslab.engine.errors import ApiError

SERVICES = ("elbv2", "application-autoscaling")
TABLES = {
    "TargetGroupArn": "target_groups",
    "LoadBalancerArn": "balancers",
    "ListenerArn": "listeners",
    "RuleArn": "rules",
    "VpcId": "vpcs",
    "Subnet": "subnets",
}
WORDS = {
    "Name": ["a", "b"],
    "PolicyName": ["a", "b"],
    "ScheduledActionName": ["a", "b"],
    "Type": ["forward", "fixed-response", "redirect"],
    "Field": ["path-pattern", "host-header"],
    "StatusCode": ["200", "HTTP_301"],
    "ServiceNamespace": ["ecs"],
    "ResourceId": ["service/lab/web"],
    "ScalableDimension": ["ecs:service:DesiredCount"],
    "TargetType": ["ip"],
    "Id": ["172.31.0.9"],
    "Schedule": ["rate(1 minute)", "cron(0/5 * * * ? *)", "at(2026-01-05T12:00:00)"],
    "PredefinedMetricType": ["ECSServiceAverageCPUUtilization"],
}
ANY = [
    "",
    "x",
    "*",
    "30",
    "200-299",
    "HTTP",
    "TCP",
    "/",
    "deregistration_delay.timeout_seconds",
    "Asia/Tokyo",
]


class Requests:
    """Draws requests that are often nearly right."""

    def __init__(self, desk, seed):
        self.world, self.random = desk.lab.world, random.Random(seed)

    def value(self, shape, name="", depth=0):
        draw = self.random
        match shape:
            case StructureShape():
                chance = 0.5 if depth < 2 else 0.25
                return {
                    member: self.value(inner, member, depth + 1)
                    for member, inner in shape.members.items()
                    if member in shape.required_members or (depth < 5 and draw.random() < chance)
                }
            case ListShape():
                count = draw.choice([0, 1, 1, 2]) if depth < 5 else 0
                return [self.value(shape.member, name.removesuffix("s"), depth + 1) for _ in range(count)]
            case MapShape():
                return {"team": "blue"}
        if getattr(shape, "enum", None) and draw.random() < 0.5:
            return draw.choice(shape.enum)
        return {
            "string": lambda: self.text(name),
            "integer": lambda: draw.choice([-1, 0, 1, 2, 5, 10, 30, 80, 443, 70_000]),
            "long": lambda: draw.choice([-1, 0, 1, 10]),
            "double": lambda: draw.choice([-3.0, 0.0, 1.0, 10.5, 50.0]),
            "boolean": lambda: draw.random() < 0.5,
            "timestamp": lambda: draw.choice(["2026-01-05T10:00:00+00:00", "nonsense", 0]),
        }[shape.type_name]()

    def text(self, name):
        table = TABLES.get(name)
        known = (
            [getattr(each, "arn", None) or each.id for each in getattr(self.world, table).values()]
            if table
            else []
        )
        known += WORDS.get(name, [])
        return self.random.choice(known) if known and self.random.random() < 0.9 else self.random.choice(ANY)


@pytest.mark.parametrize("seed", range(4))
def test_any_request_ends_in_an_answer_or_a_modelled_error(desk, seed):
    group = desk.balance()
    desk.define("web", {"portMappings": [{"containerPort": 80}]})
    desk.serve(loadBalancers=[{"targetGroupArn": group, "containerName": "c0", "containerPort": 80}])
    desk.wait(100)
    requests = Requests(desk, seed)
    answered = set()
    for number in range(1500):
        service = requests.random.choice(SERVICES)
        operation = requests.random.choice(list(operations(service)))
        if operation.startswith(("Delete", "Deregister")) and requests.random.random() < 0.9:
            continue
        model = models.service_model(service).operation_model(operation)
        try:
            desk.lab.call(service, operation, requests.value(model.input_shape))
            answered.add(operation)
        except ApiError as refused:
            known = {shape.metadata.get("error", {}).get("code", shape.name) for shape in model.error_shapes}
            known |= {shape.name for shape in model.error_shapes}
            assert refused.code in known | {"ValidationError", "NotSimulated", "ParamValidation"}, operation
        if number % 20 == 0:
            desk.wait(requests.random.choice([1, 30, 100]))
    assert len(answered) > 10
