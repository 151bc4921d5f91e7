"""Stopping what takes long: asked for from outside, met at the next look, and repeatable."""


class Stopper:
    """Asked by what may take long whether it is to stop.

    Looks are counted, because they come at the same places whenever the same thing is done in the same
    lab: a deed that was stopped at its hundredth look is stopped there again when it is done again.
    """

    def __init__(self) -> None:
        self.looks = 0
        """How often it was asked since the present deed began."""
        self._wanted = False
        self._at: int | None = None

    def begin(self, at: int | None = None) -> None:
        """A deed begins; `at` is the look at which it is to stop, if it is known already."""
        self.looks, self._wanted, self._at = 0, False, at

    def stop(self) -> None:
        """Have the present deed stop at its next look. May be called from another thread."""
        self._wanted = True

    def __call__(self) -> bool:
        """Whether to stop."""
        self.looks += 1
        return self._wanted if self._at is None else self.looks >= self._at
