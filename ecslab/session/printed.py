"""What comes of a line that a learner entered: texts, each of a kind."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from ecslab.session.desk import Desk

Kind = Literal["command", "out", "error", "word", "good"]
"""What a printed text is: typed by the learner, output, an error, ecslab's own words, good news."""


class Printed(NamedTuple):
    """A text for the learner."""

    text: str
    kind: Kind = "out"


Work = Callable[["Desk"], tuple[Printed, ...]]
"""Something to do at the desk; what it gives is printed."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def harmless(text: str) -> str:
    """`text` without what a terminal would obey: tabs and line ends stay, escapes show as a mark."""
    return _CONTROL.sub("�", text.replace("\r\n", "\n"))
