"""The one tree of expected errors: each is a sentence to show, never a traceback."""


class EcslabError(Exception):
    """Something we expect to go wrong; its text is one clear sentence for the person who caused it."""


class ApiError(EcslabError):
    """A refusal that AWS would give, with AWS's code and, where known, AWS's own words."""

    def __init__(self, code: str, message: str, *, status: int = 400) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status


class NotSimulated(ApiError):
    """Asked of AWS rightly, but not simulated here: says so instead of pretending."""

    def __init__(self, message: str) -> None:
        super().__init__("NotSimulated", message)


class FaultError(EcslabError):
    """An injected fault that names nothing in the lab, or is malformed."""
