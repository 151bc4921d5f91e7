"""The pattern language, by the examples of AWS's own pages."""

import json

import pytest

from ecslab.engine.eventbridge import pattern

OPERATORS = "eb-create-pattern-operators"
"""https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html"""
PATTERNS = "eb-event-patterns"
"""https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html"""
ARRAYS = "eb-event-patterns-arrays"
"""https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-arrays.html"""
NULLS = "eb-event-patterns-null-values"
"""https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-null-values.html"""
RULER = "event-ruler"
"""https://github.com/aws/event-ruler/blob/main/README.md"""
ECS = "ecs_cwe_events"
"""https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_cwe_events.html"""

EC2 = {
    "version": "0",
    "id": "6a7e8feb-b491-4cf7-a9f1-bf3703467718",
    "detail-type": "EC2 Instance State-change Notification",
    "source": "aws.ec2",
    "account": "111122223333",
    "time": "2017-10-02T18:43:48Z",
    "region": "us-west-1",
    "resources": ["arn:aws:ec2:us-west-1:123456789012:instance/i-1234567890abcdef0"],
    "detail": {
        "instance-id": "i-1234567890abcdef0",
        "state": "running",
        "c-count": 5,
        "d-count": 3,
        "x-limit": 301.8,
        "source-ip": "10.0.0.33",
    },
}
LAUNCHED = EC2 | {
    "source": "aws.autoscaling",
    "resources": [],
    "detail": {"eventVersion": "", "responseElements": None},
}
STAFF = {"employees": [{"first": "John", "last": "Doe"}, {"first": "Anna", "last": "Smith"}]}
STOPPED = {
    "source": "aws.ecs",
    "detail-type": "ECS Task State Change",
    "detail": {
        "clusterArn": "arn:aws:ecs:us-east-1:123456789012:cluster/lab",
        "lastStatus": "STOPPED",
        "stoppedReason": "Essential container in task exited",
        "containers": [{"name": "web", "exitCode": 1}, {"name": "log", "exitCode": 0}],
    },
}


def of(**detail):
    return EC2 | {"detail": detail}


def asks(name, *values):
    return {"detail": {name: list(values)}}


