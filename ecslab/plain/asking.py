"""A quiz question as plain prompts: the offers by number, the partners by letter, an answer on one line."""

from typing import NamedTuple

from ecslab.course.lesson import Lesson
from ecslab.course.quiz import Question
from ecslab.locale import Words, words
from ecslab.plain import lines
from ecslab.session.answering import Told, as_written, marked, tell
from ecslab.session.cards import quiz_card
from ecslab.session.values import LETTERS


class Given(NamedTuple):
    """An answer: positions in the lesson's file, or what was typed."""

    chosen: tuple[int, ...]
    text: str = ""


def put(question: Question, language: str) -> None:
    """Write the question and what can be chosen from."""
    card = quiz_card(question, language, None)
    lines.write(lines.unmarked(card.ask))
    if card.command:
        lines.write(f"$ {card.command}")
    for number, offer in enumerate(card.offers, 1):
        lines.write(f"  {number}  {lines.unmarked(offer)}")
    for letter, partner in zip(LETTERS, card.partners, strict=False):
        lines.write(f"  {letter}  {lines.unmarked(partner)}")


def how(question: Question, say: Words) -> str:
    """The prompt for the answer."""
    return say(f"plain.how-{question.kind}") + " "


def understood(question: Question, typed: str) -> Given | None:
    """The answer that `typed` is; None where it is none. Numbers may be full-width, and divided by commas."""
    card = quiz_card(question, "en", None)
    if card.kind == "fill":
        return Given((), typed.strip()) if typed.strip() else None
    if card.kind == "match":
        letters = [LETTERS.find(each) for each in typed.lower() if each not in " ,、"]
        fits = len(letters) == len(card.offers) and all(0 <= each < len(card.partners) for each in letters)
        return Given(as_written(question, letters)) if fits else None
    pieces = typed.replace(",", " ").replace("、", " ").split()
    if not pieces or not all(piece.isdecimal() for piece in pieces):
        return None
    numbers = [int(piece) - 1 for piece in pieces]
    if len(set(numbers)) != len(numbers) or not all(0 <= each < len(card.offers) for each in numbers):
        return None
    wanted = {"one": 1, "order": len(card.offers)}.get(card.kind, len(numbers))
    if len(numbers) != wanted:
        return None
    if card.kind == "many":
        numbers.sort()
    return Given(as_written(question, numbers))


def explain(question: Question, told: Told, language: str) -> None:
    """Write whether an answer was right, what would have been, and why."""
    say, shown = words(language), marked(told, language)
    lines.write(say(f"tui.quiz.verdict-{'right' if shown.right else 'wrong'}"))
    if not shown.right:
        lines.write(say("plain.key", key=_key(question, told, language)))
    for number, why in shown.whys:
        lines.write(f"  {number + 1}: {lines.unmarked(why)}" if number >= 0 else f"  {lines.unmarked(why)}")


def _key(question: Question, told: Told, language: str) -> str:
    """The right answer, as it is typed."""
    shown = marked(told, language)
    kind = quiz_card(question, language, None).kind
    if kind == "fill":
        return shown.accepted[0]
    if kind == "match":
        return "".join(LETTERS[number] for number in shown.key)
    return " ".join(str(number + 1) for number in shown.key)


def ask_question(lesson: Lesson, question: Question, language: str) -> bool:
    """Ask it until there is an answer, and tell whether that was right and why.

    Raises Ended, and EcslabError where a prediction has no answer.
    """
    say = words(language)
    put(question, language)
    while (given := understood(question, lines.read(how(question, say)))) is None:
        lines.write(say("plain.not-understood"))
    told = tell(lesson, question, given.chosen, given.text)
    explain(question, told, language)
    return told.right
