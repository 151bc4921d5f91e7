"""The metrics of ECS, and what alarms on them set in motion.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html
"""

import json

import pytest

from ecslab.engine.clock import to_datetime
from ecslab.engine.cloudwatch.alarms import EVALUATE
from ecslab.engine.load import Curve, Load, Point

MINUTE, DAY = 60_000, 86_400_000
SERVICE = {"ClusterName": "lab", "ServiceName": "web"}


def level(amount):
    return Curve(points=(Point(0, amount),))


class Measured:
    """A desk, and short ways to see what CloudWatch has of its ECS."""

    def __init__(self, desk):
        self.desk, self.lab = desk, desk.lab

    def call(self, operation, **params):
        return self.lab.call("cloudwatch", operation, params)

    def data(self, name, since_ms, *, stat="Average", period=60, namespace="AWS/ECS", **dimensions):
        """The values of a metric from a moment on, oldest first."""
        named = [{"Name": key, "Value": value} for key, value in (dimensions or SERVICE).items()]
        metric = {"Namespace": namespace, "MetricName": name, "Dimensions": named}
        query = {"Id": "m", "MetricStat": {"Metric": metric, "Period": period, "Stat": stat}}
        span = {"StartTime": to_datetime(since_ms), "EndTime": to_datetime(self.lab.now)}
        answer = self.call("GetMetricData", MetricDataQueries=[query], ScanBy="TimestampAscending", **span)
        (found,) = answer["MetricDataResults"]
        return found["Values"]

    def alarm(self, name="high", **changes):
        """An alarm on the service's CPU."""
        dimensions = [{"Name": key, "Value": value} for key, value in SERVICE.items()]
        alarm = {
            "AlarmName": name,
            "Namespace": "AWS/ECS",
            "MetricName": "CPUUtilization",
            "Dimensions": dimensions,
            "Statistic": "Average",
            "Period": 60,
            "EvaluationPeriods": 2,
            "Threshold": 60.0,
            "ComparisonOperator": "GreaterThanThreshold",
        }
        self.call("PutMetricAlarm", **alarm | changes)

    def state(self, name="high"):
        (found,) = self.call("DescribeAlarms", AlarmNames=[name])["MetricAlarms"]
        return found["StateValue"]

    def history(self, kind):
        found = self.call("DescribeAlarmHistory", HistoryItemType=kind, MaxRecords=100)
        return found["AlarmHistoryItems"]

    def listed(self):
        return {
            (metric["MetricName"], *(each["Value"] for each in metric["Dimensions"]))
            for metric in self.call("ListMetrics")["Metrics"]
        }


@pytest.fixture
def measured(make_desk):
    def make(**loads):
        desk = make_desk(loads=loads)
        desk.define()
        return Measured(desk)

    return make


def test_a_service_is_measured_from_its_first_task_on(measured):
    """Two tasks of 256 CPU units and 512 MiB, with 128 units and 256 MiB of work, and what they take idle."""
    web = measured(web=Load(cpu=level(128), memory=level(256)))
    start = web.lab.now
    web.desk.serve(desired=0)
    web.desk.wait(300)
    assert web.listed() == set()
    assert web.data("CPUUtilization", start) == []
    web.desk.update(desiredCount=2)
    web.desk.wait(300)
    cpu = web.data("CPUUtilization", start)
    assert 3 <= len(cpu) <= 5
    assert set(cpu) == {25.5}
    assert set(web.data("MemoryUtilization", start)) == {30.0}
    assert set(web.data("CPUUtilization", start, stat="SampleCount")) == {2}
    assert web.listed() == {("CPUUtilization", "lab", "web"), ("MemoryUtilization", "lab", "web")}


def test_more_tasks_share_the_load_and_none_have_no_data(measured):
    web = measured(web=Load(cpu=level(128)))
    web.desk.serve()
    web.desk.wait(300)
    web.desk.update(desiredCount=4)
    web.desk.wait(300)
    assert web.data("CPUUtilization", web.lab.now - 2 * MINUTE) == [13.0, 13.0]
    web.desk.update(desiredCount=0)
    web.desk.wait(600)
    assert web.data("CPUUtilization", web.lab.now - 5 * MINUTE) == []
    assert len(web.data("CPUUtilization", web.lab.now - 60 * MINUTE)) > 5
    web.lab.advance(15 * DAY)
    assert web.listed() == set()


