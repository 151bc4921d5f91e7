"""CloudWatch: a metric with an alarm on it, from the first datum to the alarm's end."""

from datetime import timedelta

from ecslab.engine.clock import to_datetime


def tell(lab, call):
    """Data are put in and read, and an alarm goes off, is changed, and deleted."""

    def watch(operation, **params):
        return call("cloudwatch", operation, **params)

    shop = {"Namespace": "Shop", "MetricName": "Latency"}
    dimensions = [{"Name": "Stage", "Value": "test"}]
    datum = {"MetricName": "Latency", "Dimensions": dimensions, "Values": [20.0, 90.0], "Counts": [3.0, 1.0]}
    watch("PutMetricData", Namespace="Shop", MetricData=[datum | {"Unit": "Milliseconds"}])
    watch(
        "PutMetricAlarm",
        AlarmName="slow",
        AlarmDescription="too slow",
        **shop,
        Dimensions=dimensions,
        ExtendedStatistic="p90",
        Period=60,
        EvaluationPeriods=3,
        DatapointsToAlarm=1,
        Threshold=50.0,
        ComparisonOperator="GreaterThanThreshold",
        TreatMissingData="notBreaching",
        AlarmActions=["arn:aws:sns:us-east-1:123456789012:pager"],
        Tags=[{"Key": "team", "Value": "blue"}],
    )
    lab.advance(60_000)
    watch("ListMetrics", Namespace="Shop", Dimensions=[{"Name": "Stage"}], RecentlyActive="PT3H")
    now = to_datetime(lab.now)
    span = {"StartTime": now - timedelta(hours=1), "EndTime": now}
    watch(
        "GetMetricStatistics",
        **shop,
        **span,
        Dimensions=dimensions,
        Period=300,
        Statistics=["Average", "SampleCount"],
        ExtendedStatistics=["p90"],
    )
    stat = {"Metric": shop | {"Dimensions": dimensions}, "Period": 60, "Stat": "Maximum"}
    watch("GetMetricData", MetricDataQueries=[{"Id": "m1", "MetricStat": stat}], **span)
    watch("DescribeAlarms", AlarmNames=["slow"], StateValue="ALARM")
    watch("DescribeAlarmsForMetric", **shop, Dimensions=dimensions)
    watch("DescribeAlarmHistory", AlarmName="slow")
    watch("DisableAlarmActions", AlarmNames=["slow"])
    watch("EnableAlarmActions", AlarmNames=["slow"])
    watch("SetAlarmState", AlarmName="slow", StateValue="OK", StateReason="a test", StateReasonData="{}")
    arn = "arn:aws:cloudwatch:us-east-1:123456789012:alarm:slow"
    watch("TagResource", ResourceARN=arn, Tags=[{"Key": "stage", "Value": "test"}])
    watch("ListTagsForResource", ResourceARN=arn)
    watch("UntagResource", ResourceARN=arn, TagKeys=["team"])
    watch("DeleteAlarms", AlarmNames=["slow"])
