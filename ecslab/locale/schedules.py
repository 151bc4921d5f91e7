"""Schedule expressions in words: what the engine describes as data, said in a language."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from ecslab.locale import Words, words


class Described(Protocol):
    """One thing that is said of an expression; its sentence stands at `engine.schedule.<code>`."""

    @property
    def code(self) -> str:
        """Which sentence it is."""
        ...

    @property
    def values(self) -> Mapping[str, object]:
        """What fills its gaps: numbers, texts, and lists of either."""
        ...


def spoken(phrases: Iterable[Described], language: str) -> list[str]:
    """What an expression says, a sentence a phrase."""
    say = words(language)
    return [said(phrase.code, phrase.values, say) for phrase in phrases]


def said(code: str, values: Mapping[str, object], say: Words) -> str:
    """The sentence of a code; values that are tuples are told as lists."""
    return say(f"engine.schedule.{code}", **_filled(say, values))


def _filled(say: Words, values: Mapping[str, object]) -> dict[str, object]:
    return {
        name: _list(say, name, value) if isinstance(value, tuple) else value for name, value in values.items()
    }


def _list(say: Words, name: str, values: tuple[object, ...]) -> str:
    named = {"days": "day", "months": "month"}.get(name)
    told = [say(f"engine.schedule.{named}.{value}") if named else str(value) for value in values]
    listed = told[0]
    for each in told[1:]:
        listed = say("engine.schedule.between", list=listed, last=each)
    return listed
