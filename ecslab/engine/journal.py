"""The journal: every verb a lab was given, as JSON lines: replay, bug report and submission in one."""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any

import msgspec

from ecslab import __version__
from ecslab.engine.errors import Problem
from ecslab.engine.settings import Settings

FORMAT = "ecslab/journal/v1"


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """What a replay needs before the first verb."""

    format: str = FORMAT
    engine: str = __version__
    scene: str | None = None
    """The hash of the scene that the lab was set up with."""
    settings: Settings


class Call(msgspec.Struct, frozen=True, kw_only=True, tag_field="verb", tag="call", omit_defaults=True):
    """An AWS API call."""

    service: str
    operation: str
    params: dict[str, Any]
    caller: str | None = None


class Advance(msgspec.Struct, frozen=True, kw_only=True, tag_field="verb", tag="advance"):
    """Virtual time passed."""

    ms: int


class Inject(msgspec.Struct, frozen=True, kw_only=True, tag_field="verb", tag="inject"):
    """The world misbehaved."""

    fault: dict[str, Any]


class End(msgspec.Struct, frozen=True, kw_only=True, tag_field="verb", tag="end"):
    """Where it all led."""

    now: int
    state: str


Verb = Call | Advance | Inject


class Journal:
    """The verbs of one lab, oldest first."""

    def __init__(self, header: Header, verbs: list[Verb] | None = None) -> None:
        self.header = header
        self.verbs: list[Verb] = verbs if verbs is not None else []

    def copy(self) -> "Journal":
        """A journal with the same verbs that goes its own way."""
        return Journal(self.header, self.verbs.copy())

    def call(self, service: str, operation: str, params: Mapping[str, Any], caller: str | None) -> None:
        """Write down an API call."""
        self.verbs.append(Call(service=service, operation=operation, params=dict(params), caller=caller))

    def advance(self, duration_ms: int) -> None:
        """Write down that time passed; neighbouring passages merge."""
        last = self.verbs[-1] if self.verbs else None
        if isinstance(last, Advance):
            self.verbs[-1] = Advance(ms=last.ms + duration_ms)
        else:
            self.verbs.append(Advance(ms=duration_ms))

    def inject(self, fault: Mapping[str, Any]) -> None:
        """Write down a fault."""
        self.verbs.append(Inject(fault=dict(fault)))

    def since(self, earlier: "Journal") -> tuple[Verb, ...]:
        """The verbs that came after `earlier`, the journal of the same lab at some time before.

        Of an advance that `earlier` ends in and that has grown since, what was added. Raises Problem when
        `earlier` is no beginning of this one: another lab's, or from before something was taken back.
        """
        known = len(earlier.verbs)
        last = earlier.verbs[-1] if known else None
        grown = self.verbs[known - 1] if known and known <= len(self.verbs) else None
        if self.header == earlier.header and self.verbs[:known] == earlier.verbs:
            return tuple(self.verbs[known:])
        if (
            self.header == earlier.header
            and self.verbs[: known - 1] == earlier.verbs[:-1]
            and isinstance(last, Advance)
            and isinstance(grown, Advance)
            and grown.ms > last.ms
        ):
            return (Advance(ms=grown.ms - last.ms), *self.verbs[known:])
        raise Problem("journal-other")

    def dumps(self, end: End) -> str:
        """The journal as text: a header, a line a verb, and where it led."""
        encode = msgspec.json.Encoder().encode
        lines = [encode(self.header), *(encode(_written(verb)) for verb in self.verbs), encode(end)]
        return b"\n".join(lines).decode() + "\n"

    @classmethod
    def loads(cls, text: str) -> tuple["Journal", End]:
        """Read what `dumps` wrote. Raises Problem naming the line that cannot be read."""
        lines = text.splitlines()
        if not lines:
            raise Problem("journal-empty")
        header = _read(lines[0], 1, Header)
        if header.format != FORMAT:
            raise Problem("journal-format", found=header.format, wanted=FORMAT)
        verbs: list[Verb] = []
        for number, line in enumerate(lines[1:], start=2):
            verb = _read(line, number, Call | Advance | Inject | End)
            if isinstance(verb, End):
                if number != len(lines):
                    raise Problem("journal-goes-on", line=number)
                return cls(header, verbs), verb
            verbs.append(_read_back(verb))
        raise Problem("journal-cut-off", line=len(lines))


_BYTES = "$base64"
"""The one member of what stands for bytes, which JSON does not have. Where a request has such a name
itself, it gets another dollar sign."""


def _written(verb: Verb) -> Verb:
    """The verb as JSON can hold it."""
    return msgspec.structs.replace(verb, params=_plain(verb.params)) if isinstance(verb, Call) else verb


def _read_back(verb: Verb) -> Verb:
    return msgspec.structs.replace(verb, params=_restored(verb.params)) if isinstance(verb, Call) else verb


def _plain(value: Any) -> Any:
    match value:
        case str():
            return value
        case dict():
            return {f"${name}" if _is_mark(name) else name: _plain(item) for name, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case bytes() | bytearray():
            return {_BYTES: b64encode(value).decode()}
    return value


def _restored(value: Any) -> Any:
    match value:
        case {"$base64": str() as text, **rest} if not rest:
            return b64decode(text)
        case dict():
            return {name[1:] if _is_mark(name) else name: _restored(item) for name, item in value.items()}
        case list():
            return [_restored(item) for item in value]
    return value


def _is_mark(name: Any) -> bool:
    return isinstance(name, str) and name.startswith("$") and name.lstrip("$") == _BYTES[1:]


def _read(line: str, number: int, kind: Any) -> Any:
    try:
        return msgspec.json.decode(line, type=kind)
    except (msgspec.DecodeError, UnicodeError) as error:
        raise Problem("journal-line", line=number, problem=str(error)) from None
