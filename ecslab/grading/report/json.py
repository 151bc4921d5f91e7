"""A result for programs: `ecslab/result/v1` as JSON."""

import json as stdlib_json
import re

from ecslab.grading.result import Result

_SURROGATE = re.compile("[\ud800-\udfff]")


def json(result: Result) -> str:
    """The whole of `result` as JSON, keys in the model's order. Ends in a line end."""
    written = stdlib_json.dumps(result.model_dump(), ensure_ascii=False, indent=2)
    # Half of a character pair can stand in JSON only as an escape; UTF-8 has no bytes for it.
    return _SURROGATE.sub(lambda half: f"\\u{ord(half.group()):04x}", written) + "\n"
