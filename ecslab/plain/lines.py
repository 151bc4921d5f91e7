"""Lines out and lines in: no colours, no cursor, nothing that a pipe or a screen reader cannot take."""

import re
import sys

import click

from ecslab.grading.report.clean import clean
from ecslab.session.printed import Printed

WIDTH = 75
"""The most cells of a picture of the lab."""


class Ended(Exception):  # the learner has had enough: no error
    """There is no more input."""


def write(text: str = "") -> None:
    """Write a line, or several, to standard output, harmless to any terminal, and flush it."""
    click.echo(clean(text))
    sys.stdout.flush()


def write_all(printed: tuple[Printed, ...]) -> None:
    """Write what came of a line."""
    for each in printed:
        write(each.text.rstrip("\n"))


def read(prompt: str) -> str:
    """A line of input after `prompt`. Raises Ended where there is none.

    A line that comes from no terminal is repeated after the prompt, so that what is written reads as a talk.
    """
    click.echo(clean(prompt), nl=False)
    sys.stdout.flush()
    typed = sys.stdin.readline()
    line = typed.rstrip("\r\n")
    if not typed or not sys.stdin.isatty():
        write(line)
    if not typed:
        raise Ended
    return line


_LINK = re.compile(r"!?\[([^\]]+)\]\(([^)\s]+)[^)]*\)")
_HEADING = re.compile(r"^#+ +", re.MULTILINE)
_FENCED = re.compile(r"^ {0,3}(`{3,}|~{3,})[^\n]*\n(.*?)^ {0,3}\1[`~]* *$\n?", re.MULTILINE | re.DOTALL)
_RULE = re.compile(r"^ *\|[ :|-]+\| *$\n?", re.MULTILINE)
"""The line of dashes below the head of a table."""
_STRONG = re.compile(r"\*\*([^*]+)\*\*")


def unmarked(text: str) -> str:
    """Markdown as it is read aloud: code blocks indented, links in words, no stars and no number signs."""
    pieces, end = [], 0
    for block in _FENCED.finditer(text):
        pieces.append(_prose(text[end : block.start()]))
        pieces.append("".join(f"    {line}\n" for line in block[2].splitlines()))
        end = block.end()
    return "".join([*pieces, _prose(text[end:])]).strip("\n")


def _prose(text: str) -> str:
    return _HEADING.sub("", _STRONG.sub(r"\1", _LINK.sub(r"\1 (\2)", _RULE.sub("", text))))
