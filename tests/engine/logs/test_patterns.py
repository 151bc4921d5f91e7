"""Filter patterns: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html"""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecslab.engine.logs.comparison import PatternError
from ecslab.engine.logs.patterns import compile_pattern

DOCUMENT = json.dumps(
    {
        "level": "ERROR",
        "code": 503,
        "user": {"name": "Ann Lee", "id-x": "7"},
        "ok": True,
        "gone": None,
        "ips": ["10.0.0.1", "10.0.0.2"],
        "two words": 1,
    }
)
LINE = '127.0.0.1 - frank [10/Oct/2026:13:55:36 -0700] "GET /index.html HTTP/1.0" 404 1534'


@pytest.mark.parametrize(
    ("pattern", "matches"),
    [
        ('{ $.level = "ERROR" }', True),
        ("{ $.level = ERROR }", True),
        ("{ $.level = ERR* }", True),
        ("{ $.level = RROR }", False),
        ("{ $.level != ERROR }", False),
        ("{ $.missing != ERROR }", False),
        ("{ $.code = 503 }", True),
        ("{ $.code > 5.02e2 && $.code <= 503 }", True),
        ("{ $.code < 500 || $.level = %^ERR% }", True),
        ("{ ($.code < 500 || $.code > 600) && $.level = ERROR }", False),
        ("{ $.user.name = \"Ann*\" }", True),
        ("{ $.user['id-x'] = \"7\" }", True),
        ("{ $['two words'] = 1 }", True),
        ('{ $.ips[1] = "10.0.0.2" }', True),
        ('{ $.ips[*] = "10.0.0.2" }', True),
        ('{ $.ips[5] = "10.0.0.2" }', False),
        ("{ $.ok IS TRUE }", True),
        ("{ $.ok IS FALSE }", False),
        ("{ $.gone IS NULL }", True),
        ("{ $.gone NOT EXISTS }", False),
        ("{ $.missing NOT EXISTS }", True),
        ("{ $.ok = 1 }", False),
    ],
)  # fmt: skip
def test_a_pattern_of_json(pattern, matches):
    assert (compile_pattern(pattern)(DOCUMENT) is not None) == matches
    assert compile_pattern(pattern)("no JSON") is None


@pytest.mark.parametrize(
    ("pattern", "matches"),
    [
        ("[ip, id, user, time, request, status, size]", True),
        ("[ip, id, user, time, request, status]", False),
        ("[ip, ..., status = 404, size]", True),
        ("[..., status >= 500, size]", False),
        ("[ip, id, user = frank || user = ann, ...]", True),
        ("[ip = 127.*, ...]", True),
        ('[ip, id, user, time, request = "*html*", ...]', True),
        ("[ip, id, user, time, request = %^GET,?%, ...]", True),
        ("[..., status = 4* && status != 404, size]", False),
        ("[a, ..., b, c, d, e, f, g, h]", False),
    ],
)
def test_a_pattern_of_columns(pattern, matches):
    assert (compile_pattern(pattern)(LINE) is not None) == matches


@pytest.mark.parametrize(
    ("pattern", "line", "matches"),
    [
        ("", "anything", True),
        ("ERROR", "an ERROR", True),
        ("ERROR", "an error", False),
        ("a b", "b and a", True),
        ('"b a"', "b or a", False),
        ("a -b", "a b", False),
        ("?a ?b", "b", True),
        ("?a ?b", "c", False),
        ("%ERR.R%", "an ERROR", True),
        ("%[0-9]{3}% -%5..%", "code 404", True),
        ("%[0-9]{3}% -%5..%", "code 504", False),
    ],
)
def test_a_pattern_of_terms(pattern, line, matches):
    assert (compile_pattern(pattern)(line) is not None) == matches


def test_what_a_pattern_takes_out_of_a_line():
    assert compile_pattern("{ $.code > 1 || $.none = 1 }")(DOCUMENT) == {"$.code": "503"}
    taken = compile_pattern("[ip, ..., status, size]")(LINE)
    assert taken is not None
    assert (taken["$ip"], taken["$status"], taken["$size"], taken["$3"]) == (
        "127.0.0.1",
        "404",
        "1534",
        "frank",
    )


@pytest.mark.parametrize(
    "pattern",
    [
        "{ $.a }",
        "{ $.a = }",
        "{ a = 1 }",
        "{ $.a = 1",
        "{ ($.a = 1 }",
        "{ $.a = 1 && }",
        "{ $.a IS BIG }",
        "{ $.a NOT }",
        "[a, ..., ...]",
        "[a,,b]",
        "[a = 1 && b = 2]",
        "%(a+)+%",
        "%[%",
        '"open',
        "{" + "(" * 100 + "$.a = 1" + ")" * 100 + "}",
    ],
)
def test_what_is_no_pattern_is_refused(pattern):
    with pytest.raises(PatternError):
        compile_pattern(pattern)


@given(st.text(alphabet="{}[]()$.=!<>&|\"%*, abc1-?\\'", max_size=30), st.text(max_size=30))
def test_any_text_is_a_pattern_or_is_refused(pattern, line):
    try:
        match = compile_pattern(pattern)
    except PatternError:
        return
    assert match(line) is None or isinstance(match(line), dict)
