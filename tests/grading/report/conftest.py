"""Results to report on."""

import pytest

from ecslab.course.text import Text
from ecslab.grading.result import GoalResult, Reason, Result, Status


def both(en: str, ja: str) -> Text:
    return Text(en=en, ja=ja)


@pytest.fixture
def failed() -> Result:
    """A submission that misses a goal, with one of each outcome."""
    return Result(
        exercise="services/keep-three",
        title=both("Keep three", "3 つ保つ"),
        submission="submission.sh",
        status=Status.FAILED,
        passed=False,
        out_of=10,
        commands=4,
        par=3,
        goals=(
            GoalResult(
                id="exists",
                say=both("A service", "サービス"),
                outcome="passed",
                matcher="exists",
                found="web",
            ),
            GoalResult(
                id="running",
                say=both("Three tasks run", "タスクが 3 つ動く"),
                outcome="failed",
                found=12,
                matcher="equals",
                wanted=2,
                reason=both("There are 12.", "12 個あります。"),
                why=(
                    Reason(
                        code="no-memory", values={"mib": 4}, say=both("Memory is short.", "メモリ不足です。")
                    ),
                ),
            ),
            GoalResult(
                id="survives",
                say=both("It survives", "生き残る"),
                outcome="skipped",
                matcher="equals",
                wanted=1,
                reason=both("Not judged, because it needs: running", "先に running が必要です"),
            ),
            GoalResult(
                id="odd",
                say=both("Odd", "奇妙"),
                outcome="error",
                matcher="equals",
                reason=both("Could not.", "不可。"),
            ),
        ),
        feedback=both("A service keeps tasks.", "サービスはタスクを保ちます。"),
        seed=7,
        engine="0.1.0",
        lesson="1" * 64,
        state="a" * 64,
    )


@pytest.fixture
def refused() -> Result:
    """A submission that was not played."""
    return Result(
        exercise="services/keep-three",
        status=Status.REFUSED,
        passed=False,
        out_of=10,
        problem=both("submission.sh:1:1: no", "submission.sh:1:1: 不可"),
        seed=0,
        engine="0.1.0",
    )
