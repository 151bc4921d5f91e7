"""A half-typed command line as words, with the places where they stand."""

from __future__ import annotations

from typing import NamedTuple


class Word(NamedTuple):
    """The text of a word without its quotes, and the place in the line of each of its characters."""

    text: str
    places: tuple[int, ...]
    end: int

    def place(self, offset: int) -> int:
        """Where in the line the word's character at `offset` stands, or would stand."""
        return self.places[offset] if offset < len(self.places) else self.end


def split_words(line: str) -> list[Word]:
    """The words of `line` by the shell's rules for quotes and backslashes; an open quote ends with the line.

    The last word is the one being typed; it is empty after a space.
    """
    words: list[Word] = []
    text, places = "", [0] * 0
    quote = ""
    inside = escaped = False
    for at, character in enumerate(line):
        if escaped or (quote and character != quote and not (quote == '"' and character == "\\")):
            text, inside, escaped = text + character, True, False
            places.append(at)
        elif character == "\\":
            escaped = inside = True
        elif quote:
            quote = ""
        elif character in "'\"":
            quote, inside = character, True
        elif character.isspace():
            if inside:
                words.append(Word(text, tuple(places), at))
            text, places, inside = "", [], False
        else:
            text, inside = text + character, True
            places.append(at)
    words.append(Word(text, tuple(places), len(line)))
    return words
