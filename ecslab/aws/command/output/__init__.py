"""The four formats that a result is shown in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecslab.aws.command.output.json import render_json

if TYPE_CHECKING:
    from ecslab.aws.command.globals import Globals

__all__ = ["render"]


def render(value: Any, operation: str, settings: Globals) -> str:
    """A result in the format that the settings name; empty where an operation has no output.

    `operation` is the API name, the title of a table. Raises CommandError for a result that has no table.
    """
    match settings.output:
        case "json":
            return render_json(value)
        case "text":
            from ecslab.aws.command.output.text import render_text  # deferred: JSON is the common case

            return render_text(value)
        case "table":
            from ecslab.aws.command.output.table import render_table  # deferred as above

            return render_table(value, operation, color=settings.color)
        case _:
            from ecslab.aws.command.output.yaml import (
                render_yaml,
            )  # deferred as above, and PyYAML is slow to import

            return render_yaml(value)
