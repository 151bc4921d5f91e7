"""The one tree of expected errors: each is a sentence to show, never a traceback."""

import difflib
from collections.abc import Iterable


class EcslabError(Exception):
    """Something we expect to go wrong; its text is one clear sentence for the person who caused it."""


class Problem(EcslabError):
    """A refusal of the lab's own: a code and what its sentence needs.

    The words for each code stand in the catalogues, at `engine.error.<code>`; `ecslab.locale.told` puts
    them together. A value called `near` is the nearest right name, one called `known` all right names.
    """

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code, *values.items())
        self.code = code
        self.values = values

    def __str__(self) -> str:
        """The code and its values, for whoever reads a traceback."""
        return ", ".join([self.code, *(f"{name}={value!r}" for name, value in self.values.items())])


def suggest(name: str, known: Iterable[str]) -> dict[str, str]:
    """The value `near` for the name in `known` that is most like `name`, else `known` for all of them."""
    names = sorted(set(known))
    close = [each for each in difflib.get_close_matches(name, names, n=1) if each != name]
    if close:
        return {"near": close[0]}
    return {"known": ", ".join(names)} if names else {}


class ApiError(EcslabError):
    """A refusal that AWS would give, with AWS's code and, where known, AWS's own words.

    `problem` is what the lab can add to them in the reader's language, such as where an expression is wrong.
    """

    def __init__(self, code: str, message: str, *, status: int = 400, problem: Problem | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status
        self.problem = problem


NOT_SIMULATED = "NotSimulated"
"""The code under which the lab, not AWS, declines: its message has no words of AWS's to keep."""


class NotSimulated(ApiError):
    """Asked of AWS rightly, but not simulated here: says so instead of pretending."""

    def __init__(self, message: str) -> None:
        super().__init__(NOT_SIMULATED, message)


class FaultError(Problem):
    """An injected fault that names nothing in the lab, or is malformed."""