FITS = [
    (PATTERNS, {"source": ["aws.ec2"], "detail-type": ["EC2 Instance State-change Notification"]}, EC2),
    (PATTERNS, asks("state", "running", "terminated"), EC2),
    (PATTERNS, {"source": ["aws.ec2", "aws.fargate"]}, EC2),
    (PATTERNS, {"Location": ["New York"], "Day": ["Monday"]}, {"Location": "New York", "Day": "Monday"}),
    (PATTERNS, {"detail": {"severity": {"score": [1]}, "count": [2]}}, of(severity={"score": 1}, count=2)),
    (PATTERNS, asks("flag", True), of(flag=True)),
    (PATTERNS, {"detail": {"state": {"status": ["running"]}}}, {"detail": {"state.status": "running"}}),
    (PATTERNS, {"detail": {"state.status": ["running"]}}, {"detail": {"state": {"status": "running"}}}),
    (NULLS, asks("eventVersion", ""), LAUNCHED),
    (NULLS, asks("responseElements", None), LAUNCHED),
    (ARRAYS, {"resources": ["other", EC2["resources"][0]]}, EC2),
    (ARRAYS, {"resources": [EC2["resources"][0]]}, EC2 | {"resources": ["x", EC2["resources"][0]]}),
    (OPERATORS, {"time": [{"prefix": "2017-10-02"}]}, EC2),
    (OPERATORS, {"region": [{"prefix": "us-"}]}, EC2),
    (OPERATORS, {"service": [{"prefix": {"equals-ignore-case": "EventB"}}]}, {"service": "eventbridge"}),
    (OPERATORS, {"FileName": [{"suffix": ".png"}]}, {"FileName": "a.png"}),
    (OPERATORS, {"FileName": [{"suffix": {"equals-ignore-case": ".png"}}]}, {"FileName": "a.PNG"}),
    (OPERATORS, {"service": [{"suffix": {"equals-ignore-case": "tBridge"}}]}, {"service": "EventBRIDGE"}),
    (OPERATORS, asks("state", {"anything-but": "initializing"}), EC2),
    (OPERATORS, asks("x-limit", {"anything-but": 123}), EC2),
    (OPERATORS, asks("state", {"anything-but": ["stopped", "overloaded"]}), EC2),
    (OPERATORS, asks("x-limit", {"anything-but": [100, 200, 300]}), EC2),
    (OPERATORS, asks("state", {"anything-but": {"equals-ignore-case": "initializing"}}), EC2),
    (OPERATORS, asks("state", {"anything-but": {"equals-ignore-case": ["initializing", "Stopped"]}}), EC2),
    (OPERATORS, asks("state", {"anything-but": {"prefix": "init"}}), EC2),
    (OPERATORS, asks("state", {"anything-but": {"prefix": ["init", "stop"]}}), EC2),
    (OPERATORS, {"FileName": [{"anything-but": {"suffix": ".txt"}}]}, {"FileName": "a.png"}),
    (OPERATORS, {"FileName": [{"anything-but": {"suffix": [".txt", ".rtf"]}}]}, {"FileName": "a.png"}),
    (OPERATORS, {"FilePath": [{"anything-but": {"wildcard": "*/lib/*"}}]}, {"FilePath": "/usr/bin/a"}),
    (OPERATORS, {"FilePath": [{"anything-but": {"wildcard": ["*/lib/*", "*/tmp/*"]}}]}, {"FilePath": "/a"}),
    (OPERATORS, asks("c-count", {"numeric": [">", 0, "<=", 5]}), EC2),
    (OPERATORS, asks("d-count", {"numeric": ["<", 10]}), EC2),
    (OPERATORS, asks("x-limit", {"numeric": ["=", 3.018e2]}), EC2),
    (OPERATORS, {"Price": [{"numeric": ["=", 100]}]}, {"Price": 100.0}),
    (OPERATORS, {"Price": [{"numeric": [">", 10, "<=", 20]}]}, {"Price": 20}),
    (OPERATORS, asks("source-ip", {"cidr": "10.0.0.0/24"}), EC2),
    (OPERATORS, asks("ip", {"cidr": "2001:db8::/32"}), of(ip="2001:0db8::1")),
    (OPERATORS, asks("state", {"exists": True}), EC2),
    (OPERATORS, asks("gone", {"exists": False}), EC2),
    (OPERATORS, {"detail-type": [{"equals-ignore-case": "ec2 instance state-change notification"}]}, EC2),
    (OPERATORS, {"arn": [{"wildcard": "arn:*:bus/*"}]}, {"arn": "arn:aws:events:us-east-1:1:bus/mine"}),
    (OPERATORS, {"FilePath": [{"wildcard": "dir/*.png"}]}, {"FilePath": "dir/a/b.png"}),
    (OPERATORS, {"text": [{"wildcard": "2 \\* 3"}]}, {"text": "2 * 3"}),
    (OPERATORS, {"text": [{"wildcard": "a\\\\*"}]}, {"text": "a\\b"}),
    (OPERATORS, {"$or": [{"Location": ["New York"]}, {"Day": ["Monday"]}]}, {"Day": "Monday"}),
    (
        OPERATORS,
        {"detail": {"$or": [{"c-count": [{"numeric": [">", 0, "<=", 5]}]}, {"d-count": [7]}]}},
        EC2,
    ),
    (
        OPERATORS,
        {
            "time": [{"prefix": "2017-10-02"}],
            "detail": {
                "state": [{"anything-but": "initializing"}],
                "c-count": [{"numeric": [">", 0, "<=", 5]}],
                "d-count": [{"numeric": ["<", 10]}],
                "x-limit": [{"anything-but": [100, 200, 300]}],
            },
        },
        EC2,
    ),
    (RULER, asks("state", {"exactly": "running"}), EC2),
    (RULER, {"source": [{"suffix": "ec2"}]}, EC2),
    (RULER, asks("source-ip", {"cidr": "10.0.0.0/8"}), EC2),
    (RULER, {"employees": {"first": ["Anna"]}}, STAFF),
    (RULER, {"employees": {"first": ["Anna"], "last": ["Smith"]}}, STAFF),
    (RULER, {"employees": {"first": ["Anna"]}}, {"employees": [[{"first": "Anna"}], [{"first": "Jo"}]]}),
    (
        RULER,
        {
            "source": ["aws.ec2"],
            "$or": [
                {"a": [1]},
                {"region": ["us-west-1"], "$or": [{"b": [1]}, {"account": ["111122223333"]}]},
            ],
        },
        EC2,
    ),
    (ECS, {"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"]}, STOPPED),
    (ECS, asks("lastStatus", "STOPPED"), STOPPED),
    (ECS, {"detail": {"stoppedReason": ["Essential container in task exited"]}}, STOPPED),
    (ECS, {"detail": {"containers": {"exitCode": [{"anything-but": 0}]}}}, STOPPED),
    (ECS, {"detail": {"containers": {"name": ["web"], "exitCode": [1]}}}, STOPPED),
    (ECS, {"detail": {"clusterArn": [{"suffix": "cluster/lab"}]}}, STOPPED),
]

