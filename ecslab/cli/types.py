"""Kinds of values that options take: functions from what was typed, refusing in the chosen language."""

import math
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

import click

from ecslab.engine.clock import from_datetime, parse_duration
from ecslab.engine.errors import EcslabError
from ecslab.locale import words

T = TypeVar("T")
Kind = Callable[[object], T]
"""Gives the value of an option; raises click.BadParameter."""


def one_of(language: str, names: Sequence[str]) -> Kind[str]:
    """One of a few names."""

    def convert(typed: object) -> str:
        name = str(typed)
        if name in names:
            return name
        near = get_close_matches(name.lower(), names, 1, 0.5)
        key = "cli.usage.not-one-of-near" if near else "cli.usage.not-one-of"
        values = {"found": name, "near": near[0] if near else "", "all": ", ".join(names)}
        raise click.BadParameter(words(language)(key, **values))

    return convert


def whole(language: str) -> Kind[int]:
    """A whole number, not negative."""

    def convert(typed: object) -> int:
        text = str(typed)
        if not (text.isascii() and text.isdecimal() and len(text) <= 15):
            raise click.BadParameter(words(language)("cli.usage.not-whole", found=text))
        return int(text)

    return convert


def lesson_id(language: str) -> Kind[str]:
    """What a lesson can be called."""

    def convert(typed: object) -> str:
        name = str(typed)
        if len(name) > 60 or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
            raise click.BadParameter(words(language)("cli.usage.not-id", found=name))
        return name

    return convert


def between(language: str, least: int, most: int) -> Kind[int]:
    """A whole number from `least` to `most`."""

    def convert(typed: object) -> int:
        text = str(typed)
        if not (text.isascii() and text.isdecimal() and len(text) <= 15 and least <= int(text) <= most):
            raise click.BadParameter(
                words(language)("cli.usage.not-between", found=text, least=least, most=most)
            )
        return int(text)

    return convert


def seconds(language: str) -> Kind[float]:
    """A number of seconds above zero, a day at most."""

    def convert(typed: object) -> float:
        try:
            number = float(str(typed))
        except ValueError:
            number = math.nan
        if not 0 < number <= 86_400:
            raise click.BadParameter(words(language)("cli.usage.not-seconds", found=typed))
        return number

    return convert


def folder(language: str) -> Kind[Path]:
    """A folder that exists, as it was typed."""

    def convert(typed: object) -> Path:
        path = Path(str(typed))
        if not path.is_dir():
            raise click.BadParameter(words(language)("cli.usage.no-folder", found=typed))
        return path

    return convert


def duration(language: str) -> Kind[int]:
    """Virtual time such as 90m or 1h30m, in milliseconds."""

    def convert(typed: object) -> int:
        try:
            return parse_duration(str(typed))
        except EcslabError:
            raise click.BadParameter(words(language)("cli.usage.not-duration", found=typed)) from None

    return convert


def instant(language: str) -> Kind[int]:
    """A moment in ISO 8601, in UTC unless it says otherwise, in milliseconds since the epoch."""

    def convert(typed: object) -> int:
        if isinstance(typed, int):
            return typed
        try:
            moment = datetime.fromisoformat(str(typed))
            return from_datetime(moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC))
        except (ValueError, OverflowError):
            raise click.BadParameter(words(language)("cli.usage.not-instant", found=typed)) from None

    return convert
