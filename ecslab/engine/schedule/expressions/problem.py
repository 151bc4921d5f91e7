"""What can be wrong with a part of a schedule expression, as data."""


class Wrong(Exception):
    """A part is wrong: what (a code), where (counted from 0), and what should stand there instead.

    `near` takes the place of `over`, the piece that begins at `at`; None when nothing suggests itself.
    """

    def __init__(
        self, code: str, at: int, near: str | None = None, over: str = "", **values: str | int
    ) -> None:
        super().__init__(code)
        self.code = code
        self.at = at
        self.near = near
        self.over = over
        self.values = values
