"""The words by which one goes through the course, the same in both languages."""

from typing import Literal

Going = Literal["next", "back", "map", "quit", "again", "language", "help"]
"""Where to."""

GO: dict[str, Going] = {
    "next": "next",
    "back": "back",
    "again": "again",
    "map": "map",
    "language": "language",
    "help": "help",
    "quit": "quit",
}
"""The words, in the order of the help."""

_SHORT: dict[str, Going] = {
    "": "next",
    "n": "next",
    "b": "back",
    "m": "map",
    "exit": "map",
    "lang": "language",
    "l": "language",
    "h": "help",
    "?": "help",
    "q": "quit",
}


def going(word: str) -> Going | None:
    """Where a line leads; None where it is no such word."""
    return GO.get(word.lower()) or _SHORT.get(word.lower())
