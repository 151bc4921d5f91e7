"""YAML is read as a tree of plain values with places; what is more than a tree is refused, never followed."""

import pytest
import yaml

from ecslab.course import document
from ecslab.course.document import MAX_BYTES, Document, read
from ecslab.course.findings import Code, CourseError
from ecslab.course.packaged import lessons_folder


def data(text):
    return read(text.encode(), "a.yaml").data


def codes(content):
    with pytest.raises(CourseError) as caught:
        read(content, "a.yaml")
    return [(finding.code, finding.line, finding.column) for finding in caught.value.findings]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on", "on"), ("yes", "yes"), ("No", "No"), ("off", "off"), ("y", "y"),
        ("true", True), ("False", False), ("null", None), ("~", None), ("", None),
        ("12", 12), ("-3", -3), ("0o17", 15), ("0x1F", 31), ("017", 17), ("1_000", "1_000"), ("12:30:45", "12:30:45"),
        ("1.5", 1.5), ("1e3", 1000.0), (".5", 0.5), (".inf", ".inf"), (".nan", ".nan"), ("1e999", "1e999"),
        ("9" * 5000, "9" * 5000), ("2026-01-05", "2026-01-05"), ("'12'", "12"), ('"true"', "true"), ("1.27", 1.27),
        ("<<", "<<"), ("=", "="),
    ],
)  # fmt: skip
def test_scalars_are_those_of_yaml_1_2(text, value):
    found = data(f"key: {text}")["key"]
    assert found == value
    assert type(found) is type(value)


def test_places_are_those_of_keys_and_values():
    document = read(b"a: 1\nlist:\n  - id: x\n    b:   2\n  - {c: 3}\n", "a.yaml")
    assert document.data == {"a": 1, "list": [{"id": "x", "b": 2}, {"c": 3}]}
    assert document.place(("list", 0, "b")) == (4, 10)
    assert document.place(("list", 0, "b"), key=True) == (4, 5)
    assert document.place(("list", 1, "c")) == (5, 9)
    assert document.place(("list", 0, "missing")) == (3, 5)
    assert document.where(("list", 0, "b")) == "list[x].b"
    assert document.where(("list", 1, "c")) == "list[1].c"


def test_japanese_columns_count_characters():
    assert codes("鍵: [値, *x]".encode()) == [(Code.NO_ALIASES, 1, 8)]


def test_line_ends_and_byte_order_marks_do_not_matter():
    assert read(b"\xef\xbb\xbfa: |\r\n  x\r\n  y\r\n", "a.yaml").data == {"a": "x\ny\n"}


def test_bytes_that_are_no_text_are_found_where_they_stand():
    assert codes("a: 1\nb: 値".encode() + b"\xff") == [(Code.NOT_UTF8, 2, 5)]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"a" * (MAX_BYTES + 1), (Code.TOO_LARGE, 1, 1)),
        (b"[" * 900, (Code.TOO_DEEP, 1, 33)),
        (b"- " * 200_000, (Code.TOO_DEEP, 1, 65)),
        (b"{a: " * 100_000, (Code.TOO_DEEP, 1, 129)),
        (b"a: \x00", (Code.CONTROL_CHARACTER, 1, 4)),
        (b'a: "\\u009b"', (Code.CONTROL_CHARACTER, 1, 4)),
        (b"'a\\e': 1\n\"b\\e\": 1", (Code.CONTROL_CHARACTER, 2, 1)),
        (b"*a : 1", (Code.NO_ALIASES, 1, 1)),
        (b"{a: 1}: 2", (Code.KEY_NOT_TEXT, 1, 1)),
        (b"a: !!str 1", (Code.NO_TAGS, 1, 4)),
        (b"a: ! 1", (Code.NO_TAGS, 1, 4)),
        (b"a: 1\n...\n---\nb: 1", (Code.ONE_DOCUMENT, 3, 1)),
        (b"%YAML 9.9\n---\na: 1", (Code.SYNTAX, 1, 1)),
        (b"a: 'open", (Code.SYNTAX, 1, 9)),
        (b"a: @x", (Code.SYNTAX, 1, 4)),
        (b"a: 1\n b: 2", (Code.SYNTAX, 2, 3)),
    ],
    ids=range(16),
)  # fmt: skip
def test_what_no_lesson_needs_is_refused_with_its_place(content, found):
    assert codes(content)[0] == found


def test_aliases_that_multiply_are_not_followed():
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}]" for n in range(1, 40))]
    found = codes("\n".join(lines).encode())
    assert {code for code, *_ in found} == {Code.NO_ALIASES}


def test_all_that_is_wrong_is_told_at_once():
    assert [code for code, *_ in codes(b"a: &x 1\nb: *x\na: !t 2")] == [
        Code.NO_ALIASES,
        Code.NO_ALIASES,
        Code.KEY_TWICE,
        Code.NO_TAGS,
    ]


def test_an_empty_file_is_a_document_without_data():
    assert read(b"", "a.yaml") == Document("a.yaml", None, {}, {})


@pytest.mark.parametrize(
    "path", sorted(lessons_folder().rglob("lesson.yaml")), ids=lambda path: path.parent.name
)
def test_the_courses_files_read_alike_without_libyaml(path, monkeypatch):
    """Where PyYAML came without its C parser, its own one must not find fault with them."""
    fast = read(path.read_bytes(), path.name)
    monkeypatch.setattr(document, "_LOADER", yaml.SafeLoader)
    assert read(path.read_bytes(), path.name) == fast