def test_the_past_is_what_was_measured_then(measured):
    """Asked each minute, and asked once at the end, CloudWatch says the same."""
    curve = Curve(points=(Point(0, 50), Point(20 * MINUTE, 400)), repeats_ms=20 * MINUTE)
    web = measured(web=Load(cpu=curve))
    start = web.lab.now
    web.desk.serve()
    seen = []
    for minute in range(90):
        if minute in (20, 40, 60):
            web.desk.update(desiredCount={20: 4, 40: 0, 60: 1}[minute])
        web.desk.wait(60)
        seen += web.data("CPUUtilization", web.lab.now - MINUTE)
    assert web.data("CPUUtilization", start) == seen
    assert len(set(seen)) > 20


def test_a_cluster_is_measured_by_its_instances(yard):
    web = Measured(yard.desk)
    start = yard.lab.now
    for _ in range(2):
        yard.register(cpu=2048, memory=4096)
    yard.define(cpu=512, memory=1024)
    yard.run(count=2)
    yard.wait(300)
    last = yard.lab.now - 2 * MINUTE
    assert set(web.data("CPUReservation", last, ClusterName="lab")) == {25.0}
    assert set(web.data("MemoryReservation", last, ClusterName="lab")) == {25.0}
    # Two idle tasks take 0.5 percent of 512 CPU units each.
    assert web.data("CPUUtilization", last, ClusterName="lab") == [0.125, 0.125]
    assert ("CPUReservation", "lab") in web.listed()
    for instance in yard.instances():
        yard.ecs(
            "DeregisterContainerInstance", containerInstance=instance["containerInstanceArn"], force=True
        )
    yard.wait(300)
    assert web.data("CPUReservation", yard.lab.now - 2 * MINUTE, ClusterName="lab") == []
    assert web.data("CPUReservation", start, ClusterName="lab") != []


def test_reservations_add_up_however_tasks_come_and_go(yard):
    web = Measured(yard.desk)
    for _ in range(3):
        yard.register(cpu=2048, memory=4096)
    yard.define(command=["sleep", "100"])
    for count in (3, 1, 5):
        yard.run(count=count)
        yard.wait(70)
    for instance in yard.instances()[:1]:
        arn = instance["containerInstanceArn"]
        yard.ecs("UpdateContainerInstancesState", containerInstances=[arn], status="DRAINING")
    yard.wait(10)
    gauge = yard.lab.world.gauges.get("cluster lab")
    known = [each for each in yard.lab.world.instances.values() if each.status in ("ACTIVE", "DRAINING")]
    assert gauge.values == (
        sum(each.cpu for each in known),
        sum(each.memory for each in known),
        sum(each.used_cpu for each in known),
        sum(each.used_memory for each in known),
    )
    yard.wait(600)
    assert web.data("CPUReservation", yard.lab.now - MINUTE, ClusterName="lab") == [0.0]


def test_an_alarm_on_a_service_ends_its_deployment(measured):
    web = measured(
        web=Load(cpu=Curve(points=(Point(0, 100), Point(20 * MINUTE, 100), Point(21 * MINUTE, 500))))
    )
    web.alarm()
    watching = {"alarms": {"alarmNames": ["high"], "enable": True, "rollback": True}}
    web.desk.serve(deploymentConfiguration=watching | {"bakeTimeInMinutes": 10})
    web.desk.wait(16 * 60)
    assert web.state() == "OK"
    good = web.desk.service()["deployments"][0]["id"]
    web.desk.update(forceNewDeployment=True)
    web.desk.wait(8 * 60)
    assert "ALARM" in [item["HistorySummary"].split()[-1] for item in web.history("StateUpdate")]
    assert any("deployment failed: alarm detected." in event for event in web.desk.events())
    assert web.desk.service()["deployments"][0]["id"] == good


