"""The JSON Schema of a lesson file, for editors that complete and check while one writes."""

import json

from ecslab.course.lesson import LessonFile


def schema_json() -> str:
    """The schema of `lesson.yaml` as JSON text (draft 2020-12)."""
    schema = LessonFile.model_json_schema(by_alias=True)
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"} | schema | {"title": "ecslab lesson"}
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
