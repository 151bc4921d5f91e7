"""The words of each `aws s3` command: its paths and the options that mean something in a lab.

https://docs.aws.amazon.com/cli/latest/reference/s3/cp.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ecslab.aws.command.errors import Refused, UnknownOptions
from ecslab.aws.command.parser import Parser

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence


class S3Option(NamedTuple):
    """One option; `member` is the API's parameter that it gives, if it gives one."""

    name: str
    help: str
    switch: bool = False
    repeated: bool = False
    member: str | None = None
    choices: tuple[str, ...] | None = None


class S3Command(NamedTuple):
    """What a command is called with, and what it does."""

    usage: str
    help: str
    paths: int
    """How many paths it takes; with 0, it may have one."""
    options: tuple[S3Option, ...]


_RECURSIVE = S3Option("recursive", "Act on all objects under a prefix, or files in a folder.", switch=True)
_FILTERS = (
    S3Option("exclude", "Leave out what matches the pattern; later filters win.", repeated=True),
    S3Option("include", "Take what matches the pattern; later filters win.", repeated=True),
)
_QUIET = (
    S3Option("dryrun", "Only say what would be done.", switch=True),
    S3Option("quiet", "Say nothing.", switch=True),
    S3Option("only-show-errors", "Say only what fails.", switch=True),
    S3Option("no-progress", "Show no progress; a lab never does.", switch=True),
)
_STORED = (
    S3Option(
        "content-type",
        "The type of the content, which is told from the name by default.",
        member="ContentType",
    ),
    S3Option("no-guess-mime-type", "Do not tell the type from the name.", switch=True),
    S3Option("cache-control", "How caches may keep the object.", member="CacheControl"),
    S3Option("content-disposition", "How the content is presented.", member="ContentDisposition"),
    S3Option("content-encoding", "How the content is encoded.", member="ContentEncoding"),
    S3Option("content-language", "The language of the content.", member="ContentLanguage"),
    S3Option(
        "storage-class",
        "The storage class.",
        member="StorageClass",
        choices=(
            *("STANDARD", "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA"),
            *("INTELLIGENT_TIERING", "GLACIER", "DEEP_ARCHIVE", "GLACIER_IR"),
        ),
    ),
    S3Option(
        "sse",
        "The server-side encryption: AES256.",
        member="ServerSideEncryption",
        choices=("AES256", "aws:kms"),
    ),
    S3Option("metadata", "Metadata of the object: key=value,key=value.", member="Metadata"),
    S3Option(
        "metadata-directive",
        "COPY or REPLACE the metadata of a copy.",
        member="MetadataDirective",
        choices=("COPY", "REPLACE"),
    ),
)
_TRANSFER = "<LocalPath> <S3Uri> or <S3Uri> <LocalPath> or <S3Uri> <S3Uri>"

TABLE = {
    "ls": S3Command(
        "<S3Uri> or NONE",
        "List buckets, or objects and common prefixes under a prefix.",
        0,
        (
            _RECURSIVE,
            S3Option("human-readable", "Show sizes in KiB, MiB ….", switch=True),
            S3Option("summarize", "Show how many objects there are and how large they are.", switch=True),
        ),
    ),
    "cp": S3Command(_TRANSFER, "Copy a file or an object.", 2, (_RECURSIVE, *_FILTERS, *_QUIET, *_STORED)),
    "mv": S3Command(_TRANSFER, "Move a file or an object.", 2, (_RECURSIVE, *_FILTERS, *_QUIET, *_STORED)),
    "rm": S3Command("<S3Uri>", "Delete an object.", 1, (_RECURSIVE, *_FILTERS, *_QUIET)),
    "sync": S3Command(
        _TRANSFER,
        "Copy what is new or different. Files of a lab have no times, so contents are compared.",
        2,
        (
            S3Option("delete", "Delete at the destination what the source does not have.", switch=True),
            S3Option("size-only", "Take things of the same size for the same.", switch=True),
            *_FILTERS,
            *_QUIET,
            *_STORED,
        ),
    ),
    "mb": S3Command("<S3Uri>", "Make a bucket.", 1, ()),
    "rb": S3Command(
        "<S3Uri>",
        "Delete an empty bucket.",
        1,
        (S3Option("force", "Delete what is in it first; old versions stay.", switch=True),),
    ),
}
_REFUSED = {
    "presign": "a URL that anybody can fetch leads nowhere here: a lab opens no connection",
    "website": "nothing in a lab serves websites",
}
_OTHER_OPTIONS = frozenset(
    f"--{name}"
    for name in (
        *(
            "acl",
            "bucket-name-prefix",
            "bucket-region",
            "case-conflict",
            "checksum-algorithm",
            "checksum-mode",
        ),
        *("copy-props", "exact-timestamps", "expected-size", "expires", "follow-symlinks"),
        *("force-glacier-transfer", "grants", "ignore-glacier-warnings", "no-follow-symlinks", "page-size"),
        *("request-payer", "source-region", "sse-c", "sse-c-key", "sse-kms-key-id", "tags"),
        *("validate-same-s3-paths", "website-redirect"),
    )
)


def refuse_unsimulated(name: str) -> None:
    """Raise Refused for a command that means nothing in a lab."""
    if name in _REFUSED:
        raise Refused(f"'aws s3 {name}' is not available in ecslab: {_REFUSED[name]}.")


def parse(name: str, words: Sequence[str]) -> Namespace:
    """The paths and options of a command. Raises BadSyntax, UnknownOptions and Refused."""
    command = TABLE[name]
    parser = Parser(f"aws s3 {name} help")
    parser.add_argument("paths", nargs=command.paths or "?")
    parser.set_defaults(filters=[])
    for option in command.options:
        flag = f"--{option.name}"
        if option.switch:
            parser.add_argument(flag, action="store_true")
        elif option.repeated:
            parser.add_argument(flag, dest="filters", action="append", type=_filter(option.name))
        else:
            parser.add_argument(flag, choices=option.choices)
    found, rest = parser.parse_known_args(list(words))
    if rest:
        for word in rest:
            if word.split("=", 1)[0] in _OTHER_OPTIONS:
                raise Refused(f"ecslab does not simulate {word} of 'aws s3 {name}'; leave it out.")
        raise UnknownOptions(rest, [f"--{option.name}" for option in command.options])
    return found


class Filter(NamedTuple):
    """A pattern, and whether what matches it is taken."""

    takes: bool
    pattern: str


class _FilterReader:
    """Reads the patterns of `--include` or `--exclude`."""

    def __init__(self, *, takes: bool) -> None:
        self._takes = takes

    def __call__(self, text: str) -> Filter:
        return Filter(self._takes, text)


def _filter(name: str) -> _FilterReader:
    return _FilterReader(takes=name == "include")
