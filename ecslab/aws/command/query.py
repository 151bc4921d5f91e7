"""`--query`: JMESPath over the result, with the AWS CLI's words for a bad expression."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Protocol

from ecslab.aws.command.errors import CommandError
from ecslab.aws.command.outcome import USAGE


class Query(Protocol):
    """A compiled expression."""

    expression: str

    def search(self, value: Any) -> Any:
        """What the expression finds in `value`, None for nothing."""


class BadQuery(CommandError):
    """The expression is no JMESPath."""

    exit_code = USAGE


@lru_cache(maxsize=512)
def compile_query(expression: str) -> Query:
    """The expression ready to search with; raises BadQuery."""
    import jmespath  # deferred: most command lines have no query

    try:
        compiled: Query = jmespath.compile(expression)
    except RecursionError:
        raise BadQuery(f"Bad value for --query {expression}: nested too deeply") from None
    except Exception as error:  # jmespath's lexer lets ValueError and others through, as the AWS CLI expects
        raise BadQuery(f"Bad value for --query {expression}: {error}") from error
    return compiled


def search(query: Query, value: Any) -> Any:
    """What the query finds; raises CommandError where a function is misused, as the AWS CLI does."""
    from jmespath.exceptions import JMESPathError  # deferred as in compile_query

    try:
        found = query.search(value)
        shown = "&" not in query.expression or _is_json(found)
    except RecursionError:
        raise CommandError("What the query finds is nested too deeply.") from None
    except (JMESPathError, ValueError, TypeError, ZeroDivisionError) as error:
        raise CommandError(str(error)) from error
    if not shown:
        raise CommandError(f"The query {query.expression} finds an expression, which cannot be shown.")
    return found


def _is_json(value: Any) -> bool:
    """Whether the value has no expression in it, which JMESPath lets through as if it were one."""
    if isinstance(value, dict):
        return all(_is_json(item) for item in value.values())
    if isinstance(value, list):
        return all(_is_json(item) for item in value)
    return value is None or isinstance(value, (str, int, float))
