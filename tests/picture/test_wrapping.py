"""Japanese lines break where Japanese breaks."""

import pytest
from rich.cells import cell_len
from textual.content import Content

from ecslab.picture.wrapping import NOT_FIRST, NOT_LAST, install, pieces, wrapped

PROSE = (
    "答えはすべて「あなた」です。Docker は、同じマシンの中でならコンテナを再起動できます。"
    "しかしマシンが止まれば、Docker も一緒に止まってしまいます（PENDING のまま、など）。"
)


@pytest.mark.parametrize("width", range(14, 90))
def test_lines_fit_and_keep_the_rules(width):
    lines = wrapped(PROSE, width)
    assert "".join(lines).replace(" ", "") == PROSE.replace(" ", "")
    for line in lines:
        assert cell_len(line) <= width
        assert line[0] not in NOT_FIRST
        assert line[-1] not in NOT_LAST


@pytest.mark.parametrize("width", range(14, 90))
def test_latin_words_stay_whole(width):
    assert "\n".join(wrapped(PROSE, width)).count("Docker") == 2


def test_lines_are_filled():
    for line in wrapped(PROSE, 40)[:-1]:
        assert cell_len(line) >= 32


def test_english_breaks_at_spaces_as_before():
    assert wrapped("one task, two tasks", 10) == ["one task,", "two tasks"]
    assert [piece for _, _, piece in pieces("a bc  d")] == ["a ", "bc  ", "d"]


def test_textual_asks_for_these_breaks():
    install()
    lines = Content(PROSE).wrap(40)
    assert [line.plain.strip() for line in lines] == wrapped(PROSE, 40)


def test_what_fits_nowhere_is_cut():
    assert wrapped("a" * 25, 10) == ["a" * 10, "a" * 10, "a" * 5]
    assert wrapped("", 10) == []
