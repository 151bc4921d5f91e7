"""Reading what stands in a field's array in an event pattern: a plain value, or an operator and its operand.

The words of what is wrong are AWS's, as its open-source parser has them.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
"""

import ipaddress
from collections.abc import Callable
from typing import Final

from ecslab.engine.eventbridge import matchers
from ecslab.engine.eventbridge.matchers import Matcher
from ecslab.engine.eventbridge.tokens import LITERAL, NAME, NUMBER, STRING, Malformed, Token, Tokens

_CONSTANTS: Final = {"true": True, "false": False, "null": None}
_ONE_KEY: Final = "Only one key allowed in match expression"
_FOLD: Final = "equals-ignore-case"
_INSIDE: Final = "Inside anything but list, start|null|boolean is not supported."


def value(tokens: Tokens, token: Token) -> Matcher:
    """The matcher of one element of a field's array. Raises Malformed."""
    match token.kind:
        case "{":
            return _operator(tokens)
        case "string":
            text = tokens.text()
            address = matchers.read_address(text)
            return matchers.Exactly(text) if address is None else matchers.Same(address)
        case "number":
            return matchers.Equals(token.text)
        case "literal":
            return matchers.Exactly(_CONSTANTS[token.text])
    raise tokens.wrong("Match value must be String, number, true, false, or null")


def _operator(tokens: Tokens) -> Matcher:
    name = tokens.next()
    if name.kind != NAME:
        raise tokens.wrong("Match expression name not found")
    read = OPERATORS.get(name.text)
    if read is None:
        raise tokens.wrong(f"Unrecognized match type {name.text}")
    return read(tokens)


def _text(tokens: Tokens, token: Token, operator: str) -> str:
    if token.kind != STRING:
        raise tokens.wrong(f"{operator} match pattern must be a string")
    return tokens.text()


def _end(tokens: Tokens, reason: str = _ONE_KEY) -> None:
    if tokens.next().kind != "}":
        raise tokens.wrong(reason)


def _exactly(tokens: Tokens) -> Matcher:
    text = _text(tokens, tokens.next(), "exact")
    _end(tokens)
    return matchers.Exactly(text)


def _prefix(tokens: Tokens) -> Matcher:
    token = tokens.next()
    if token.kind == "{":
        return matchers.Prefix(_ignoring_case(tokens, "prefix"), fold=True)
    start = _text(tokens, token, "prefix")
    _end(tokens)
    return matchers.Prefix(start)


def _suffix(tokens: Tokens) -> Matcher:
    token = tokens.next()
    if token.kind == "{":
        return matchers.Suffix(_ignoring_case(tokens, "suffix"), fold=True)
    end = _text(tokens, token, "suffix")
    _end(tokens)
    return matchers.Suffix(end)


def _ignoring_case(tokens: Tokens, outer: str) -> str:
    """The operand of `equals-ignore-case` inside another operator, whose braces are closed too."""
    name = tokens.next()
    if name.kind != NAME:
        raise tokens.wrong(f"{outer.capitalize()} expression name not found")
    if name.text != _FOLD:
        raise tokens.wrong(f"Unsupported {outer} pattern: {name.text}")
    text = _text(tokens, tokens.next(), _FOLD)
    _end(tokens)
    _end(tokens)
    return text


def _same_letters(tokens: Tokens) -> Matcher:
    text = _text(tokens, tokens.next(), _FOLD)
    _end(tokens)
    return matchers.SameLetters(text)


def _wildcard(tokens: Tokens) -> Matcher:
    found = _read_wildcard(tokens, _text(tokens, tokens.next(), "wildcard"))
    _end(tokens)
    return found


def _read_wildcard(tokens: Tokens, text: str) -> matchers.Wildcard:
    """`text` between its asterisks; the places that AWS names count the quotation mark before it."""
    pieces, at = [""], 0
    while at < len(text):
        character, following = text[at], text[at + 1 : at + 2]
        place = len(text[:at].encode(errors="surrogatepass")) + 1
        if character == "*":
            if following == "*":
                raise tokens.wrong(f"Consecutive wildcard characters at pos {place}")
            pieces.append("")
        elif character == "\\":
            if following not in ("*", "\\"):
                raise tokens.wrong(f"Invalid escape character at pos {place}")
            pieces[-1] += following
            at += 1
        else:
            pieces[-1] += character
        at += 1
    return matchers.Wildcard(tuple(pieces))


def _exists(tokens: Tokens) -> Matcher:
    token = tokens.next()
    if token.kind != LITERAL or token.text == "null":
        raise tokens.wrong("exists match pattern must be either true or false.")
    _end(tokens)
    return matchers.Present() if token.text == "true" else matchers.Absent()


def _cidr(tokens: Tokens) -> Matcher:
    # AWS says "prefix" here.
    text = _text(tokens, tokens.next(), "prefix")
    network = _read_network(text, tokens.at)
    _end(tokens)
    return matchers.Within(network)


def _read_network(text: str, at: int) -> matchers.Network:
    """The network that `text` is; AWS names no place for what is wrong with it."""

    def wrong(reason: str) -> Malformed:
        return Malformed(reason, at, placed=False)

    if text.count("/") != 1:
        raise wrong("Malformed CIDR, one '/' required")
    base, _, mask = text.partition("/")
    if not mask.lstrip("+-").isdecimal() or not mask.isascii():
        raise wrong("Malformed CIDR, mask bits must be an integer")
    bits, address = int(mask), matchers.read_address(base)
    if bits < 0:
        raise wrong("Malformed CIDR, mask bits must not be negative")
    if address is None:
        raise wrong(f"Nonstandard IP address: {base}")
    if bits >= address.max_prefixlen:
        raise wrong(f"IPv{address.version} mask bits must be < {address.max_prefixlen}")
    return ipaddress.ip_network(f"{address}/{bits}", strict=False)