DOES_NOT_FIT = [
    (PATTERNS, asks("state", "terminated"), EC2),
    (PATTERNS, {"Location": ["New York"], "Day": ["Monday"]}, {"Location": "New York"}),
    (PATTERNS, asks("state", "Running"), EC2),
    (PATTERNS, {"Detail": {"state": ["running"]}}, EC2),
    (PATTERNS, {"state": ["running"]}, EC2),
    (PATTERNS, asks("flag", True), of(flag=1)),
    (PATTERNS, asks("c-count", "5"), EC2),
    (NULLS, asks("eventVersion", None), LAUNCHED),
    (NULLS, asks("responseElements", ""), LAUNCHED),
    (ARRAYS, {"resources": [{"exists": True}]}, LAUNCHED),
    (OPERATORS, {"time": [{"prefix": "2018"}]}, EC2),
    (OPERATORS, asks("state", {"prefix": "RUN"}), EC2),
    (OPERATORS, asks("c-count", {"prefix": "5"}), EC2),
    (OPERATORS, asks("state", {"anything-but": ["running", "stopped"]}), EC2),
    (OPERATORS, asks("gone", {"anything-but": "running"}), EC2),
    (OPERATORS, asks("x-limit", {"anything-but": 301.8}), EC2),
    (OPERATORS, asks("state", {"anything-but": {"equals-ignore-case": "RUNNING"}}), EC2),
    (OPERATORS, asks("state", {"anything-but": {"prefix": ["init", "run"]}}), EC2),
    (OPERATORS, {"FileName": [{"anything-but": {"suffix": ".png"}}]}, {"FileName": "a.png"}),
    (OPERATORS, {"FilePath": [{"anything-but": {"wildcard": "*/lib/*"}}]}, {"FilePath": "/usr/lib/a"}),
    (OPERATORS, asks("c-count", {"numeric": [">", 0, "<", 5]}), EC2),
    (OPERATORS, asks("state", {"numeric": ["=", 5]}), EC2),
    (OPERATORS, asks("source-ip", {"cidr": "10.0.1.0/24"}), EC2),
    (OPERATORS, asks("state", {"cidr": "10.0.0.0/24"}), EC2),
    (OPERATORS, asks("state", {"exists": False}), EC2),
    (OPERATORS, asks("state", {"exists": True}), of(**{"c-count": {"c1": 100}})),
    (OPERATORS, {"detail": [{"exists": True}]}, EC2),
    (OPERATORS, {"FilePath": [{"wildcard": "dir/*.png"}]}, {"FilePath": "dir/a.jpg"}),
    (OPERATORS, {"text": [{"wildcard": "ab*bc"}]}, {"text": "abc"}),
    (OPERATORS, {"$or": [{"Location": ["New York"]}, {"Day": ["Monday"]}]}, {"Day": "Friday"}),
    (RULER, {"employees": {"first": ["Anna"], "last": ["Doe"]}}, STAFF),
    (ECS, {"detail": {"containers": {"name": ["log"], "exitCode": [1]}}}, STOPPED),
]


def fits(asked, event):
    return pattern.read(json.dumps(asked)).fits(pattern.fields(event))


@pytest.mark.parametrize(("page", "asked", "event"), FITS, ids=str)
def test_a_documented_example_fits(page, asked, event):
    assert fits(asked, event)


@pytest.mark.parametrize(("page", "asked", "event"), DOES_NOT_FIT, ids=str)
def test_a_documented_example_does_not_fit(page, asked, event):
    assert not fits(asked, event)


def test_of_a_name_that_stands_twice_the_last_counts():
    """https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html"""
    asked = '{"detail": {"at": [{"prefix": "us-"}], "at": [{"anything-but": "us-east"}]}}'
    assert pattern.read(asked).fits(pattern.fields({"detail": {"at": "eu-west"}}))


def test_elements_of_arrays_beside_each_other_do_not_multiply():
    """Ten thousand pairs would be tried for each two of the arrays, were they not parted."""
    names = [f"a{number}" for number in range(8)]
    asked = {name: {"x": [1], "y": [2]} for name in names}
    event = {name: [{"x": 1, "y": 2}] * 100 for name in names}
    assert fits(asked, event)
    assert not fits(asked, event | {"a7": [{"x": 1}, {"y": 2}]})


