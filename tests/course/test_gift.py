"""Plain questions go out in GIFT and come back; what either side cannot say is left out and told."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from ecslab.course.gift import Left, NotParallel, joined, read, written
from ecslab.course.lesson import load_lesson
from ecslab.course.packaged import lessons_folder
from ecslab.course.quiz import AnyQuestion, Choose, ChooseMany, Fill, Match, TrueFalse

QUESTION = TypeAdapter(AnyQuestion)


def there_and_back(questions):
    texts = [list(read(written(questions, language))) for language in ("ja", "en")]
    return [QUESTION.validate_python(each) for each in joined(*texts)]


@pytest.mark.parametrize("name", ["what-is-ecs", "standalone-tasks", "services"])
def test_the_lessons_questions_come_back_the_same(name):
    questions = [
        each.model_copy(update={"at": None})
        for each in load_lesson(lessons_folder() / name).quiz
        if isinstance(each, Choose | ChooseMany | TrueFalse | Fill)
    ]
    again = there_and_back(questions)
    assert questions
    assert [each.model_dump() for each in again] == [each.model_dump() for each in questions]


texts = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12).filter(str.strip)
both = st.fixed_dictionaries({"ja": texts, "en": texts})


@given(both, st.lists(both, min_size=2, max_size=4), st.data())
def test_any_text_comes_back(ask, says, data):
    right = data.draw(st.integers(0, len(says) - 1))
    choices = [{"say": say, "right": number == right, "why": ask} for number, say in enumerate(says)]
    question = QUESTION.validate_python({"id": "q", "ask": ask, "choose": choices})
    assert there_and_back([question]) == [question]


def test_pairs_and_blanks():
    b = {"ja": "あ", "en": "a"}
    match = QUESTION.validate_python(
        {
            "id": "m",
            "ask": b,
            "match": [
                {"item": {"ja": f"項{n}", "en": f"i{n}"}, "with": {"ja": f"組{n}", "en": f"w{n}"}, "why": b}
                for n in (1, 2)
            ],
        }
    )
    fill = QUESTION.validate_python(
        {"id": "f", "ask": b, "fill": {"accept": ["x = 1", "y"], "near": [{"text": "z", "why": b}], "why": b}}
    )
    pairs, blank = there_and_back([match, fill])
    assert isinstance(pairs, Match)
    assert [(pair.item, pair.with_) for pair in pairs.match] == [
        (pair.item, pair.with_) for pair in match.match
    ]
    assert blank == fill


MOODLE = """// question: 1
$CATEGORY: x

::Q1:: [html]Who keeps the
number? {
=the service # yes
~the task
####always
}

Grant is {~buried =entombed ~living} in it.

How much? {#3:0.1}

Tell. {}

Both {~%50%a ~%50%b ~%-100%c}

It is true.{T}

half {=%50%x =y}
"""


def test_moodles_own_ways_are_read():
    found = list(read(MOODLE))
    assert [each.line for each in found if isinstance(each, Left)] == [13, 15, 21]
    kinds = [(each.line, each.kind) for each in found if not isinstance(each, Left)]
    assert kinds == [(4, "choose"), (11, "choose"), (17, "choose-many"), (19, "true-false")]
    first, missing = found[0], found[1]
    assert (first.title, first.ask) == ("Q1", "Who keeps the\nnumber?")
    assert first.body == (("the service", True, "yes"), ("the task", False, "always"))
    assert missing.ask == "Grant is _____ in it."


def test_files_that_are_not_parallel():
    one, other, longer = ([*read(text)] for text in ("a{T}", "a{=x ~y}", "a{T}\n\nb{T}"))
    for pair in (
        (one, other),
        (one, longer),
        (one, [*read("a{F}")]),
        (other, [*read("a{~x =y}")]),
        (other, [*read("a{=x ~y ~z}")]),
    ):
        with pytest.raises(NotParallel):
            joined(*pair)


@given(st.text(alphabet="=~#{}:%->\\\\T1 \\na", max_size=60))
def test_any_file_is_read_or_left_out(text):
    for found in read(text):
        assert found.line >= 1


def test_on_the_command_line(tmp_path):
    from ecslab.cli.root import run

    assert run(["lesson", "to-gift", str(lessons_folder() / "services"), "--lang", "en"]) == 0
    for name in ("ja", "en"):
        (tmp_path / name).write_text("::first one:: x {T#because}", encoding="utf-8")
    assert run(["lesson", "from-gift", "--ja", str(tmp_path / "ja"), "--en", str(tmp_path / "en")]) == 0
    assert run(["lesson", "from-gift", "--ja", str(tmp_path / "no"), "--en", str(tmp_path / "en")]) != 0


def test_what_is_printed_is_a_quiz(tmp_path, capsys):
    from ecslab.cli.root import run

    for name in ("ja", "en"):
        (tmp_path / name).write_text("::first one:: x {T#because}", encoding="utf-8")
    run(["lesson", "from-gift", "--ja", str(tmp_path / "ja"), "--en", str(tmp_path / "en")])
    (question,) = yaml.safe_load(capsys.readouterr().out)["quiz"]
    assert QUESTION.validate_python(question).id == "first-one"
