"""Metric filters: lines become numbers in CloudWatch, on which alarms ring."""

from datetime import UTC, datetime

import pytest

from ecslab.engine.clock import DAY, MINUTE
from ecslab.engine.errors import ApiError
from ecslab.engine.workload import Workload

JSON = ('{"level": "ERROR", "ms": 30}', '{"level": "INFO", "ms": 10}', '{"level": "INFO", "ms": "slow"}')


class Desk:
    """A lab with the group `/app` and its stream `one`."""

    def __init__(self, lab):
        self.lab = lab
        self.logs("CreateLogGroup", logGroupName="/app")
        self.logs("CreateLogStream", logGroupName="/app", logStreamName="one")

    def logs(self, operation, **params):
        return self.lab.call("logs", operation, params)

    def write(self, *lines, at=None):
        events = [{"timestamp": self.lab.now if at is None else at, "message": line} for line in lines]
        self.logs("PutLogEvents", logGroupName="/app", logStreamName="one", logEvents=events)

    def count(self, pattern="ERROR", name="errors", group="/app", **transformation):
        made = {"metricName": "Errors", "metricNamespace": "App", "metricValue": "1"} | transformation
        self.logs(
            "PutMetricFilter",
            logGroupName=group,
            filterName=name,
            filterPattern=pattern,
            metricTransformations=[made],
        )

    def sums(self, dimensions=(), statistics=("Sum", "SampleCount"), since=None):
        """The statistics of each minute with data, by minutes since the lab began."""
        begins = self.lab.state.settings.start_ms if since is None else since
        found = self.lab.call(
            "cloudwatch",
            "GetMetricStatistics",
            {
                "Namespace": "App",
                "MetricName": "Errors",
                "StartTime": datetime.fromtimestamp(begins / 1000, UTC),
                "EndTime": datetime.fromtimestamp((self.lab.now + MINUTE) / 1000, UTC),
                "Period": 60,
                "Statistics": list(statistics),
                "Dimensions": [{"Name": name, "Value": value} for name, value in dimensions],
            },
        )["Datapoints"]
        return {
            int(each["Timestamp"].timestamp() * 1000 - begins) // MINUTE: tuple(
                each[name] for name in statistics
            )
            for each in found
        }

    def listed(self):
        found = self.lab.call("cloudwatch", "ListMetrics", {"Namespace": "App"})["Metrics"]
        return [
            (each["MetricName"], *(f"{one['Name']}={one['Value']}" for one in each["Dimensions"]))
            for each in found
        ]


@pytest.fixture
def app(lab):
    return Desk(lab)


def test_lines_that_fit_are_counted_by_the_minute_from_then_on(app):
    app.write("ERROR before")
    app.lab.advance(MINUTE)
    app.count()
    assert app.listed() == []
    app.write("ERROR a", "fine", "ERROR b")
    app.lab.advance(2 * MINUTE)
    app.write("fine")
    app.lab.advance(MINUTE)
    app.write("ERROR late", at=app.lab.now - MINUTE)
    assert app.sums() == {1: (2, 2), 3: (1, 1)}
    assert app.listed() == [("Errors",)]


def test_a_default_is_for_minutes_in_which_something_was_written_and_nothing_fits(app):
    app.count(defaultValue=0)
    app.write("fine", "fine")
    app.lab.advance(MINUTE)
    app.write("ERROR", "fine")
    app.lab.advance(MINUTE)
    assert app.sums() == {0: (0, 1), 1: (1, 1)}


@pytest.mark.parametrize(
    ("pattern", "value", "lines", "found"),
    [
        ('{ $.level = "*" }', "$.ms", JSON, (40, 2)),
        ("{ $.ms > 20 }", "$.ms", JSON, (30, 1)),
        ("[word, ms, ...]", "$ms", ("took 12 ms", "took 3.5 ms", "took long"), (15.5, 2)),
        ("took", "2.5", ("took", "took"), (5.0, 2)),
    ],
)
def test_a_value_may_stand_in_the_line(app, pattern, value, lines, found):
    app.count(pattern, metricValue=value)
    app.write(*lines)
    assert app.sums() == {0: found}


def test_dimensions_make_a_metric_of_each_value(app):
    app.count('{ $.ms = "*" || $.ms > 0 }', dimensions={"Level": "$.level"})
    app.write(*JSON, '{"ms": 5}')
    assert app.sums([("Level", "INFO")]) == {0: (2, 2)}
    assert app.sums([("Level", "ERROR")]) == {0: (1, 1)}
    assert app.sums() == {}
    assert app.listed() == [("Errors", "Level=ERROR"), ("Errors", "Level=INFO")]


