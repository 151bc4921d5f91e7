"""What a value of an event can be asked in an event pattern, one class an operator.

A value is one that is no object and no array: a text, a number, true, false or null.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
"""

import ipaddress
import json
import re
from decimal import Decimal, InvalidOperation
from typing import Final, NamedTuple, Protocol

Value = str | int | float | bool | None

_ADDRESS: Final = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+|[0-9a-fA-F:]*:[0-9a-fA-F:]*")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class Matcher(Protocol):
    """One element of a field's array in a pattern."""

    def fits(self, value: Value) -> bool:
        """Whether a field with this value has what is asked for."""
        ...


class Exactly(NamedTuple):
    """The same text, character by character; or true, false or null."""

    value: str | bool | None

    def fits(self, value: Value) -> bool:
        """Whether the value is the same, and of the same kind."""
        return type(value) is type(self.value) and value == self.value


class Same(NamedTuple):
    """The same IP address, however it is written."""

    address: Address

    def fits(self, value: Value) -> bool:
        """Whether the value is this address."""
        return read_address(value) == self.address


class Equals(NamedTuple):
    """The same number; one that a double cannot hold is compared as it is written."""

    text: str

    def fits(self, value: Value) -> bool:
        """Whether the value is this number."""
        written = written_number(value)
        if written is None:
            return False
        mine, other = comparable(self.text), comparable(written)
        return written == self.text if mine is None or other is None else mine == other


class Prefix(NamedTuple):
    """A text that begins so."""

    start: str
    fold: bool = False

    def fits(self, value: Value) -> bool:
        """Whether the value begins so."""
        return isinstance(value, str) and _folded(value, self.fold).startswith(_folded(self.start, self.fold))


class Suffix(NamedTuple):
    """A text that ends so."""

    end: str
    fold: bool = False

    def fits(self, value: Value) -> bool:
        """Whether the value ends so."""
        return isinstance(value, str) and _folded(value, self.fold).endswith(_folded(self.end, self.fold))


class SameLetters(NamedTuple):
    """The same text, whatever the case of its letters."""

    text: str

    def fits(self, value: Value) -> bool:
        """Whether the value is this text but for upper and lower case."""
        return isinstance(value, str) and _folded(value, fold=True) == _folded(self.text, fold=True)


class Wildcard(NamedTuple):
    """A text like this one, in which `*` stands for any characters."""

    pieces: tuple[str, ...]
    """What stands between the asterisks."""

    def fits(self, value: Value) -> bool:
        """Whether the value has the pieces in their order, the first at its start, the last at its end."""
        if not isinstance(value, str):
            return False
        if len(self.pieces) == 1:
            return value == self.pieces[0]
        first, *middle, last = self.pieces
        if not value.startswith(first) or not value.endswith(last) or len(value) < len(first) + len(last):
            return False
        at, end = len(first), len(value) - len(last)
        for piece in middle:
            found = value.find(piece, at, end)
            if found < 0:
                return False
            at = found + len(piece)
        return True


class AnythingBut(NamedTuple):
    """Any value that none of these fits."""

    refused: tuple[Matcher, ...]

    def fits(self, value: Value) -> bool:
        """Whether the value is something else."""
        return not any(matcher.fits(value) for matcher in self.refused)


class Between(NamedTuple):
    """A number in a range; None where it has no bound."""

    low: float | None
    low_included: bool
    high: float | None
    high_included: bool

    def fits(self, value: Value) -> bool:
        """Whether the value is a number of this range."""
        written = written_number(value)
        number = comparable(written) if written is not None else None
        if number is None:
            return False
        above = self.low is None or number > self.low or (self.low_included and number == self.low)
        below = self.high is None or number < self.high or (self.high_included and number == self.high)
        return above and below


class Within(NamedTuple):
    """An IP address of a network."""

    network: Network

    def fits(self, value: Value) -> bool:
        """Whether the value is an address of the network."""
        address = read_address(value)
        return address is not None and address in self.network


class Present(NamedTuple):
    """Any value: the field is there."""

    def fits(self, value: Value) -> bool:  # noqa: ARG002  # whatever it is
        """Always."""
        return True


class Absent(NamedTuple):
    """No value: the field is not there."""

    def fits(self, value: Value) -> bool:  # noqa: ARG002  # whatever it is
        """Never: whoever looks for a field that is not there does not come here."""
        return False


def comparable(text: str) -> float | None:
    """A number as a double, or None when a double cannot hold it exactly enough to be compared."""
    try:
        number = float(text)
        return number if Decimal(repr(number)) == Decimal(text) else None
    except (ValueError, InvalidOperation, OverflowError):
        return None


def written_number(value: Value) -> str | None:
    """A number as JSON writes it; None for what is no number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return json.dumps(value)


def read_address(value: Value) -> Address | None:
    """The IP address that a text is, or None."""
    if not isinstance(value, str) or not _ADDRESS.fullmatch(value):
        return None
    try:
        return ipaddress.ip_address(value)
    except ValueError:
        return None


def _folded(text: str, fold: bool) -> str:
    return text.lower() if fold else text
