"""CloudWatch through the API: data points, statistics, alarms, and what is refused in which words."""

import json
from datetime import timedelta

import pytest

from ecslab.aws import new_lab
from ecslab.aws.api import Aws
from ecslab.aws.command import Command
from ecslab.engine.clock import to_datetime
from ecslab.engine.errors import ApiError
from ecslab.engine.journal import Journal
from ecslab.engine.lab import replay
from ecslab.engine.snapshot import dump, load

MINUTE, DAY = 60_000, 86_400_000
ALARM = {
    "AlarmName": "errors",
    "Namespace": "Shop",
    "MetricName": "Errors",
    "Statistic": "Sum",
    "Period": 60,
    "EvaluationPeriods": 1,
    "Threshold": 1.0,
    "ComparisonOperator": "GreaterThanOrEqualToThreshold",
}
ARN = "arn:aws:cloudwatch:us-east-1:123456789012:alarm:errors"


class Watch:
    """CloudWatch of a lab, and short ways to use it."""

    def __init__(self, lab):
        self.lab = lab

    def call(self, operation, **params):
        return self.lab.call("cloudwatch", operation, params)

    def put(self, *values, name="Errors", **datum):
        data = [{"MetricName": name, "Value": float(value)} | datum for value in values]
        self.call("PutMetricData", Namespace="Shop", MetricData=data)

    def alarm(self, **changes):
        self.call("PutMetricAlarm", **{k: v for k, v in (ALARM | changes).items() if v is not None})

    def state(self, name="errors"):
        (found,) = self.call("DescribeAlarms", AlarmNames=[name])["MetricAlarms"]
        return found["StateValue"]

    def history(self, **params):
        return self.call("DescribeAlarmHistory", **params)["AlarmHistoryItems"]

    def span(self, since_ms, until_ms=0):
        now = to_datetime(self.lab.now)
        return {
            "StartTime": now - timedelta(milliseconds=since_ms),
            "EndTime": now + timedelta(milliseconds=until_ms),
        }

    def statistics(self, since_ms, period=60, until_ms=MINUTE, **params):
        asked = {"Namespace": "Shop", "MetricName": "Errors", "Statistics": ["Sum"], "Period": period}
        asked |= self.span(since_ms, until_ms) | params
        given = {name: value for name, value in asked.items() if value is not None}
        found = self.call("GetMetricStatistics", **given)
        return found["Datapoints"]

    def wait(self, minutes):
        self.lab.advance(round(minutes * MINUTE))


@pytest.fixture
def watch(lab):
    return Watch(lab)


def refusal(act, *arguments, **params):
    with pytest.raises(ApiError) as refused:
        act(*arguments, **params)
    return refused.value.code, refused.value.message


