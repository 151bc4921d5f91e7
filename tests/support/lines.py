"""What containers have written, asked of CloudWatch Logs."""


def lines_in(lab, group):
    """The messages in a log group, oldest first."""
    events = lab.call("logs", "FilterLogEvents", {"logGroupName": group})["events"]
    return [event["message"] for event in events]
