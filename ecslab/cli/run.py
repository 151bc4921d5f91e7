"""`ecslab run`: play a script on a fresh lab."""

import sys
from pathlib import Path

import click

from ecslab.aws.shell import MAX_SCRIPT_BYTES, CommandResult, Script, decode, parse
from ecslab.cli import exit_codes
from ecslab.cli.base import Command, language_option, option
from ecslab.cli.failures import Failure, of_file
from ecslab.cli.output import data, narration
from ecslab.cli.scenes import scene
from ecslab.cli.types import folder, whole
from ecslab.grading.limits import OutOfBounds
from ecslab.grading.play import Play
from ecslab.grading.report import write
from ecslab.grading.scene import build
from ecslab.locale import words


def command(language: str) -> click.Command:
    """`ecslab run`, speaking `language`."""

    def callback(
        script: str, scene_name: str | None, seed: int, journal: str | None, course: Path | None
    ) -> int:
        source = Path(script)
        try:
            parsed = _read(source)
        except OSError as error:
            raise Failure(of_file(error, language), exit_codes.REFUSED) from error
        lab = build(scene(scene_name, course), seed)
        beside = Path() if script == "-" else source.parent
        try:
            return Play(lab, beside).run(parsed, _show)
        except OutOfBounds as error:
            sentence = words(language)("cli.run.bounds", bound=error.problem.of(language))
            raise Failure(sentence, exit_codes.REFUSED) from error
        finally:
            if journal is not None:
                write(Path(journal), lab.dump_journal())

    return Command(
        "run",
        language,
        callback,
        params=[
            click.Argument(["script"], metavar="SCRIPT"),
            option(language, "scene", "--scene", "scene_name", metavar="NAME"),
            option(language, "seed", "--seed", type=whole(language), default=0, metavar="N"),
            option(language, "journal", "--journal", metavar="FILE"),
            option(language, "course", "--course", type=folder(language), metavar="DIR"),
            language_option(language),
        ],
    )


def _read(source: Path) -> Script:
    """The script in the file, or on standard input for `-`. Raises ScriptError, OSError."""
    if str(source) == "-":
        return parse(decode(sys.stdin.buffer.read(MAX_SCRIPT_BYTES + 1), "stdin"), "stdin")
    with source.open("rb") as stream:
        return parse(decode(stream.read(MAX_SCRIPT_BYTES + 1), source.name), source.name)


def _show(result: CommandResult) -> None:
    """Narrate the command, then print what it answered; commands inside `$( … )` answer the script."""
    narration("+" * (result.depth + 1) + " " + result.command.text)
    data(result.stdout + result.stderr)
