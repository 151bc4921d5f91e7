"""Schedule expressions in AWS's grammar: rate(…), cron(…), at(…), and when they are due.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
"""

from ecslab.engine.schedule.expressions.describe import Phrase, describe
from ecslab.engine.schedule.expressions.expression import At, Cron, Days, Expression, Rate
from ecslab.engine.schedule.expressions.occurrences import next_after, occurrences
from ecslab.engine.schedule.expressions.parse import RULES, SCALING, SCHEDULER, BadExpression, Dialect, parse
from ecslab.engine.schedule.expressions.zones import UnknownZone, known_zones, zone

__all__ = [
    "RULES",
    "SCALING",
    "SCHEDULER",
    "At",
    "BadExpression",
    "Cron",
    "Days",
    "Dialect",
    "Expression",
    "Phrase",
    "Rate",
    "UnknownZone",
    "describe",
    "known_zones",
    "next_after",
    "occurrences",
    "parse",
    "zone",
]
