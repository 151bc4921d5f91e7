"""Do the queries and patterns make sense?"""

import re
from collections.abc import Iterator

from ecslab.aws.command.query import BadQuery, compile_query
from ecslab.course.document import Document, Path
from ecslab.course.findings import Code, Finding
from ecslab.course.goal import Goal
from ecslab.course.lesson import Lesson


def findings(lesson: Lesson, document: Document) -> Iterator[Finding]:
    """Expressions of the goals that do not compile."""
    for i, exercise in enumerate(lesson.exercises):
        for j, goal in enumerate(exercise.drawn(0).goals):
            yield from _goal(document, ("exercises", i, "goals", j), goal)


def _goal(document: Document, path: Path, goal: Goal) -> Iterator[Finding]:
    if goal.query is not None:
        try:
            compile_query(goal.query)
        except BadQuery as error:
            problem = str(error.__cause__ or error).splitlines()[0]
            yield document.finding(Code.BAD_QUERY, (*path, "query"), {"problem": problem})
    if goal.matches is not None:
        try:
            re.compile(goal.matches)
        except (re.error, RecursionError, OverflowError) as error:
            yield document.finding(Code.BAD_PATTERN, (*path, "matches"), {"problem": str(error)})