def test_data_are_put_together_by_minutes_and_periods(watch):
    watch.put(1, 2)
    watch.wait(0.5)
    watch.put(4)
    watch.wait(1)
    watch.put(8)
    every = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"]
    first, second = watch.statistics(5 * MINUTE, Statistics=every)
    assert first == {
        "Timestamp": to_datetime(watch.lab.now // MINUTE * MINUTE - MINUTE),
        "Unit": "None",
        "SampleCount": 3.0,
        "Average": pytest.approx(7 / 3),
        "Sum": 7.0,
        "Minimum": 1.0,
        "Maximum": 4.0,
    }
    assert second["Sum"] == 8.0
    (both,) = watch.statistics(5 * MINUTE, period=600, ExtendedStatistics=["p100", "p0"], Statistics=None)
    assert both["ExtendedStatistics"] == {"p100": 8.0, "p0": 1.0}


def test_metrics_differ_by_their_dimensions_in_any_order(watch):
    stage, zone = {"Name": "Stage", "Value": "test"}, {"Name": "Zone", "Value": "a"}
    watch.put(1)
    watch.put(2, Dimensions=[stage, zone])
    watch.put(4, Dimensions=[zone, stage])
    assert [point["Sum"] for point in watch.statistics(MINUTE)] == [1.0]
    assert [point["Sum"] for point in watch.statistics(MINUTE, Dimensions=[zone, stage])] == [6.0]
    assert len(watch.call("ListMetrics")["Metrics"]) == 2
    assert len(watch.call("ListMetrics", Dimensions=[{"Name": "Zone"}])["Metrics"]) == 1
    assert watch.call("ListMetrics", Dimensions=[{"Name": "Zone", "Value": "b"}])["Metrics"] == []


def test_units_are_kept_apart_and_can_be_asked_for(watch):
    watch.put(1, Unit="Count")
    watch.put(2, Unit="Bytes")
    assert sorted(point["Unit"] for point in watch.statistics(MINUTE)) == ["Bytes", "Count"]
    (only,) = watch.statistics(MINUTE, Unit="Bytes")
    assert only["Sum"] == 2.0


def test_a_metric_without_data_is_listed_for_two_weeks(watch):
    watch.put(1)
    watch.lab.advance(4 * 60 * MINUTE)
    assert watch.call("ListMetrics", RecentlyActive="PT3H")["Metrics"] == []
    watch.lab.advance(13 * DAY)
    assert len(watch.call("ListMetrics")["Metrics"]) == 1
    watch.lab.advance(DAY)
    assert watch.call("ListMetrics")["Metrics"] == []


def test_old_data_can_be_read_in_long_periods_only(watch):
    watch.put(1)
    watch.lab.advance(16 * DAY)
    window = {
        "StartTime": to_datetime(watch.lab.now - 16 * DAY),
        "EndTime": to_datetime(watch.lab.now - 15 * DAY - MINUTE),
    }
    assert watch.statistics(0, period=60 * 2, **window) == []
    (point,) = watch.statistics(0, period=300, **window)
    assert point["Sum"] == 1.0


def test_get_metric_data_answers_newest_first_and_what_is_to_be_returned(watch):
    for value in (1, 2, 3):
        watch.put(value)
        watch.wait(1)
    stat = {"Metric": {"Namespace": "Shop", "MetricName": "Errors"}, "Period": 60, "Stat": "Sum"}
    hidden = {"Id": "m2", "MetricStat": stat, "ReturnData": False}
    queries = [{"Id": "m1", "MetricStat": stat, "Label": "mine"}, hidden]
    (found,) = watch.call("GetMetricData", MetricDataQueries=queries, **watch.span(10 * MINUTE))[
        "MetricDataResults"
    ]
    assert (found["Id"], found["Label"], found["Values"]) == ("m1", "mine", [3.0, 2.0, 1.0])
    assert found["Timestamps"] == sorted(found["Timestamps"], reverse=True)


def test_get_metric_data_computes_expressions_over_metrics_and_expressions(watch):
    for errors, requests in ((1, 4), (0, 5), (3, 6)):
        watch.put(errors)
        watch.put(requests, name="Requests")
        watch.wait(1)

    def metric(query_id, name):
        stat = {"Metric": {"Namespace": "Shop", "MetricName": name}, "Period": 60, "Stat": "Sum"}
        return {"Id": query_id, "MetricStat": stat, "ReturnData": False}

    rate = {"Id": "rate", "Expression": "errors / requests * 100", "Label": "Error rate"}
    bad = {"Id": "bad", "Expression": "IF(rate > 20, 1, 0)"}
    both = {"Id": "both", "Expression": "[errors, requests]"}
    queries = [metric("errors", "Errors"), metric("requests", "Requests"), rate, bad, both]
    found = watch.call("GetMetricData", MetricDataQueries=queries, **watch.span(10 * MINUTE))
    shown = [(each["Id"], each["Label"], each["Values"]) for each in found["MetricDataResults"]]
    assert shown == [
        ("rate", "Error rate", [50.0, 0.0, 25.0]),
        ("bad", "bad", [1.0, 0.0, 1.0]),
        ("both", "both", [3.0, 0.0, 1.0]),
        ("both", "both", [6.0, 5.0, 4.0]),
    ]


@pytest.mark.parametrize(
    ("queries", "code", "said"),
    [
        ([{"Expression": "m1 *"}], "ValidationError", "Error in expression 'e0': it ends too early."),
        ([{"Expression": "m9"}], "ValidationError", "the id 'm9' is not in the request"),
        ([{"Expression": "SUM(m1)"}], "ValidationError", "it must come to a time series"),
        ([{"Expression": "e1"}, {"Expression": "e0 + 1"}], "ValidationError", "it is over itself"),
        ([{"Expression": "SEARCH('x', 'Sum')"}], "NotSimulated", "SEARCH in metric math"),
        ([{"Expression": "m1", "Period": 300}], "NotSimulated", "metrics of one period"),
        ([{"Expression": "m1", "AccountId": "1"}], "NotSimulated", "AccountId"),
        ([{}], "ValidationError", "Either MetricStat or Expression"),
    ],
)
def test_an_expression_that_cannot_be_computed_is_refused(watch, queries, code, said):
    stat = {"Metric": {"Namespace": "Shop", "MetricName": "Errors"}, "Period": 60, "Stat": "Sum"}
    asked = [{"Id": "m1", "MetricStat": stat}, *({"Id": f"e{at}"} | each for at, each in enumerate(queries))]
    found, message = refusal(watch.call, "GetMetricData", MetricDataQueries=asked, **watch.span(10 * MINUTE))
    assert (found, said in message) == (code, True), message


def test_an_alarm_goes_off_and_is_over(watch):
    watch.alarm(TreatMissingData="notBreaching")
    assert watch.state() == "INSUFFICIENT_DATA"
    watch.wait(1)
    assert watch.state() == "OK"
    watch.put(3)
    watch.wait(1)
    assert watch.state() == "ALARM"
    watch.wait(3)
    assert watch.state() == "OK"
    summaries = [
        item["HistorySummary"] for item in watch.history(AlarmName="errors", ScanBy="TimestampAscending")
    ]
    assert summaries == [
        'Alarm "errors" created',
        "Alarm updated from INSUFFICIENT_DATA to OK",
        "Alarm updated from OK to ALARM",
        "Alarm updated from ALARM to OK",
    ]


def test_an_updated_alarm_keeps_its_state_and_is_evaluated_anew(watch):
    watch.put(3)
    watch.alarm()
    watch.wait(1)
    assert watch.state() == "ALARM"
    watch.alarm(Threshold=10.0)
    assert watch.state() == "ALARM"
    watch.wait(1)
    assert watch.state() == "OK"


def test_an_alarm_that_looked_far_back_is_evaluated_each_minute_once_it_does_not_any_more(watch):
    watch.alarm(Period=86_400, EvaluationPeriods=7)
    watch.alarm()
    watch.put(3)
    watch.wait(1)
    assert watch.state() == "ALARM"
    watch.wait(60)
    assert watch.state() == "INSUFFICIENT_DATA"


def test_a_deleted_alarm_leaves_its_history_and_no_tags(watch):
    watch.alarm(Tags=[{"Key": "team", "Value": "blue"}])
    watch.call("DeleteAlarms", AlarmNames=["errors", "none"])
    assert watch.call("DescribeAlarms")["MetricAlarms"] == []
    assert watch.history()[0]["HistorySummary"] == 'Alarm "errors" deleted'
    watch.alarm()
    assert watch.call("ListTagsForResource", ResourceARN=ARN)["Tags"] == []
    watch.put(3)
    watch.wait(1)
    assert [item["HistoryItemType"] for item in watch.history()].count("StateUpdate") == 1


def test_a_state_that_was_set_holds_until_the_next_evaluation(watch):
    watch.alarm(TreatMissingData="notBreaching")
    watch.wait(1.5)
    watch.call("SetAlarmState", AlarmName="errors", StateValue="ALARM", StateReason="a test")
    assert watch.state() == "ALARM"
    watch.wait(0.4)
    assert watch.state() == "ALARM"
    watch.wait(0.1)
    assert watch.state() == "OK"


def test_disabled_actions_do_not_happen(watch):
    topic = "arn:aws:sns:us-east-1:123456789012:pager"
    watch.alarm(AlarmActions=[topic])
    watch.call("DisableAlarmActions", AlarmNames=["errors"])
    watch.call("SetAlarmState", AlarmName="errors", StateValue="ALARM", StateReason="a test")
    assert watch.history(HistoryItemType="Action") == []
    watch.call("EnableAlarmActions", AlarmNames=["errors"])
    watch.call("SetAlarmState", AlarmName="errors", StateValue="OK", StateReason="a test")
    watch.call("SetAlarmState", AlarmName="errors", StateValue="ALARM", StateReason="a test")
    (item,) = watch.history(HistoryItemType="Action")
    assert item["HistorySummary"].startswith(f"Failed to execute action {topic}.")
    assert json.loads(item["HistoryData"])["actionState"] == "Failed"


def test_alarms_are_found_by_name_prefix_state_action_and_metric(watch):
    topic = "arn:aws:sns:us-east-1:123456789012:pager"
    watch.alarm(AlarmName="b", AlarmActions=[topic])
    watch.alarm(AlarmName="a1", MetricName="Other")
    watch.alarm(AlarmName="a2", Dimensions=[{"Name": "Stage", "Value": "test"}])

    def names(operation="DescribeAlarms", **params):
        return [alarm["AlarmName"] for alarm in watch.call(operation, **params)["MetricAlarms"]]

    assert names() == ["a1", "a2", "b"]
    assert names(AlarmNamePrefix="a") == ["a1", "a2"]
    assert names(ActionPrefix="arn:aws:sns") == ["b"]
    assert names(StateValue="OK") == []
    assert names(AlarmTypes=["CompositeAlarm"]) == []
    assert names("DescribeAlarmsForMetric", Namespace="Shop", MetricName="Errors") == ["b"]
    first = watch.call("DescribeAlarms", MaxRecords=2)
    rest = watch.call("DescribeAlarms", MaxRecords=2, NextToken=first["NextToken"])
    assert [alarm["AlarmName"] for alarm in rest["MetricAlarms"]] == ["b"]
    assert "NextToken" not in rest


@pytest.mark.parametrize(
    ("changes", "code", "said"),
    [
        ({"Period": 45}, "ValidationError", "Period must be 10, 20, 30 or a multiple of 60"),
        ({"Period": 10}, "NotSimulated", "high resolution"),
        ({"Period": 60, "EvaluationPeriods": 1441}, "ValidationError", "across more than a day"),
        ({"Period": 3600, "EvaluationPeriods": 169}, "ValidationError", "across more than seven days"),
        ({"DatapointsToAlarm": 2}, "ValidationError", "less than or equal to EvaluationPeriods"),
        ({"Statistic": None}, "ValidationError", "Exactly one of Statistic and ExtendedStatistic"),
        ({"Statistic": None, "ExtendedStatistic": "tm90"}, "NotSimulated", "tm90"),
        ({"Threshold": None}, "ValidationError", "Threshold"),
        ({"ComparisonOperator": "GreaterThanUpperThreshold"}, "NotSimulated", "anomaly detection"),
        ({"ComparisonOperator": "Greater"}, "ValidationError", "enum value set"),
        ({"TreatMissingData": "whatever"}, "ValidationError", "TreatMissingData"),
        ({"AlarmActions": ["pager"]}, "ValidationError", "Invalid arn syntax: pager"),
        ({"AlarmActions": ["arn:aws:sns:::a"] * 6}, "ValidationError", "length less than or equal to 5"),
        ({"Metrics": [{"Id": "e1", "Expression": "m1 + m2"}]}, "NotSimulated", "Metrics"),
    ],
)
def test_what_is_no_alarm_is_refused_and_changes_nothing(watch, changes, code, said):
    watch.lab.advance(1)
    found, message = refusal(watch.alarm, **changes)
    assert (found, said in message) == (code, True), message
    assert watch.call("DescribeAlarms")["MetricAlarms"] == []
    assert watch.history() == []


@pytest.mark.parametrize(
    ("datum", "code", "said"),
    [
        ({"Value": None}, "MissingParameter", "MetricData.member.1.Value is required"),
        ({"Values": [1.0]}, "InvalidParameterCombination", "mutually exclusive"),
        ({"Value": float("1e200")}, "InvalidParameterValue", "is invalid"),
        ({"Value": None, "Values": [1.0], "Counts": [1.0, 2.0]}, "InvalidParameterValue", "same size"),
        ({"StorageResolution": 1}, "NotSimulated", "high resolution"),
        ({"Timestamp": "2025-12-01T00:00:00Z"}, "InvalidParameterValue", "two weeks in the past"),
        ({"Timestamp": "2026-01-05T12:00:00Z"}, "InvalidParameterValue", "two hours"),
        ({"Dimensions": [{"Name": "a", "Value": "b"}] * 2}, "InvalidParameterValue", "twice"),
        (
            {
                "Value": None,
                "StatisticValues": {"SampleCount": 0.0, "Sum": 0.0, "Minimum": 0.0, "Maximum": 0.0},
            },
            "InvalidParameterValue",
            "statistics",
        ),
    ],
)
def test_what_is_no_datum_is_refused_with_the_whole_request(watch, datum, code, said):
    wrong = {
        name: value
        for name, value in ({"MetricName": "Errors", "Value": 1.0} | datum).items()
        if value is not None
    }
    data = [wrong, {"MetricName": "Errors", "Value": 1.0}]
    found, message = refusal(watch.call, "PutMetricData", Namespace="Shop", MetricData=data)
    assert (found, said in message) == (code, True), message
    assert watch.call("ListMetrics")["Metrics"] == []


def test_the_namespaces_of_aws_are_its_own(watch):
    code, message = refusal(
        watch.call, "PutMetricData", Namespace="AWS/ECS", MetricData=[{"MetricName": "x", "Value": 1.0}]
    )
    assert (code, message) == (
        "InvalidParameterValue",
        "The value AWS/ECS for parameter Namespace is invalid.",
    )


@pytest.mark.parametrize(
    ("params", "code", "said"),
    [
        (
            {"Statistics": None},
            "InvalidParameterCombination",
            "Must specify either Statistics or ExtendedStatistics",
        ),
        ({"Period": 45}, "InvalidParameterValue", "multiple of 60"),
        ({"Period": 10}, "NotSimulated", "high resolution"),
        ({"ExtendedStatistics": ["p101"]}, "InvalidParameterValue", "p101"),
        (
            {"StartTime": "2026-01-01T00:00:00Z", "EndTime": "2026-01-03T00:00:00Z"},
            "InvalidParameterCombination",
            "You have requested up to 2,880 datapoints, which exceeds the limit of 1,440.",
        ),
        (
            {"StartTime": "2026-01-03T00:00:00Z", "EndTime": "2026-01-01T00:00:00Z"},
            "InvalidParameterValue",
            "StartTime must be less than",
        ),
    ],
)
def test_statistics_that_nobody_gets(watch, params, code, said):
    found, message = refusal(watch.statistics, MINUTE, **params)
    assert (found, said in message) == (code, True), message


def test_there_is_no_such_alarm(watch):
    asked = {"AlarmName": "none", "StateValue": "OK", "StateReason": "a test"}
    assert refusal(watch.call, "SetAlarmState", **asked)[0] == "ResourceNotFound"
    assert refusal(watch.call, "ListTagsForResource", ResourceARN=f"{ARN}2")[0] == "ResourceNotFoundException"
    watch.alarm()
    broken = asked | {"AlarmName": "errors", "StateReasonData": "{"}
    assert refusal(watch.call, "SetAlarmState", **broken)[0] == "InvalidFormat"
    assert refusal(watch.call, "DescribeAlarms", NextToken="x")[0] == "InvalidNextToken"


def test_the_command_line_and_what_iam_says(watch, policy_for):
    command = Command(watch.lab)
    line = (
        "cloudwatch put-metric-alarm --alarm-name errors --namespace Shop --metric-name Errors --statistic Sum "
        "--period 60 --evaluation-periods 1 --threshold 1 --comparison-operator GreaterThanThreshold"
    )
    assert command.run(line.split()).exit_code == 0
    caller = policy_for("cloudwatch:PutMetricData", {"StringEquals": {"cloudwatch:namespace": "Shop"}})
    data = [{"MetricName": "Errors", "Value": 1.0}]
    watch.lab.call("cloudwatch", "PutMetricData", {"Namespace": "Shop", "MetricData": data}, caller)
    with pytest.raises(ApiError) as refused:
        watch.lab.call("cloudwatch", "PutMetricData", {"Namespace": "Bank", "MetricData": data}, caller)
    assert refused.value.code == "AccessDenied"
    with pytest.raises(ApiError) as refused:
        watch.lab.call("cloudwatch", "DeleteAlarms", {"AlarmNames": ["errors"]}, caller)
    assert ARN in refused.value.message


@pytest.fixture
def policy_for(lab):
    """Makes a user who may do one thing under a condition; gives its ARN."""

    def make(action, condition):
        statement = {"Effect": "Allow", "Action": action, "Resource": "*", "Condition": condition}
        document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        arn = lab.call("iam", "CreateUser", {"UserName": "reporter"})["User"]["Arn"]
        lab.call(
            "iam",
            "PutUserPolicy",
            {"UserName": "reporter", "PolicyName": "p", "PolicyDocument": document},
        )
        return arn

    return make


def test_a_lab_with_alarms_forks_replays_and_is_saved(watch):
    watch.alarm()
    watch.put(3)
    fork = watch.lab.fork()
    watch.wait(7)
    fork.advance(7 * MINUTE)
    assert fork.state_hash() == watch.lab.state_hash()
    journal, _ = Journal.loads(watch.lab.dump_journal())
    assert replay(journal, Aws()).state_hash() == watch.lab.state_hash()
    restored = load(dump(watch.lab), Aws())
    assert not restored.moved
    restored.lab.advance(DAY)
    watch.lab.advance(DAY)
    assert restored.lab.state_hash() == watch.lab.state_hash()
    assert new_lab().state_hash() != watch.lab.state_hash()
