"""Plain questions in GIFT, Moodle's text format, one language a file.

https://docs.moodle.org/en/GIFT_format. What GIFT cannot say (an order, a prediction by the lab, the reason
of each pair) is left out, and so is what a lesson cannot (essays, numbers with a tolerance).
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from ecslab.course.quiz import Choose, ChooseMany, Fill, Match, Question, TrueFalse

_SPECIAL = re.compile(r"([\\~=#{}:])")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_MARK = "\ufdd0"
"""Stands before a character that was escaped while a file is taken apart; no text has it."""


def written(questions: Sequence[Question], language: str) -> str:
    """The questions as GIFT; those of kinds that it does not have become comments."""
    return "\n\n".join(_written(question, language) for question in questions) + "\n"


def _written(question: Question, language: str) -> str:
    head = f"::{_escape(question.id)}::{_escape(question.ask.of(language))} "
    match question:
        case Choose():
            lines = [
                f"{'=' if each.right else '~'}{_escape(each.say.of(language))}"
                f"#{_escape(each.why.of(language))}"
                for each in question.choose
            ]
        case ChooseMany():
            right = sum(each.right for each in question.choose_many)
            wrong = len(question.choose_many) - right
            lines = [
                f"~%{_share(each.right, right, wrong)}%{_escape(each.say.of(language))}"
                f"#{_escape(each.why.of(language))}"
                for each in question.choose_many
            ]
        case TrueFalse():
            why = _escape(question.true_false.why.of(language))
            return f"{head}{{{'TRUE' if question.true_false.answer else 'FALSE'}#{why}#{why}}}"
        case Match():
            lines = [
                f"={_escape(pair.item.of(language))} -> {_escape(pair.with_.of(language))}"
                for pair in question.match
            ]
            whys = " ".join(pair.why.of(language) for pair in question.match)
            lines.append(f"####{_escape(whys)}")
        case Fill():
            lines = [f"={_escape(text)}" for text in question.fill.accept]
            for near in question.fill.near:
                lines.append(f"=%0%{_escape(near.text)}#{_escape(near.why.of(language))}")
            lines.append(f"####{_escape(question.fill.why.of(language))}")
        case _:
            return f"// {question.id}: {question.kind}"
    return head + "{\n" + "".join(f"  {line}\n" for line in lines) + "}"


def _share(right: bool, rights: int, wrongs: int) -> str:
    """What part of the points a choice gives or takes, in per cent."""
    share = f"{100 / (rights if right else wrongs):.5f}".rstrip("0").rstrip(".")
    return share if right else f"-{share}"


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text.strip()).replace("\n", "\\n")


class Plain(NamedTuple):
    """A question as a file in one language has it: a lesson's fields, but for the other language."""

    title: str
    line: int
    kind: str
    ask: str
    body: Any
    """`choose` and `choose-many`: (text, right, why); `true-false`: (answer, why);
    `match`: (item, with, why); `fill`: (accepted, ((wrong, why), …), why)."""


class Left(NamedTuple):
    """A question that a lesson cannot have."""

    line: int
    text: str


def read(text: str) -> Iterator[Plain | Left]:
    """The questions in `text`, in order."""
    text = text.replace("\r\n", "\n").replace(_MARK, "")
    block: list[str] = []
    start = 1
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if line.lstrip().startswith("//") or line.startswith("$CATEGORY"):
            continue
        if line.strip():
            start = start if block else number
            block.append(line)
        elif block:
            yield _question("\n".join(block), start)
            block = []


def _question(block: str, line: int) -> Plain | Left:
    marked = _ESCAPED.sub(
        lambda found: "\n" if found[1] == "n" else f"{_MARK}{ord(found[1]):06x}", block.strip()
    )
    title = ""
    if found := re.match(r"::(.*?)::", marked, re.DOTALL):
        title, marked = _plain(found[1]), marked[found.end() :]
    marked = re.sub(r"^\s*\[(html|moodle|plain|markdown)\]", "", marked)
    parts = re.fullmatch(r"(.*?)\{(.*)\}(.*)", marked, re.DOTALL)
    if not parts:
        return Left(line, block.split("\n")[0])
    ask = _plain(parts[1] + (f"_____ {parts[3].strip()}" if parts[3].strip() else ""))
    body, _, general = parts[2].partition("####")
    read_body = _body(body.strip(), _plain(general))
    if read_body is None:
        return Left(line, block.split("\n")[0])
    return Plain(title, line, read_body[0], ask, read_body[1])


