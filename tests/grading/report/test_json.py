"""The report that programs read."""

import json

from ecslab.grading.report import render
from ecslab.grading.result import Result


def test_it_is_the_whole_result_and_reads_back(failed):
    report = render(failed, "json", "en")
    assert report.startswith('{\n  "format": "ecslab/result/v1",\n  "exercise": "services/keep-three",')
    assert report.endswith("}\n")
    assert "サービス" in report
    assert Result.model_validate_json(report) == failed
    assert render(Result.model_validate_json(report), "json", "ja") == report


def test_half_a_character_stands_as_an_escape(failed):
    goal = failed.goals[0].model_copy(update={"found": {"\ud800": ["\udc00\x1b"]}})
    report = render(failed.model_copy(update={"goals": (goal,)}), "json", "en")
    assert json.loads(report.encode())["goals"][0]["found"] == {"\ud800": ["\udc00\x1b"]}
    assert "\x1b" not in report
