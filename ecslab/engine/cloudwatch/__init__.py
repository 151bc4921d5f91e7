"""CloudWatch: data points, statistics over them, and alarms."""
