"""A JSON value as a person's report shows it."""

import json
from typing import Any

from ecslab.grading.report.clean import clean

LONGEST = 160
"""Where a value is cut: the JSON report has it whole."""


def brief(value: Any) -> str:
    """`value` as compact JSON on one line, strings without quotes, cut short."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    line = clean(" ".join(text.split()))
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
