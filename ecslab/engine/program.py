"""Simple commands taken at their word: what they do, how long they take and what they write."""

import re
import shlex
from collections.abc import Mapping, Sequence

import msgspec

from ecslab.engine.clock import SECOND

_NONE: Mapping[str, str] = {}
_LOOP = re.compile(r"(.*?)\bwhile\s+(?:true|:)\s*[;\n]\s*do\s+(.*?)[;\n]\s*done\s*;?\s*", re.DOTALL)
_VARIABLE = re.compile(r"\$(?:\{([A-Za-z_][A-Za-z0-9_]*)\}|([A-Za-z_][A-Za-z0-9_]*))")


class Program(msgspec.Struct, frozen=True, kw_only=True):
    """One command of a container, understood: its duration, exit code and output."""

    runs_for_ms: int | None
    """None: for ever."""
    exit_code: int = 0
    lines: tuple[str, ...] = ()
    offsets_ms: tuple[int, ...] = ()
    """When it writes each line, after its start."""
    repeats_ms: int | None = None
    """After how long it writes its lines again; None: it does not."""


def understand(command: Sequence[str], variables: Mapping[str, str] = _NONE) -> Program | None:
    """What `command` does, if it is simple enough to know; None means: whatever the image does.

    Simple are `sleep N`, `echo …`, `true`, `false`, `exit N` and sequences of these given to
    `sh -c` or `bash -c` with `;` or `&&` between them, at the end with `while true; do …; done` around
    them; there `$NAME` and `${NAME}` are `variables`.
    """
    match list(command):
        case ["sh" | "/bin/sh" | "bash" | "/bin/bash", "-c", script]:
            expanded = expand(script, variables)
            return None if expanded is None else _understand_script(expanded)
        case words:
            return _understand_words(words)


def expand(script: str, variables: Mapping[str, str]) -> str | None:
    """`script` with its variables filled in as a shell does it; None when it expands what is no variable.

    What a variable holds is one word, whatever is in it; one that is not set is nothing at all.
    """
    found, quote, at = list[str](), "", 0
    while at < len(script):
        char = script[at]
        if char == "\\" and quote != "'":
            found.append(script[at : at + 2])
            at += 2
            continue
        if char == "`" and quote != "'":
            return None
        if char == "$" and quote != "'":
            match = _VARIABLE.match(script, at)
            if match is None:
                return None
            value = variables.get(match[1] or match[2], "")
            found.append(_quoted(value, quote))
            at = match.end()
            continue
        if char in "'\"" and quote in ("", char):
            quote = "" if quote else char
        found.append(char)
        at += 1
    return "".join(found)


def _quoted(value: str, quote: str) -> str:
    if quote:
        return value.replace("\\", "\\\\").replace('"', '\\"')
    return shlex.quote(value) if value else ""


def split_loop(script: str) -> tuple[str, str | None]:
    """A script's part before its endless loop, and what it does over and over; None when it has none."""
    loop = _LOOP.fullmatch(script)
    return (script, None) if loop is None else (loop[1], loop[2])


def _understand_script(script: str) -> Program | None:
    first, again = split_loop(script)
    begins = _understand_sequence(first)
    if again is None or begins is None:
        return begins
    round_of_it = _understand_sequence(again)
    # What writes before its loop, or leaves it, is no pattern of lines that repeats.
    if (
        round_of_it is None
        or not round_of_it.runs_for_ms
        or begins.lines
        or "exit" in (first + again).split()
    ):
        return None
    begins_ms = begins.runs_for_ms or 0
    return Program(
        runs_for_ms=None,
        lines=round_of_it.lines,
        offsets_ms=tuple(begins_ms + at for at in round_of_it.offsets_ms),
        repeats_ms=round_of_it.runs_for_ms,
    )


def _understand_sequence(script: str) -> Program | None:
    elapsed, code, lines, offsets = 0, 0, list[str](), list[int]()
    for chain in _split(script, {";"}):
        for words in _split_words(chain, "&&"):
            program = _understand_words(words)
            if program is None:
                return None
            lines += program.lines
            offsets += [elapsed] * len(program.lines)
            elapsed += program.runs_for_ms or 0
            code = program.exit_code
            if words[0] == "exit":
                return _program(elapsed, code, lines, offsets)
            if code:
                break
    return _program(elapsed, code, lines, offsets)


def _program(elapsed: int, code: int, lines: list[str], offsets: list[int]) -> Program:
    return Program(runs_for_ms=elapsed, exit_code=code, lines=tuple(lines), offsets_ms=tuple(offsets))


def _split(script: str, separators: set[str]) -> list[list[str]]:
    """The words of `script` between `separators`; unreadable quoting leaves one unknown word."""
    lexer = shlex.shlex(script.replace("\n", " ; "), posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    lexer.commenters = ""
    chains: list[list[str]] = [[]]
    try:
        for word in lexer:
            if word in separators:
                chains.append([])
            else:
                chains[-1].append(word)
    except ValueError:
        return [[script]]
    return [chain for chain in chains if chain]


def _split_words(words: list[str], separator: str) -> list[list[str]]:
    chains: list[list[str]] = [[]]
    for word in words:
        if word == separator:
            chains.append([])
        else:
            chains[-1].append(word)
    return [chain for chain in chains if chain]


def _understand_words(words: Sequence[str]) -> Program | None:
    match list(words):
        case ["sleep" | "/bin/sleep", duration]:
            seconds = _seconds(duration)
            return None if seconds is None else Program(runs_for_ms=seconds, exit_code=0)
        case ["echo" | "/bin/echo", *rest]:
            return Program(runs_for_ms=0, exit_code=0, lines=(" ".join(rest),), offsets_ms=(0,))
        case ["true" | "/bin/true" | ":"]:
            return Program(runs_for_ms=0, exit_code=0)
        case ["false" | "/bin/false"]:
            return Program(runs_for_ms=0, exit_code=1)
        case ["exit"]:
            return Program(runs_for_ms=0, exit_code=0)
        case ["exit", code] if code.isdecimal():
            return Program(runs_for_ms=0, exit_code=int(code) & 0xFF)
        case _:
            return None


def _seconds(text: str) -> int | None:
    units = {"s": 1, "m": 60, "h": 3600, "d": 86400}
    number, factor = (text[:-1], units[text[-1]]) if text[-1:] in units else (text, 1)
    try:
        value = float(number)
    except ValueError:
        return None
    # "inf" and "nan" are numbers to float() but durations to nobody.
    return round(value * factor * SECOND) if 0 <= value < 1e9 else None