def test_an_alarm_triggers_a_step_policy_each_minute_until_it_is_over(measured):
    web = measured(web=Load(cpu=level(900)))
    web.desk.serve()
    web.desk.wait(120)
    target = {
        "ServiceNamespace": "ecs",
        "ResourceId": "service/lab/web",
        "ScalableDimension": "ecs:service:DesiredCount",
    }

    def scale(operation, **params):
        return web.lab.call("application-autoscaling", operation, target | params)

    scale("RegisterScalableTarget", MinCapacity=1, MaxCapacity=10)
    steps = {
        "AdjustmentType": "ChangeInCapacity",
        "Cooldown": 60,
        "StepAdjustments": [{"MetricIntervalLowerBound": 0, "ScalingAdjustment": 1}],
    }
    policy = scale(
        "PutScalingPolicy",
        PolicyName="more",
        PolicyType="StepScaling",
        StepScalingPolicyConfiguration=steps,
    )["PolicyARN"]
    web.alarm(AlarmActions=[policy])
    described = web.lab.call(
        "application-autoscaling", "DescribeScalingPolicies", {"ServiceNamespace": "ecs"}
    )
    (alarm,) = described["ScalingPolicies"][0]["Alarms"]
    assert alarm["AlarmName"] == "high"
    for desired in (3, 4):
        web.desk.wait(60)
        assert web.desk.service()["desiredCount"] == desired
    web.desk.wait(3600)
    # At six tasks it is 900 / 1536, which with what they take idle is just below 60 percent.
    assert web.desk.service()["desiredCount"] >= 6
    assert web.state() == "OK"
    desired = web.desk.service()["desiredCount"]
    web.desk.wait(3600)
    assert web.desk.service()["desiredCount"] == desired
    (done,) = web.history("Action")
    assert done["HistorySummary"] == f"Successfully executed action {policy}"


@pytest.mark.parametrize(("data", "desired"), [(None, 2), ({"recentDatapoints": [99.0]}, 3)])
def test_a_state_that_is_set_scales_only_with_a_datapoint(measured, data, desired):
    web = measured()
    web.desk.serve()
    web.desk.wait(120)
    target = {
        "ServiceNamespace": "ecs",
        "ResourceId": "service/lab/web",
        "ScalableDimension": "ecs:service:DesiredCount",
    }
    web.lab.call(
        "application-autoscaling", "RegisterScalableTarget", target | {"MinCapacity": 1, "MaxCapacity": 9}
    )
    steps = [{"MetricIntervalLowerBound": 0, "ScalingAdjustment": 1}]
    policy = {"AdjustmentType": "ChangeInCapacity", "StepAdjustments": steps}
    request = {"PolicyName": "more", "StepScalingPolicyConfiguration": policy, "PolicyType": "StepScaling"}
    arn = web.lab.call("application-autoscaling", "PutScalingPolicy", target | request)["PolicyARN"]
    web.alarm(AlarmActions=[arn])
    said = {} if data is None else {"StateReasonData": json.dumps(data)}
    web.call("SetAlarmState", AlarmName="high", StateValue="ALARM", StateReason="a test", **said)
    assert web.desk.service()["desiredCount"] == desired


