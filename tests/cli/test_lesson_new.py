"""A new lesson passes the check, wherever it is made."""

import pytest

from ecslab.course.loader import load_course
from ecslab.course.template import enlist
from ecslab.grading.check import check
from ecslab.grading.grade import grade


@pytest.fixture
def place(tmp_path):
    """A folder with nothing in it."""
    (tmp_path / "place").mkdir()
    return tmp_path / "place"


def test_a_new_lesson_has_nothing_wrong(ecslab, place):
    done = ecslab("lesson", "new", "my-first", "--course", str(place))
    assert (done.code, done.out) == (0, f"{(place / 'my-first').as_posix()}\n")
    assert [str(finding) for finding in check(place / "my-first")] == []
    course = load_course(place / "my-first")
    script = course.lesson("my-first").text("solutions/name-it.sh")
    assert all(grade(course, "my-first/name-it", script, seed=seed).passed for seed in range(3))


@pytest.mark.parametrize(
    "lessons",
    [
        "lessons: [one]",
        "lessons: [ one ]  # all",
        "lessons:\n  - one\n",
        "lessons:\n- one",
        "lessons:\n  - one  # last\n# end\n",
    ],
)
def test_it_becomes_the_last_of_its_course(ecslab, place, lessons):
    ecslab("lesson", "new", "one", "--course", str(place))
    (place / "course.yaml").write_text(
        f"# mine\nformat: 1\ntitle: {{ja: 講座, en: Course}}\n{lessons}", encoding="utf-8"
    )
    done = ecslab("lesson", "new", "two", "--course", str(place))
    assert done.code == 0
    assert load_course(place).ids == ("one", "two")
    assert (place / "course.yaml").read_text(encoding="utf-8").startswith("# mine\n")
    assert "course.yaml" in done.err
    assert [str(finding) for finding in check(place)] == []


def test_one_that_is_listed_already_is_not_listed_twice(ecslab, place):
    ecslab("lesson", "new", "one", "--course", str(place))
    text = "format: 1\ntitle: {ja: 講座, en: Course}\nlessons: [one]\nincidents: [two, three]\n"
    (place / "course.yaml").write_text(text, encoding="utf-8")
    for name in ("two", "three"):
        assert ecslab("lesson", "new", name, "--course", str(place)).code == 0
    assert (place / "course.yaml").read_text(encoding="utf-8") == text
    assert [str(finding) for finding in check(place)] == []


def test_what_cannot_be_added_is_left_alone(place):
    text = 'format: 1\ntitle: {ja: 講座, en: Course}\nlessons: ["one"]\n'
    (place / "course.yaml").write_text(text, encoding="utf-8")
    assert not enlist("two", place)
    assert (place / "course.yaml").read_text(encoding="utf-8") == text


def test_nothing_is_overwritten(ecslab, place):
    (place / "mine").mkdir()
    done = ecslab("lesson", "new", "mine", "--course", str(place))
    assert done.code == 2
    assert "is there already" in done.err
    assert list((place / "mine").iterdir()) == []


@pytest.mark.parametrize("name", ["My", "a/b", "../x", "a_b", "-a", "x" * 61, ""])
def test_a_name_is_an_id(ecslab, place, name):
    done = ecslab("lesson", "new", "--course", str(place), "--", name)
    assert done.code == 2
    assert list(place.iterdir()) == []
