"""Which reports are asked for, and files that are whole or untouched."""

import os
import stat
from pathlib import Path

import pytest

from ecslab.grading.report import ReportError, Wanted, wanted, write


def test_formats_go_to_standard_output_or_a_file():
    assert wanted("text") == Wanted("text")
    assert wanted("junit=out/a=b.xml") == Wanted("junit", Path("out/a=b.xml"))


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        ("jsn", "There is no report format 'jsn'; did you mean 'json'? There are text, json, junit."),
        ("JUnit=x", "There is no report format 'JUnit'; did you mean 'junit'? There are text, json, junit."),
        ("pdf", "There is no report format 'pdf'; there are text, json, junit."),
        ("json=", "A file name must follow 'json='."),
    ],
)
def test_a_wrong_format_names_the_right_one(option, sentence):
    with pytest.raises(ReportError) as caught:
        wanted(option)
    assert str(caught.value) == sentence
    assert caught.value.say("ja") != sentence


def test_a_file_is_replaced_and_nothing_is_left_beside_it(tmp_path):
    file = tmp_path / "結果.json"
    file.write_text("before")
    write(file, "後\n")
    assert file.read_bytes() == "後\n".encode()
    assert [entry.name for entry in tmp_path.iterdir()] == ["結果.json"]


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX's")
def test_a_file_gets_the_mode_that_any_new_file_gets(tmp_path):
    (tmp_path / "other").write_text("")
    write(tmp_path / "report", "")
    assert stat.S_IMODE((tmp_path / "report").stat().st_mode) == stat.S_IMODE(
        (tmp_path / "other").stat().st_mode
    )


def test_a_link_keeps_pointing_to_what_is_replaced(tmp_path):
    (tmp_path / "real").write_text("before")
    link = tmp_path / "link"
    link.symlink_to("real")
    write(link, "after")
    assert link.is_symlink()
    assert (tmp_path / "real").read_text() == "after"


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="needs a device")
def test_a_device_takes_the_bytes_and_stays_a_device():
    write(Path("/dev/null"), "report")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_an_unwritable_place_is_one_clear_sentence(tmp_path):
    for file in (tmp_path / "none" / "report.json", tmp_path, tmp_path / "x\0y"):
        with pytest.raises(ReportError) as caught:
            write(file, "report")
        assert "cannot be written to" in str(caught.value)
        assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []
