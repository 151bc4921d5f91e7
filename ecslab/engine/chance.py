"""Chance and identifiers: every draw follows from the lab's seed and how many were made before."""

import hashlib


class Chance:
    """A seeded source of draws whose whole state is one counter, so that forks and snapshots are cheap."""

    __slots__ = ("_seed", "drawn")

    def __init__(self, seed: int, drawn: int = 0) -> None:
        self._seed = seed
        self.drawn = drawn

    def copy(self) -> "Chance":
        """A source that will make the same draws as this one from here on."""
        return Chance(self._seed, self.drawn)

    def hex_id(self, length: int = 32) -> str:
        """A new identifier of `length` (at most 64) hexadecimal digits, as ECS gives its tasks."""
        return self._draw().hex()[:length]

    def uuid(self) -> str:
        """A new identifier in the form of a UUID, version 4."""
        digits = self.hex_id()
        variant = "89ab"[int(digits[16], 16) % 4]
        return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}"

    def digits(self, length: int = 19) -> str:
        """A new decimal identifier without leading zeros, as ECS gives its deployments."""
        lowest = 10 ** (length - 1)
        return str(lowest + self.below(9 * lowest))

    def below(self, bound: int) -> int:
        """A whole number in [0, bound)."""
        return int.from_bytes(self._draw()[:16], "big") % bound

    def _draw(self) -> bytes:
        self.drawn += 1
        return hashlib.blake2b(f"{self._seed}:{self.drawn}".encode(), digest_size=32).digest()
