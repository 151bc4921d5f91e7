"""Findings have codes that stay, and words in both languages; editors get a schema."""

import json

from ecslab.course.findings import Code
from ecslab.course.schema import schema_json
from ecslab.locale import LANGUAGES, catalogue


def test_every_code_has_its_sentence_in_both_languages_and_no_sentence_is_idle():
    for language in LANGUAGES:
        sentences = {key for key in catalogue(language, "course") if key.startswith("finding.")}
        assert sentences == {code.sentence.removeprefix("course.") for code in Code}


def test_codes_are_given_once():
    assert len({code.value for code in Code}) == len(Code.__members__)


def test_the_schema_knows_every_field_by_its_name_in_the_file():
    schema = json.loads(schema_json())
    definitions = schema["$defs"]
    assert schema["additionalProperties"] is False
    assert {"format", "id", "title", "quiz", "exercises"} <= schema["properties"].keys()
    assert {"at-least", "one-of", "else", "within"} <= definitions["Goal"]["properties"].keys()
    assert {"choose-many", "ask"} <= definitions["ChooseMany"]["properties"].keys()
    assert "kind" not in definitions["Choose"]["properties"]
    assert definitions["Goal"]["properties"]["query"]["description"]
