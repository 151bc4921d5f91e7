"""Completion: lab commands, names in the lab, and aws commands."""

import pytest

from ecslab.locale import words
from ecslab.tui.completing import complete

NAMES = {"service": ("web", "worker"), "task": ("1f3a",), "cluster": ("lab",)}


def texts(line: str) -> list[str]:
    return [offer.text for offer in complete(line, len(line), NAMES, words("en"))]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("wh", ["why"]),
        ("  un", ["undo"]),
        ("why ", ["service/web", "service/worker", "task/1f3a"]),
        ("kill service/wo", ["service/worker"]),
        ("aws ecs create-cl", ["create-cluster"]),
        ("echo hel", []),
    ],
)
def test_what_fits(line, expected):
    assert texts(line) == expected


def test_names_in_the_lab_complete_an_option():
    assert "lab" in texts("aws ecs list-services --cluster ")


def test_a_completion_replaces_only_what_it_completes():
    offer = complete("why service/we", 14, NAMES, words("ja"))[0]
    assert "why service/we"[: offer.start] + offer.text == "why service/web"


def test_every_lab_command_is_explained_in_both_languages():
    for language in ("ja", "en"):
        assert all(
            offer.help
            for offer in complete("", 0, NAMES, words(language))
            if offer.text not in ("aws", "sleep")
        )
