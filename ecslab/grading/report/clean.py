"""Text from strangers made harmless to terminals and to XML."""

import re

_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters: a terminal acts on them, XML has no place for them
    "\u202a-\u202e\u2066-\u2069"  # these turn the direction of the text after them
    "\ud800-\udfff\ufffe\uffff]"  # no characters at all: neither UTF-8 nor XML can hold them
)


def clean(text: str) -> str:
    """`text` with U+FFFD for whatever is not plain text; tabs and line ends stay."""
    return _UNSAFE.sub("\ufffd", text.replace("\r\n", "\n"))