def test_a_rule_hears_of_an_alarm(measured):
    web = measured(web=Load(cpu=level(500)))
    web.lab.call("logs", "CreateLogGroup", {"logGroupName": "/alarms"})
    pattern = {"source": ["aws.cloudwatch"], "detail": {"state": {"value": ["ALARM"]}}}
    web.lab.call("events", "PutRule", {"Name": "r", "EventPattern": json.dumps(pattern)})
    arn = "arn:aws:logs:us-east-1:123456789012:log-group:/alarms"
    web.lab.call("events", "PutTargets", {"Rule": "r", "Targets": [{"Id": "t", "Arn": arn}]})
    web.alarm(AlarmDescription="too much")
    web.desk.serve()
    web.desk.wait(600)
    found = web.lab.call("logs", "FilterLogEvents", {"logGroupName": "/alarms"})["events"]
    (event,) = [json.loads(each["message"]) for each in found]
    assert event["detail-type"] == "CloudWatch Alarm State Change"
    assert event["resources"] == ["arn:aws:cloudwatch:us-east-1:123456789012:alarm:high"]
    detail = event["detail"]
    assert (detail["alarmName"], detail["state"]["value"]) == ("high", "ALARM")
    assert detail["state"]["reason"].startswith("Threshold Crossed: 2 out of the last 2 datapoints [")
    assert json.loads(detail["state"]["reasonData"])["threshold"] == 60.0
    assert detail["previousState"]["value"] == "INSUFFICIENT_DATA"
    assert detail["configuration"]["description"] == "too much"
    (metric,) = detail["configuration"]["metrics"]
    assert metric["metricStat"]["metric"] == {
        "namespace": "AWS/ECS",
        "name": "CPUUtilization",
        "dimensions": SERVICE,
    }


@pytest.mark.parametrize("permitted", [True, False])
def test_a_function_is_called_when_its_policy_lets_alarms_do_so(measured, permitted):
    web = measured(web=Load(cpu=level(500)))
    trusted = {
        "Effect": "Allow",
        "Principal": {"Service": "lambda.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
    document = json.dumps({"Version": "2012-10-17", "Statement": [trusted]})
    role = web.lab.call("iam", "CreateRole", {"RoleName": "fn", "AssumeRolePolicyDocument": document})["Role"]
    request = {
        "FunctionName": "fn",
        "PackageType": "Image",
        "Code": {"ImageUri": "nginx"},
        "Role": role["Arn"],
    }
    function = web.lab.call("lambda", "CreateFunction", request)["FunctionArn"]
    if permitted:
        permission = {
            "FunctionName": "fn",
            "StatementId": "alarm",
            "Action": "lambda:InvokeFunction",
            "Principal": "lambda.alarms.cloudwatch.amazonaws.com",
            "SourceArn": "arn:aws:cloudwatch:us-east-1:123456789012:alarm:high",
        }
        web.lab.call("lambda", "AddPermission", permission)
    web.desk.serve()
    web.desk.wait(120)
    web.alarm(AlarmActions=[function])
    web.desk.wait(120)
    assert web.state() == "ALARM"
    (item,) = web.history("Action")
    done = "Successfully executed action" if permitted else "Failed to execute action"
    assert item["HistorySummary"].startswith(f"{done} {function}")
    assert len(web.lab.world.invocations) == permitted


def test_a_fault_on_a_real_alarm_holds_until_its_next_evaluation(measured):
    web = measured(web=Load(cpu=level(100)))
    web.desk.serve()
    web.alarm()
    web.desk.wait(300)
    web.lab.inject({"fault": "alarm", "alarm": "high"})
    assert web.state() == "ALARM"
    web.desk.wait(60)
    assert web.state() == "OK"


def test_a_fault_on_an_alarm_that_nobody_made_stays(measured):
    web = measured()
    web.lab.inject({"fault": "alarm", "alarm": "theirs"})
    web.lab.advance(DAY)
    assert web.state("theirs") == "ALARM"
    web.alarm("theirs")
    web.desk.wait(60)
    assert web.state("theirs") == "INSUFFICIENT_DATA"


def test_a_month_of_an_alarm_keeps_little_and_leaves_one_entry_in_the_agenda(measured):
    load = Curve(points=(Point(0, 50), Point(12 * 60 * MINUTE, 400), Point(DAY, 50)), repeats_ms=DAY)
    web = measured(web=Load(cpu=load))
    web.desk.serve()
    web.alarm()
    web.lab.advance(30 * DAY)
    world = web.lab.world
    assert (len(world.courses), len(world.metric_chunks)) == (1, 0)
    # It goes off and is over once a day, and begins without data.
    assert len(web.history("StateUpdate")) in (60, 61)
    assert [entry.kind for entry in web.lab.state.agenda.entries()].count(EVALUATE) == 1