@pytest.mark.parametrize("ending", ["filter", "stream", "group", "change"])
def test_what_was_counted_stays(app, ending):
    app.count()
    app.write("ERROR", "ERROR")
    app.lab.advance(MINUTE)
    app.write("ERROR")
    before = app.sums()
    assert before == {0: (2, 2), 1: (1, 1)}
    match ending:
        case "filter":
            app.logs("DeleteMetricFilter", logGroupName="/app", filterName="errors")
        case "stream":
            app.logs("DeleteLogStream", logGroupName="/app", logStreamName="one")
        case "group":
            app.logs("DeleteLogGroup", logGroupName="/app")
            assert app.logs("DescribeMetricFilters")["metricFilters"] == []
        case "change":
            app.count("WARN")
            app.write("ERROR")
    assert app.sums() == before
    app.lab.advance(DAY)
    assert app.listed() == [("Errors",)]


def test_an_alarm_rings_for_the_error_lines_of_a_service(make_desk):
    desk = make_desk({"app": Workload(lines=("GET /", "ERROR lost"), line_every_ms=10_000)})
    app = Desk(desk.lab)
    app.count(defaultValue=0)
    alarm = {
        "AlarmName": "errors",
        "Namespace": "App",
        "MetricName": "Errors",
        "Statistic": "Sum",
        "Period": 60,
        "EvaluationPeriods": 2,
        "Threshold": 4,
        "ComparisonOperator": "GreaterThanThreshold",
        "TreatMissingData": "notBreaching",
    }
    desk.lab.call("cloudwatch", "PutMetricAlarm", alarm)
    options = {"awslogs-group": "/app", "awslogs-region": "us-east-1", "awslogs-stream-prefix": "web"}
    logging = {"logConfiguration": {"logDriver": "awslogs", "options": options}}
    role = "arn:aws:iam::123456789012:role/ecsTaskExecutionRole"
    desk.define("web", {"image": "app"} | logging, executionRoleArn=role)

    def state():
        return desk.lab.call("cloudwatch", "DescribeAlarms", {})["MetricAlarms"][0]["StateValue"]

    desk.serve(desired=1)
    desk.wait(300)
    assert state() == "OK"
    desk.update(desiredCount=2)
    desk.wait(240)
    assert state() == "ALARM"
    begins = desk.lab.now // MINUTE * MINUTE - 2 * MINUTE
    assert app.sums(since=begins)[0] == (6, 6)


def test_filters_are_listed_with_their_group(app):
    app.count(unit="Count", defaultValue=0)
    app.count('{ $.a = "b" }', "other", dimensions={"A": "$.a"}, metricName="Others")
    (group,) = app.logs("DescribeLogGroups")["logGroups"]
    assert group["metricFilterCount"] == 2
    first, second = app.logs("DescribeMetricFilters", logGroupName="/app")["metricFilters"]
    assert first["metricTransformations"] == [
        {
            "metricName": "Errors",
            "metricNamespace": "App",
            "metricValue": "1",
            "defaultValue": 0,
            "unit": "Count",
        }
    ]
    assert second["metricTransformations"][0]["dimensions"] == {"A": "$.a"}
    by_metric = app.logs("DescribeMetricFilters", metricName="Others", metricNamespace="App")
    assert by_metric["metricFilters"] == [second]
    paged = app.logs("DescribeMetricFilters", limit=1)
    assert app.logs("DescribeMetricFilters", limit=1, nextToken=paged["nextToken"])["metricFilters"] == [
        second
    ]


@pytest.mark.parametrize(
    ("changes", "code", "message"),
    [
        ({"pattern": "{ $.a }"}, "InvalidParameterException", "Invalid metric filter pattern"),
        ({"group": "/no"}, "ResourceNotFoundException", "The specified log group does not exist."),
        ({"dimensions": {"A": "$.a"}}, "InvalidParameterException", "The specified filter pattern does not support dimensions"),
        ({"pattern": "{ $.a = 1 }", "dimensions": {"A": "$.a"}, "defaultValue": 0}, "InvalidParameterException", "Invalid metric transformation: dimensions and default value are mutually exclusive properties"),
        ({"metricValue": "many"}, "InvalidParameterException", "Invalid metric transformation: "),
        ({"metricValue": "$.a"}, "InvalidParameterException", "Invalid metric transformation: "),
        ({"metricNamespace": "AWS/ECS"}, "InvalidParameterException", "Invalid metric transformation: "),
        ({"name": "a:b"}, "InvalidParameterException", "1 validation error detected: "),
    ],
)  # fmt: skip
def test_what_aws_would_refuse_is_refused(app, changes, code, message):
    with pytest.raises(ApiError) as refused:
        app.count(**changes)
    assert refused.value.code == code
    assert refused.value.message.startswith(message)
    assert app.logs("DescribeMetricFilters")["metricFilters"] == []


def test_a_filter_that_is_not_there_cannot_be_deleted(app):
    with pytest.raises(ApiError, match="The specified metric filter does not exist"):
        app.logs("DeleteMetricFilter", logGroupName="/app", filterName="no")
