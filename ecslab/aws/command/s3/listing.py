"""`aws s3 ls`: buckets, or what is under a prefix, in columns.

https://docs.aws.amazon.com/cli/latest/reference/s3/ls.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecslab.aws.command.outcome import OK, Outcome
from ecslab.aws.command.s3.bucket import S3, Uri, parse_uri

if TYPE_CHECKING:
    from argparse import Namespace
    from datetime import datetime

_NOTHING_FOUND = 1
_UNITS = ("KiB", "MiB", "GiB")
_STEP = 1_024


def ls(s3: S3, asked: Namespace) -> Outcome:
    """The listing; exit code 1 where a key was named and nothing begins so. Raises ServiceError."""
    text = asked.paths or ""
    uri = parse_uri(text) or parse_uri(f"s3://{text}") or Uri("", "")
    if not uri.bucket:
        buckets = s3.call("ListBuckets").get("Buckets", [])
        lines = [f"{_time(bucket['CreationDate'])} {bucket['Name']}" for bucket in buckets]
        return Outcome(OK, _text([*lines, *_summary([], asked)]), "", None)
    lines, found = _under(s3, uri, asked)
    empty = not found and not any(line.lstrip().startswith("PRE ") for line in lines)
    lines += _summary([each["Size"] for each in found], asked)
    return Outcome(_NOTHING_FOUND if uri.key and empty else OK, _text(lines), "", None)


def _summary(sizes: list[int], asked: Namespace) -> list[str]:
    """How many objects were listed, and how large they are together, if that is asked for."""
    if not asked.summarize:
        return []
    total = _size(sum(sizes), human=asked.human_readable)
    return ["", f"Total Objects: {len(sizes)}", f"   Total Size: {total}"]


def _under(s3: S3, uri: Uri, asked: Namespace) -> tuple[list[str], list[dict[str, Any]]]:
    lines: list[str] = []
    found: list[dict[str, Any]] = []
    for page in s3.pages(uri, **({} if asked.recursive else {"Delimiter": "/"})):
        prefixes = [each["Prefix"].split("/")[-2] for each in page.get("CommonPrefixes", [])]
        lines += [f"{'PRE':>30} {name}/" for name in prefixes]
        for each in page.get("Contents", []):
            name = each["Key"] if asked.recursive else each["Key"].split("/")[-1]
            size = _size(each["Size"], human=asked.human_readable)
            lines.append(f"{_time(each['LastModified'])} {size:>10} {name}")
            found.append(each)
    return lines, found


def _time(instant: datetime) -> str:
    """An instant in UTC: a lab has no time zone of its own."""
    return instant.strftime("%Y-%m-%d %H:%M:%S")


def _size(size: int, *, human: bool) -> str:
    if not human:
        return str(size)
    if size < _STEP:
        return "1 Byte" if size == 1 else f"{size} Bytes"
    step = next((n for n in range(len(_UNITS)) if round(size / _STEP ** (n + 1)) < _STEP), len(_UNITS) - 1)
    return f"{size / _STEP ** (step + 1):.1f} {_UNITS[step]}"


def _text(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
