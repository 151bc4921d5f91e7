"""`ecslab learn` up to where the screen takes over."""

import sys
import types

import pytest


@pytest.fixture
def opened(monkeypatch):
    """A terminal, and a screen that only notes how it was opened."""
    calls = []
    screen = types.ModuleType("ecslab.tui.app")
    screen.run = lambda **asked: calls.append(asked) or 0
    monkeypatch.setitem(sys.modules, "ecslab.tui.app", screen)
    monkeypatch.setattr("ecslab.cli.learn.has_terminal", lambda: True)
    return calls


def test_it_opens_the_course(ecslab, opened, course):
    assert ecslab("learn", "clusters/make-one", "--course", course, "--lang", "ja").code == 0
    assert opened == [{"lang": "ja", "course": course, "start": "clusters/make-one"}]


def test_ecslab_alone_does_too(ecslab, opened):
    assert ecslab().code == 0
    assert opened == [{"lang": "en", "course": None, "start": None}]


def test_a_lesson_that_there_is_not_is_said_before_the_screen_opens(ecslab, opened, course):
    for start in ("cluster", "clusters/make-on"):
        ran = ecslab("learn", start, "--course", course)
        assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert opened == []


def test_without_a_terminal_it_is_one_sentence(ecslab):
    ran = ecslab("learn")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("ecslab: the course needs a terminal")
