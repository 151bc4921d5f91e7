"""The report that people read."""

from ecslab.course.text import Text
from ecslab.grading.report import render
from ecslab.grading.result import Status

ENGLISH = """\
services/keep-three: Keep three
✓ A service
✗ Three tasks run
    There are 12.
    → Memory is short.
– It survives
    Not judged, because it needs: running
! Odd
    Could not.

A service keeps tasks.

Not passed: 1 of 4 goals, 0 of 10 points.
aws commands used: 4 (par: 3)
ecslab 0.1.0  seed 7  lesson 111111111111  state aaaaaaaaaaaa
"""

JAPANESE = """\
services/keep-three: 3 つ保つ
✓ サービス
✗ タスクが 3 つ動く
    12 個あります。
    → メモリ不足です。
– 生き残る
    先に running が必要です
! 奇妙
    不可。

サービスはタスクを保ちます。

不合格です。ゴール 1/4、得点 0/10。
使った aws コマンド: 4 (目標: 3)
ecslab 0.1.0  seed 7  lesson 111111111111  state aaaaaaaaaaaa
"""


def test_english(failed):
    assert render(failed, "text", "en") == ENGLISH


def test_japanese(failed):
    assert render(failed, "text", "ja") == JAPANESE


def test_colour_only_when_asked_and_only_added(failed):
    coloured = render(failed, "text", "en", colour=True)
    assert "\x1b[31m✗\x1b[0m Three" in coloured
    assert "\x1b" not in render(failed, "text", "en")


def test_without_a_verdict_the_problem_is_told_and_no_points_are(refused):
    assert render(refused, "text", "en") == (
        "services/keep-three\n\nsubmission.sh:1:1: no\n\n"
        "Not judged: the submission cannot be read or is not allowed.\necslab 0.1.0  seed 0\n"
    )


def test_every_status_has_its_sentence(refused):
    for status in Status:
        for language in ("ja", "en"):
            assert render(refused.model_copy(update={"status": status}), "text", language).count("\n") > 4


def test_terminal_escapes_do_not_get_through(failed):
    hostile = Text.model_construct(en="\x1b[2J\u202e\ud800\r", ja="")
    goal = failed.goals[1].model_copy(update={"reason": hostile, "say": hostile})
    report = render(failed.model_copy(update={"goals": (goal,)}), "text", "en")
    assert not {"\x1b", "\u202e", "\ud800", "\r"} & set(report)
