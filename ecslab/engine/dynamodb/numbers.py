"""Numbers of DynamoDB: up to 38 significant digits, exact, in one normal form.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
"""

import re
from decimal import Context, Decimal, Inexact

from ecslab.engine.errors import ApiError

_DIGITS = 38
_HIGHEST, _LOWEST = 125, -130
_FORM = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,6})?", re.ASCII)
_EXACT = Context(prec=_DIGITS, Emax=999_999, Emin=-999_999, traps=[Inexact])
_BIAS = 500
"""What makes every exponent a positive number of three digits."""
_COMPLEMENT = str.maketrans("0123456789", "9876543210")


def read(text: str) -> Decimal:
    """The number that `text` is. Raises ValidationException for what DynamoDB does not store."""
    if not _FORM.fullmatch(text):
        raise _invalid(f"The parameter cannot be converted to a numeric value: {text}")
    return checked(Decimal(text))


def checked(number: Decimal) -> Decimal:
    """`number`, if DynamoDB can store it; raises ValidationException."""
    if not number:
        return Decimal(0)
    if number.adjusted() > _HIGHEST:
        raise _invalid(
            "Number overflow. Attempting to store a number with magnitude larger than supported range"
        )
    if number.adjusted() < _LOWEST:
        raise _invalid(
            "Number underflow. Attempting to store a number with magnitude smaller than supported range"
        )
    try:
        return number.normalize(_EXACT)
    except Inexact:
        raise _invalid(f"Attempting to store more than {_DIGITS} significant digits in a Number") from None


def show(number: Decimal) -> str:
    """A number in DynamoDB's normal form: without exponent and needless zeros."""
    return format(number, "f")


def add(left: Decimal, right: Decimal) -> Decimal:
    """The sum, exact. Raises ValidationException when it has too many digits."""
    return checked(Context(prec=600).add(left, right))


def sortable(number: Decimal) -> str:
    """A text that sorts as the number does; none is the beginning of another."""
    if not number:
        return "1"
    digits = "".join(map(str, number.as_tuple().digits)).rstrip("0")
    size = f"{number.adjusted() + _BIAS:03}"
    if number > 0:
        return f"2{size}{digits}!"
    return f"0{size.translate(_COMPLEMENT)}{digits.translate(_COMPLEMENT)}~"


def _invalid(message: str) -> ApiError:
    return ApiError("ValidationException", message)