PLACED = [
    ('{"source": "aws.ecs"}', '"source" must be an object or an array', 1, 13, '"source": ["aws.ecs"]'),
    ('{"a": 5}', '"a" must be an object or an array', 1, 8, '"a": [5]'),
    ('{\n  "detail": {\n    "state": "on"\n  }\n}', '"state" must be an object or an array', 3, 15, '"state": ["on"]'),
    ('{"source": ["aws.health"], "detail": {}}', "Empty objects are not allowed", 1, 40, None),
    ('{"a": []}', "Empty arrays are not allowed", 1, 9, None),
    ('{"a": [["b"]]}', "Match value must be String, number, true, false, or null", 1, 9, '["a", "b"]'),
    ('["a"]', "Filter is not an object", 1, 2, None),
    ("", "Filter is not an object", 1, 1, None),
    ('{"a": [{"NUMERIC": [">", 5]}]}', "Unrecognized match type NUMERIC", 1, 21, '"numeric"'),
    ('{"a": [{"sufix": "b"}]}', "Unrecognized match type sufix", 1, 19, '"suffix"'),
    ('{"a": [{"not": "b"}]}', "Unrecognized match type not", 1, 17, '"anything-but"'),
    ('{"a": [{">": 5}]}', "Unrecognized match type >", 1, 15, '{"numeric": [">", 5]}'),
    ('{"a": [{}]}', "Match expression name not found", 1, 10, None),
    ('{"a": [{"prefix": ["b"]}]}', "prefix match pattern must be a string", 1, 20, '[{"prefix": "a"}, {"prefix": "b"}]'),
    ('{"a": [{"suffix": 5}]}', "suffix match pattern must be a string", 1, 20, '[{"suffix": "a"}, {"suffix": "b"}]'),
    ('{"a": [{"prefix": {"suffix": "b"}}]}', "Unsupported prefix pattern: suffix", 1, 31, '{"prefix": {"equals-ignore-case": "…"}}'),
    ('{"a": [{"prefix": "b", "suffix": "c"}]}', "Only one key allowed in match expression", 1, 35, '[{"prefix": "a"}, {"suffix": "b"}]'),
    ('{"a": [{"equals-ignore-case": ["b"]}]}', "equals-ignore-case match pattern must be a string", 1, 32, '{"equals-ignore-case": "a"}'),
    ('{"a": [{"wildcard": "b**c"}]}', "Consecutive wildcard characters at pos 2", 1, 27, '{"wildcard": "a*b"}'),
    ('{"a": [{"wildcard": "b\\\\c"}]}', "Invalid escape character at pos 2", 1, 27, None),
    ('{"a": [{"exists": "true"}]}', "exists match pattern must be either true or false.", 1, 20, '{"exists": true}'),
    ('{"a": [{"numeric": 5}]}', "Value of numeric must be an array.", 1, 21, '{"numeric": ["=", 5]}'),
    ('{"a": [{"numeric": [">", "5"]}]}', "Value of > must be numeric", 1, 27, None),
    ('{"a": [{"numeric": ["=", true]}]}', "Value of equals must be numeric", 1, 30, None),
    ('{"a": [{"numeric": ["!", 5]}]}', "Unrecognized numeric range operator: !", 1, 27, None),
    ('{"a": [{"numeric": [5]}]}', "Invalid member in numeric match: 5", 1, 22, None),
    ('{"a": [{"numeric": [">", 0, ">", 5]}]}', "Bad numeric range operator: >", 1, 32, None),
    ('{"a": [{"numeric": [">", 5, "<", 5]}]}', "Bottom must be less than top", 1, 36, None),
    ('{"a": [{"numeric": ["<", 5, ">", 0]}]}', "Too many elements in numeric expression", 1, 30, None),
    ('{"a": [{"numeric": [">", 1, "<", 5, 6]}]}', "Too many terms in numeric range expression", 1, 38, None),
    ('{"a": [{"anything-but": null}]}', "Value of anything-but must be an array or single string/number value.", 1, 29, '{"anything-but": ["a", "b"]}'),
    ('{"a": [{"anything-but": [{"prefix": "b"}]}]}', "Inside anything but list, start|null|boolean is not supported.", 1, 27, '{"anything-but": {"prefix": ["a", "b"]}}'),
    ('{"a": [{"anything-but": ["b", 5]}]}', "Inside anything but list, either all values are number or string, mixed type is not supported", 1, 33, None),
    ('{"a": [{"anything-but": {"numeric": 5}}]}', "Unsupported anything-but pattern: numeric", 1, 38, None),
    ('{"a": [{"anything-but": {"prefix": ""}}]}', "Null prefix/suffix not allowed", 1, 38, None),
    ('{"a": [{"anything-but": {"wildcard": 5}}]}', "wildcard match pattern must be a string", 1, 39, None),
    ('{"$or": {"a": [1]}}', "It must be an Array followed with $or.", 1, 10, '{"$or": [{"a": [1]}, {"b": [2]}]}'),
    ('{"$or": [{"a": [1]}]}', "There must have at least 2 Objects in $or relationship.", 1, 21, None),
    ('{"$or": [{"a": [1]}, 5]}', "Only JSON object is allowed in array of $or relationship.", 1, 23, None),
    ('{"$or": [{"a": [1]}, {"prefix": ["b"]}]}', "prefix is Ruler reserved fieldName which cannot be used inside $or.", 1, 34, None),
    ("{'a': [1]}", "Unexpected character (''' (code 39)): was expecting double-quote to start field name", 1, 2, None),
    ('{"a": b}', "Unrecognized token 'b': was expecting", 1, 8, None),
    ('{"a": [1] "b": [2]}', "Unexpected character ('\"' (code 34)): was expecting comma to separate Object entries", 1, 11, None),
    ('{"a": [1],}', "Unexpected character ('}' (code 125)): was expecting double-quote to start field name", 1, 11, None),
    ('{"a" [1]}', "Unexpected character ('[' (code 91)): was expecting a colon to separate field name and value", 1, 6, None),
    ('{"a": [1]', "Unexpected end-of-input: expected close marker for Object", 1, 10, None),
    ('{"a": ["b', "Unexpected end-of-input in a String value", 1, 10, None),
    ('{"a": [01]}', "Invalid numeric value: Leading zeroes not allowed", 1, 9, None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "reason", "line", "column", "near"), PLACED, ids=[each[0] for each in PLACED]
)
def test_a_malformed_pattern_is_refused_in_awss_words_at_its_place(text, reason, line, column, near):
    """The words and places are those of AWS's parser: https://github.com/aws/event-ruler"""
    with pytest.raises(pattern.InvalidEventPattern) as refused:
        pattern.read(text)
    error = refused.value
    assert error.code == "InvalidEventPatternException"
    assert error.message.startswith(f"Event pattern is not valid. Reason: {reason}")
    assert error.message.endswith(f'\n at [Source: (String)"{text}"; line: {line}, column: {column}]')
    assert (error.problem.values["line"], error.problem.values["column"]) == (line, column)
    if near is not None:
        assert error.problem.values["near"] == near


