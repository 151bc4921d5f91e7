"""What is wrong with a lesson: findings with stable codes, places, and words in both languages."""

import json
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from enum import StrEnum
from types import MappingProxyType
from typing import Literal, NamedTuple

from ecslab.course.text import Text
from ecslab.engine.errors import EcslabError
from ecslab.locale import words


class Code(StrEnum):
    """What is wrong; each has one sentence, `course.finding.<name in lower case, with '-'>`."""

    # The file as text and as YAML.
    FILE_UNREADABLE = "E101"
    NOT_UTF8 = "E102"
    TOO_LARGE = "E103"
    TOO_DEEP = "E104"
    SYNTAX = "E105"
    CONTROL_CHARACTER = "E106"
    NO_ALIASES = "E107"
    NO_TAGS = "E108"
    ONE_DOCUMENT = "E109"
    KEY_TWICE = "E110"
    KEY_NOT_TEXT = "E111"
    # The shape of what it says.
    FIELD_MISSING = "E201"
    FIELD_UNKNOWN = "E202"
    NOT_MAPPING = "E203"
    NOT_LIST = "E204"
    NOT_TEXT = "E205"
    NOT_NUMBER = "E206"
    NOT_BOOLEAN = "E207"
    NOT_SCALAR = "E208"
    NOT_DURATION = "E209"
    NOT_INSTANT = "E210"
    NOT_ID = "E211"
    NOT_INSIDE = "E212"
    NOT_ONE_OF = "E213"
    NOT_REGION = "E214"
    BLANK = "E215"
    TOO_FEW = "E216"
    TOO_SMALL = "E217"
    TOO_BIG = "E218"
    ONE_KEY = "E219"
    ONE_TIME = "E220"
    ONE_RIGHT = "E221"
    SOME_RIGHT = "E222"
    BESIDE = "E223"
    NOT_OPTION = "E224"
    SAID_TWICE = "E225"
    NEAR_RIGHT = "E226"
    TOO_MANY = "E227"
    REFUSED = "E299"
    # What names what.
    ID_TWICE = "E301"
    NO_LESSON = "E302"
    NO_HEADING = "E303"
    NO_SCENE = "E304"
    NO_GOAL = "E305"
    NEEDS_LATER = "E306"
    FILE_MISSING = "E307"
    FILE_UNUSED = "E308"
    FOLDER_NAME = "E309"
    VALUE_UNUSED = "E310"
    VALUE_RESERVED = "E311"
    VALUE_NOT_NUMBER = "E312"
    # Prose.
    NO_TITLE = "E401"
    NO_HEADING_ID = "E402"
    TEXT_BEFORE_SECTIONS = "E403"
    NO_SECTIONS = "E404"
    NOT_PARALLEL = "E405"
    PICTURE_OPTION = "E406"
    NOT_RISING = "E407"
    PICTURE_DIFFERS = "E408"
    # Commands, queries, patterns, hints, scripts.
    NOT_A_COMMAND = "E501"
    UNKNOWN_SERVICE = "E502"
    SERVICE_NOT_SIMULATED = "E503"
    UNKNOWN_OPERATION = "E504"
    NOT_SIMULATED = "E505"
    BAD_QUERY = "E506"
    BAD_PATTERN = "E507"
    BAD_PLACEHOLDER = "E508"
    GIVES_AWAY = "E509"
    NO_COMMAND = "E510"
    BAD_SCRIPT = "E511"
    NEVER_SHOWN = "E512"
    # Proofs: what the lab says when the exercise is played.
    SCENE_FAILS = "E601"
    PASSES_UNTOUCHED = "E602"
    SOLUTION_FAILS = "E603"
    NOT_REPEATABLE = "E604"
    MISTAKE_DIFFERS = "E605"
    NOT_NEEDED = "E606"
    NEVER_FAILS = "E607"
    KEY_NOT_OFFERED = "E608"
    NOT_JUDGED = "E609"
    OTHER_FEEDBACK = "E610"
    TOO_MUCH = "E611"
    PAR_NOT_REACHED = "E612"
    NOT_NOTICED = "E613"
    LOOSE = "E614"
    PICTURE_FAILS = "E615"
    PICTURE_EMPTY = "E616"

    @property
    def sentence(self) -> str:
        """The catalogue's key of its sentence."""
        return f"course.finding.{self.name.lower().replace('_', '-')}"


class Place(NamedTuple):
    """Where in a file, both counted from 1."""

    line: int = 1
    column: int = 1


class Finding(NamedTuple):
    """One thing that is wrong."""

    code: Code
    path: str
    """The file, relative to the folder that was read, with '/' between its parts."""
    place: Place
    where: str
    """The field, such as `exercises[run-it].goals[running].say.ja`; empty when it is about the whole file."""
    values: Mapping[str, object] = MappingProxyType({})
    """What stands in the sentence's places; a Text where that depends on the language."""
    nearest: str | None = None
    """The name that was probably meant."""

    @property
    def line(self) -> int:
        """The line, from 1."""
        return self.place.line

    @property
    def column(self) -> int:
        """The column, from 1."""
        return self.place.column

    def message(self, language: str) -> str:
        """What is wrong, in `language`, without its place."""
        say = words(language)
        values = {
            name: value.of(language) if isinstance(value, Text) else value
            for name, value in self.values.items()
        }
        sentence = say(self.code.sentence, **values)
        if self.nearest is not None:
            sentence += say("course.did-you-mean", nearest=self.nearest)
        return f"{self.where}: {sentence}" if self.where else sentence

    def text(self, language: str) -> str:
        """`path:line:column: field: what is wrong` in `language`."""
        return f"{self.path}:{self.line}:{self.column}: {self.message(language)}"

    def below(self, folder: str) -> "Finding":
        """The same, its file named from the folder above."""
        return self._replace(path=f"{folder}/{self.path}")

    def __str__(self) -> str:
        return self.text("en")


class CourseError(EcslabError):
    """A lesson or a course that cannot be used as it is; its text is all its findings, a line each."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = in_order(findings)
        super().__init__(self.text("en"))

    def text(self, language: str) -> str:
        """What is wrong, in `language`."""
        return "\n".join(finding.text(language) for finding in self.findings)

    def below(self, folder: str) -> "CourseError":
        """The same, its files named from the folder above."""
        return CourseError(finding.below(folder) for finding in self.findings)


class UnknownName(CourseError):
    """Asked for a lesson, an exercise, a question or a scene that there is not."""

    def __init__(
        self, kind: Literal["lesson", "exercise", "question", "scene"], name: str, names: Iterable[str]
    ) -> None:
        self.kind = kind
        self.name = name
        self.nearest = nearest(name, names)
        super().__init__(())

    def text(self, language: str) -> str:
        """Which name is unknown and the nearest right one, in `language`."""
        say = words(language)
        sentence = say(f"course.unknown.{self.kind}", name=self.name)
        return sentence + (say("course.did-you-mean", nearest=self.nearest) if self.nearest else "")


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """By file, then by place."""
    return tuple(sorted(findings, key=lambda finding: (finding.path, finding.place, finding.code)))


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The one of `names` that `name` was probably meant to be."""
    return next(iter(get_close_matches(name, sorted(names), n=1, cutoff=0.5)), None)


def shown(value: object) -> str:
    """A value of a file as a sentence shows it: JSON, cut short."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:57] + "…"