def _body(body: str, general: str) -> tuple[str, Any] | None:
    if truth := re.fullmatch(r"(T|TRUE|F|FALSE)(?:#([^#]*))?(?:#([^#]*))?", body, re.IGNORECASE):
        return "true-false", (truth[1].upper().startswith("T"), _plain(truth[2] or truth[3] or "") or general)
    answers = re.findall(r"([=~])((?:%-?[\d.]+%)?)([^=~#]*)(?:#([^=~]*))?", body)
    if not answers or not body.startswith(("=", "~")):
        return None
    if all(sign == "=" and "->" in text for sign, _, text, _ in answers):
        pairs = [tuple(_plain(side) for side in text.split("->", 1)) for _, _, text, _ in answers]
        return "match", tuple((item, partner, general) for item, partner in pairs)
    shares = [float(share.strip("%")) if share else None for _, share, _, _ in answers]
    choices = [(_plain(text), _plain(why) or general) for _, _, text, why in answers]
    signs = [sign for sign, _, _, _ in answers]
    if "~" not in signs:
        accepted = tuple(
            text for (text, _), share in zip(choices, shares, strict=True) if share in (None, 100.0)
        )
        near = tuple(each for each, share in zip(choices, shares, strict=True) if share == 0.0)
        partly = len(accepted) + len(near) < len(choices)
        return None if partly or not accepted else ("fill", (accepted, near, general or choices[0][1]))
    if signs.count("=") == 1 and not any(shares):
        rights = [sign == "=" for sign in signs]
        return "choose", tuple((text, right, why) for (text, why), right in zip(choices, rights, strict=True))
    if "=" not in signs and any((share or 0) > 0 for share in shares):
        many = tuple(
            (text, (share or 0) > 0, why) for (text, why), share in zip(choices, shares, strict=True)
        )
        return "choose-many", many
    return None


def _plain(text: str) -> str:
    shown = re.sub(rf"{_MARK}([0-9a-f]{{6}})", lambda found: chr(int(found[1], 16)), text)
    return "\n".join(" ".join(line.split()) for line in shown.split("\n")).strip()


class NotParallel(ValueError):
    """Two files that do not have the same questions; its text is the line where they part."""


def joined(japanese: Sequence[Plain], english: Sequence[Plain]) -> list[dict[str, Any]]:
    """The questions of two files, one a language, as a lesson's `quiz`. Raises NotParallel."""
    if len(japanese) != len(english):
        longer = max(japanese, english, key=len)
        raise NotParallel(str(longer[min(len(japanese), len(english))].line))
    return [_joined(number, *pair) for number, pair in enumerate(zip(japanese, english, strict=True), 1)]


def _joined(number: int, ja: Plain, en: Plain) -> dict[str, Any]:
    if ja.kind != en.kind:
        raise NotParallel(str(ja.line))
    name = re.sub(r"[^a-z0-9]+", "-", en.title.lower()).strip("-")[:60].strip("-") or f"question-{number}"
    question: dict[str, Any] = {"id": name, "ask": _both(ja.ask, en.ask)}
    try:
        question[ja.kind] = _joined_body(ja, en)
    except ValueError:  # what stands in the two is not alike: zip's, strict
        raise NotParallel(str(ja.line)) from None
    return question


def _joined_body(ja: Plain, en: Plain) -> Any:
    match ja.kind:
        case "true-false":
            if ja.body[0] != en.body[0]:
                raise NotParallel(str(ja.line))
            return {"answer": ja.body[0], "why": _both(ja.body[1], en.body[1])}
        case "match":
            return [
                {
                    "item": _both(one[0], other[0]),
                    "with": _both(one[1], other[1]),
                    "why": _both(one[2], other[2]),
                }
                for one, other in zip(ja.body, en.body, strict=True)
            ]
        case "fill":
            accept = list(dict.fromkeys((*en.body[0], *ja.body[0])))
            near = [
                {"text": other[0], "why": _both(one[1], other[1])}
                for one, other in zip(ja.body[1], en.body[1], strict=True)
            ]
            blank: dict[str, Any] = {"accept": accept}
            return blank | ({"near": near} if near else {}) | {"why": _both(ja.body[2], en.body[2])}
    choices = []
    for one, other in zip(ja.body, en.body, strict=True):
        if one[1] != other[1]:
            raise NotParallel(str(ja.line))
        choice: dict[str, Any] = {"say": _both(one[0], other[0])}
        choices.append(choice | ({"right": True} if one[1] else {}) | {"why": _both(one[2], other[2])})
    return choices


def _both(ja: str, en: str) -> dict[str, str]:
    return {"ja": ja, "en": en}