def _numeric(tokens: Tokens) -> Matcher:
    if tokens.next().kind != "[":
        raise tokens.wrong("Value of numeric must be an array.")
    found = _comparison(tokens)
    _end(tokens, "Too many elements in numeric expression")
    return found


def _comparison(tokens: Tokens) -> Matcher:
    token = tokens.next()
    if token.kind != STRING:
        raise tokens.wrong(f"Invalid member in numeric match: {tokens.text()}")
    operator = tokens.text()
    operand = tokens.next()
    if operator not in ("=", "<", "<=", ">", ">="):
        raise tokens.wrong(f"Unrecognized numeric range operator: {operator}")
    if operand.kind != NUMBER:
        named = "equals" if operator == "=" else operator
        raise tokens.wrong(f"Value of {named} must be numeric")
    bound = _double(tokens, operand.text)
    following = tokens.next()
    if operator in (">", ">=") and following.kind != "]":
        return _range(tokens, following, bound, included=operator == ">=")
    if following.kind != "]":
        raise tokens.wrong("Too many elements in numeric expression")
    match operator:
        case "=":
            return matchers.Equals(operand.text)
        case ">" | ">=":
            return matchers.Between(bound, operator == ">=", None, high_included=False)
    return matchers.Between(None, low_included=False, high=bound, high_included=operator == "<=")


def _range(tokens: Tokens, token: Token, low: float, *, included: bool) -> Matcher:
    if token.kind != STRING:
        raise tokens.wrong(f"Bad value in numeric range: {tokens.text()}")
    operator = tokens.text()
    if operator not in ("<", "<="):
        raise tokens.wrong(f"Bad numeric range operator: {operator}")
    operand = tokens.next()
    if operand.kind != NUMBER:
        raise tokens.wrong(f"Value of {operator} must be numeric")
    high = _double(tokens, operand.text)
    if tokens.next().kind != "]":
        raise tokens.wrong("Too many terms in numeric range expression")
    if not low < high:
        raise tokens.wrong("Bottom must be less than top")
    return matchers.Between(low, included, high, operator == "<=")


def _double(tokens: Tokens, text: str) -> float:
    number = matchers.comparable(text)
    if number is None:
        raise tokens.wrong(f"Cannot compare number : {text}")
    return number


def _anything_but(tokens: Tokens) -> Matcher:
    token, inner = tokens.next(), None
    if token.kind == "{":
        name = tokens.next()
        if name.kind != NAME:
            raise tokens.wrong("Anything-But expression name not found")
        if name.text not in (_FOLD, "prefix", "suffix", "wildcard"):
            raise tokens.wrong(f"Unsupported anything-but pattern: {name.text}")
        inner, token = name.text, tokens.next()
    if token.kind not in ("[", STRING, NUMBER):
        raise tokens.wrong("Value of anything-but must be an array or single string/number value.")
    refused = _plain_refused(tokens, token) if inner is None else _refused(tokens, token, inner)
    _end(tokens, "Too many elements in numeric expression")
    if inner is not None:
        _end(tokens, "Too many elements in numeric expression")
    return matchers.AnythingBut(refused)


def _plain_refused(tokens: Tokens, token: Token) -> tuple[Matcher, ...]:
    """Texts or numbers, one or a list of one kind."""
    if token.kind != "[":
        return (_plain(tokens, token),)
    found = []
    while (token := tokens.next()).kind != "]":
        found.append(_plain(tokens, token))
    if len({type(matcher) for matcher in found}) != 1:
        raise tokens.wrong(
            "Inside anything but list, either all values are number or string, mixed type is not supported"
        )
    return tuple(found)


def _plain(tokens: Tokens, token: Token) -> Matcher:
    match token.kind:
        case "string":
            return matchers.Exactly(tokens.text())
        case "number":
            _double(tokens, token.text)
            return matchers.Equals(token.text)
    raise tokens.wrong(_INSIDE)


def _refused(tokens: Tokens, token: Token, inner: str) -> tuple[Matcher, ...]:
    """What an operator inside `anything-but` refuses, one text or a list."""
    if token.kind != "[":
        return (_refuse(tokens, token, inner),)
    found = []
    while (token := tokens.next()).kind != "]":
        found.append(_refuse(tokens, token, inner))
    return tuple(found)


def _refuse(tokens: Tokens, token: Token, inner: str) -> Matcher:
    if token.kind != STRING:
        if inner == _FOLD:
            reason = (
                "Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported."
            )
        elif inner == "wildcard":
            reason = "wildcard match pattern must be a string"
        else:
            reason = "prefix/suffix match pattern must be a string"
        raise tokens.wrong(reason)
    text = tokens.text()
    match inner:
        case "prefix" | "suffix" if not text:
            raise tokens.wrong("Null prefix/suffix not allowed")
        case "prefix":
            return matchers.Prefix(text)
        case "suffix":
            return matchers.Suffix(text)
        case "wildcard":
            return _read_wildcard(tokens, text)
    return matchers.SameLetters(text)


OPERATORS: Final[dict[str, Callable[[Tokens], Matcher]]] = {
    "anything-but": _anything_but,
    "cidr": _cidr,
    "equals-ignore-case": _same_letters,
    "exactly": _exactly,
    "exists": _exists,
    "numeric": _numeric,
    "prefix": _prefix,
    "suffix": _suffix,
    "wildcard": _wildcard,
}
"""What reads the operand of each operator."""
