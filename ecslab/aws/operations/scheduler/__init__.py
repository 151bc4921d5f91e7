"""Amazon EventBridge Scheduler.

https://docs.aws.amazon.com/scheduler/latest/APIReference/API_Operations.html
"""

from ecslab.aws.operations.scheduler import groups, schedules, tagging

MODULES = (schedules, groups, tagging)
