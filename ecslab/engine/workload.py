"""What a container does once it runs: a profile for each image, and simple commands taken at their word."""

import shlex
from collections.abc import Sequence

import msgspec

from ecslab.engine.clock import SECOND


class Workload(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How the containers of an image behave, as far as ECS can tell from outside."""

    runs_for_ms: int | None = None
    """How long it runs before it exits by itself; None: for ever."""

    exit_code: int = 0
    """What it exits with by itself."""

    on_sigterm_ms: int | None = 500
    """How long after SIGTERM it exits; None: it ignores the signal and is killed after its stop time-out."""

    sigterm_exit_code: int = 0
    """What it exits with when it follows SIGTERM."""

    lines: tuple[str, ...] = ()
    """What it writes to standard output."""

    healthy_after_ms: int = 0
    """How long after its start it is well enough to pass a health check."""

    healthy_until_ms: int | None = None
    """From how long after its start it fails every health check; None: never."""

    answers: int | None = 200
    """The HTTP code of its answer to a load balancer's health check while it is well; None: it answers
    nothing, so that the check times out."""

    memory_mib: int = 0
    """How much memory it uses once it runs."""

    leak_mib_per_minute: int = 0
    """How much more it uses with every minute."""

    size_mib: int = 60
    """The image's compressed size, which decides how long its pull takes."""

    missing: bool = False
    """True when the registry has no such image."""


class Program(msgspec.Struct, frozen=True, kw_only=True):
    """One command of a container, understood: its duration, exit code and output."""

    runs_for_ms: int
    exit_code: int
    lines: tuple[str, ...] = ()


def understand(command: Sequence[str]) -> Program | None:
    """What `command` does, if it is simple enough to know; None means: whatever the image does.

    Simple are `sleep N`, `echo …`, `true`, `false`, `exit N` and sequences of these given to
    `sh -c` or `bash -c` with `;` or `&&` between them.
    """
    match list(command):
        case ["sh" | "/bin/sh" | "bash" | "/bin/bash", "-c", script]:
            return _understand_script(script)
        case words:
            return _understand_words(words)


def behaviour(profile: Workload, command: Sequence[str]) -> Workload:
    """How a container of an image with `profile` behaves when it is given `command`.

    The first process of a container gets no default action for SIGTERM from the kernel, so a plain
    `sleep` or `sh -c` outlives the signal and is killed at its stop time-out.
    """
    program = understand(command)
    if program is None:
        return profile
    return msgspec.structs.replace(
        profile,
        runs_for_ms=program.runs_for_ms,
        exit_code=program.exit_code,
        lines=program.lines,
        on_sigterm_ms=None,
    )


def _understand_script(script: str) -> Program | None:
    elapsed, code, lines = 0, 0, list[str]()
    for chain in _split(script, {";"}):
        for words in _split_words(chain, "&&"):
            program = _understand_words(words)
            if program is None:
                return None
            elapsed += program.runs_for_ms
            lines += program.lines
            code = program.exit_code
            if words[0] == "exit":
                return Program(runs_for_ms=elapsed, exit_code=code, lines=tuple(lines))
            if code:
                break
    return Program(runs_for_ms=elapsed, exit_code=code, lines=tuple(lines))


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
            return Program(runs_for_ms=0, exit_code=0, lines=(" ".join(rest),))
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
