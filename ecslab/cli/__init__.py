"""The `ecslab` command: thin commands over the layers below."""

import sys
from collections.abc import Sequence
from typing import NoReturn


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line, by default the process's own, and exit."""
    # Deferred: whoever imports a part of this package need not pay for the whole command line.
    from ecslab.cli.root import run

    sys.exit(run(sys.argv[1:] if arguments is None else arguments))