@pytest.mark.parametrize(
    ("operand", "reason"),
    [
        ({"cidr": "bad-filter"}, "Malformed CIDR, one '/' required"),
        ({"cidr": "10.0.0.0/xx"}, "Malformed CIDR, mask bits must be an integer"),
        ({"cidr": "10.0.0.0/-1"}, "Malformed CIDR, mask bits must not be negative"),
        ({"cidr": "xx.11.xx/8"}, "Nonstandard IP address: xx.11.xx"),
        ({"cidr": "10.0.0.0/32"}, "IPv4 mask bits must be < 32"),
        ({"cidr": "::1/128"}, "IPv6 mask bits must be < 128"),
        ({"wildcard": "*:*:*:*:*:event-bus/*"}, "Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character"),
    ],
)  # fmt: skip
def test_where_aws_names_no_place_the_lab_still_does(operand, reason):
    with pytest.raises(pattern.InvalidEventPattern) as refused:
        pattern.read(json.dumps({"a": [operand]}))
    assert refused.value.message == f"Event pattern is not valid. Reason: {reason}"
    assert refused.value.problem.values["line"] == 1


def test_an_or_may_unfold_into_a_thousand_combinations_and_no_more():
    ten = {"$or": [{f"f{number}": [1]} for number in range(10)]}
    asked = ten | {"a": ten | {"b": ten}}
    assert fits(asked, {"f0": 1, "a": {"f1": 1, "b": {"f2": 1}}})
    with pytest.raises(pattern.InvalidEventPattern, match="more than 1000 rule combinations"):
        pattern.read(json.dumps({"$or": [*ten["$or"], {"last": [1]}], "a": asked["a"]}))


@pytest.mark.parametrize("text", ['{"a":' * 700, "[" * 4000, '{"a": [' + "{" * 4000])
def test_deep_nesting_is_refused(text):
    with pytest.raises(pattern.InvalidEventPattern):
        pattern.read(text)


def test_every_right_form_that_is_offered_is_right():
    for _, _, _, _, near in PLACED:
        if near is not None and near.startswith("{") and "…" not in near:
            offered = json.loads(near)
            asked = (
                offered
                if isinstance(next(iter(offered.values())), list) and "$or" in offered
                else {"a": [offered]}
            )
            pattern.read(json.dumps(asked))
