"""How long `sleep` sleeps."""

import re
from fractions import Fraction

_INTERVAL = re.compile(r"([0-9]{1,12}(?:\.[0-9]{0,9})?|\.[0-9]{1,9})([smhd]?)")
_UNIT_MS = {"": 1_000, "s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}


def sleep_ms(text: str) -> int | None:
    """Milliseconds in `30`, `1.5`, `30s`, `2m`, `1h` or `1d`; None when it is none of these."""
    if not (found := _INTERVAL.fullmatch(text)):
        return None
    number = found.group(1)
    return int(
        Fraction("0" + number if number.startswith(".") else number.rstrip(".")) * _UNIT_MS[found.group(2)]
    )
