"""The sizes that Fargate offers, and the zone where it puts a task.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html
"""

import re

PLATFORM_VERSION = "1.4.0"
"""What LATEST means for Linux."""

_GIB = 1024

MEMORY_FOR_CPU: dict[int, tuple[int, ...]] = {
    256: (512, 1 * _GIB, 2 * _GIB),
    512: tuple(range(1 * _GIB, 4 * _GIB + 1, _GIB)),
    1024: tuple(range(2 * _GIB, 8 * _GIB + 1, _GIB)),
    2048: tuple(range(4 * _GIB, 16 * _GIB + 1, _GIB)),
    4096: tuple(range(8 * _GIB, 30 * _GIB + 1, _GIB)),
    8192: tuple(range(16 * _GIB, 60 * _GIB + 1, 4 * _GIB)),
    16384: tuple(range(32 * _GIB, 120 * _GIB + 1, 8 * _GIB)),
}
"""The memory sizes (MiB) that go with each CPU size (units; 1,024 are one vCPU)."""

_CPU = re.compile(r"(\d*\.?\d+)\s*vcpus?", re.IGNORECASE)
_MEMORY = re.compile(r"(\d*\.?\d+)\s*gi?b", re.IGNORECASE)


def parse_cpu(text: str) -> int | None:
    """`256` or `.25 vCPU` in CPU units, or None."""
    return _parse(text, _CPU)


def parse_memory(text: str) -> int | None:
    """`512` or `0.5 GB` in MiB, or None."""
    return _parse(text, _MEMORY)


def _parse(text: str, large_unit: re.Pattern[str]) -> int | None:
    if text.isdecimal():
        return int(text)
    match = large_unit.fullmatch(text.strip())
    return int(float(match[1]) * 1024) if match else None
