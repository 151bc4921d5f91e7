"""What has happened to alarms.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmHistory.html
"""

from collections.abc import Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.cloudwatch.common import instant, pages
from ecslab.engine.clock import DAY, to_datetime
from ecslab.engine.platform.alarms import AlarmEntry

_PAGE = 100
_KEPT = 30 * DAY


def describe_alarm_history(
    call: Call,
    *,
    alarm_name: str | None = None,
    alarm_types: Sequence[str] = (),
    history_item_type: str | None = None,
    start_date: Any = None,
    end_date: Any = None,
    max_records: int | None = None,
    next_token: str | None = None,
    scan_by: str = "TimestampDescending",
) -> dict[str, Any]:
    """The history of an alarm, or of all: of the last 30 days, newest first unless asked otherwise."""
    oldest = call.state.now - _KEPT
    since = oldest if start_date is None else max(oldest, instant(start_date, "StartDate"))
    until = call.state.now if end_date is None else instant(end_date, "EndDate")
    found = [
        entry
        for entry in call.state.world.alarm_history.values()
        if alarm_name in (None, entry.alarm)
        and history_item_type in (None, entry.kind)
        and since <= entry.at <= until
        and (not alarm_types or "MetricAlarm" in alarm_types)
    ]
    if scan_by != "TimestampAscending":
        found.reverse()
    filters = ("history", alarm_name, list(alarm_types), history_item_type, since, until, scan_by)
    items, more = pages(found, filters, max_records, next_token, _PAGE)
    return {"AlarmHistoryItems": [_show(entry) for entry in items], **more}


def _show(entry: AlarmEntry) -> dict[str, Any]:
    return {
        "AlarmName": entry.alarm,
        "AlarmType": "MetricAlarm",
        "Timestamp": to_datetime(entry.at),
        "HistoryItemType": entry.kind,
        "HistorySummary": entry.summary,
        "HistoryData": entry.data,
    }
