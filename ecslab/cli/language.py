"""Which language to speak: --lang, else ECSLAB_LANG, else the saved setting, else the system's."""

import locale
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing

from ecslab.locale import LANGUAGES
from ecslab.progress.home import data_folder
from ecslab.progress.opening import FILE_NAME

FALLBACK = "en"


def choose(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language for this command line; what is no language of ours is passed over."""
    return (
        _known(_option(arguments))
        or _known(environment.get("ECSLAB_LANG"))
        or _known(_saved(environment))
        or _of_system(environment)
    )


def _known(name: str | None) -> str | None:
    return name if name in LANGUAGES else None


def _option(arguments: Sequence[str]) -> str | None:
    """The value of --lang wherever it stands: errors before it is parsed are said in it too."""
    found = None
    for position, argument in enumerate(arguments):
        if argument == "--" or (argument == "aws" and arguments[position - 1 : position] != ["--lang"]):
            # What follows is not ours to read.
            break
        if argument == "--lang" and position + 1 < len(arguments):
            found = arguments[position + 1]
        elif argument.startswith("--lang="):
            found = argument.removeprefix("--lang=")
    return found


def _saved(environment: Mapping[str, str]) -> str | None:
    """The language that the learner chose on the screen; None when that cannot be told."""
    try:
        path = data_folder(environment) / FILE_NAME
        if not path.is_file():
            return None
        # Looked at, not opened: mending a damaged file, and saying so, is for those who need what is in it.
        with closing(
            sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=1)
        ) as connection:
            row = connection.execute("SELECT value FROM setting WHERE name = 'language'").fetchone()
    except (OSError, RuntimeError, ValueError, sqlite3.Error):
        return None
    return str(row[0]) if row else None


def _of_system(environment: Mapping[str, str]) -> str:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name):
            return "ja" if value.lower().startswith("ja") else FALLBACK
    system = locale.getlocale()[0] or ""
    return "ja" if system.lower().startswith("ja") else FALLBACK
