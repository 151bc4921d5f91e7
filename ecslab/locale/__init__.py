"""The words people see: one catalogue a language, the same keys in each."""

import tomllib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any, Protocol

LANGUAGES = ("ja", "en")
"""The languages that everything a learner sees exists in."""

Words = Callable[..., str]
"""`say("area.key", name=value)`: the sentence at that key, its placeholders filled."""


@cache
def words(language: str) -> Words:
    """The catalogue of `language` as a function from key to sentence.

    A key is `area.key` or `area.table.key`, `area` being the catalogue's file. Raises KeyError
    for a language or key that does not exist: tests hold both catalogues to the same keys.
    """
    if language not in LANGUAGES:
        raise KeyError(language)

    def say(key: str, /, **values: object) -> str:
        area, _, rest = key.partition(".")
        return catalogue(language, area)[rest].format_map(values)

    return say


class Coded(Protocol):
    """An error that is a code and values; its sentence stands at `engine.error.<code>`."""

    code: str
    values: dict[str, str | int]


def told(problem: Coded, language: str) -> str:
    """What a coded error says, with the right names that it knows."""
    say = words(language)
    sentence = say(f"engine.error.{problem.code}", **problem.values)
    for hint in ("near", "known"):
        if hint in problem.values:
            return say(f"engine.hint.{hint}", sentence=sentence, **{hint: problem.values[hint]})
    return sentence


@cache
def catalogue(language: str, area: str) -> dict[str, str]:
    """The sentences of one area, keyed by their dotted path inside the file."""
    text = (files(__name__) / language / f"{area}.toml").read_text(encoding="utf-8")
    return dict(_flatten(tomllib.loads(text), ""))


def areas() -> tuple[str, ...]:
    """The names of the catalogue's files, sorted."""
    names = (entry.name for entry in (files(__name__) / LANGUAGES[0]).iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def _flatten(table: dict[str, Any], prefix: str) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, dict):
            pairs += _flatten(value, f"{prefix}{key}.")
        else:
            pairs.append((prefix + key, str(value)))
    return pairs
