"""Amazon EventBridge: buses, rules, targets and events.

https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Operations.html
"""

from ecslab.aws.operations.events import (
    buses,
    permissions,
    put_events,
    rules,
    tagging,
    targets,
    testing,
)

MODULES = (buses, permissions, rules, targets, put_events, testing, tagging)
