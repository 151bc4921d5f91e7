"""A file in any state: something works, one sentence says so, nothing is lost."""

import sqlite3
import subprocess
import sys

import pytest

from ecslab.locale import words
from ecslab.progress.errors import ProgressError
from ecslab.progress.home import data_folder
from ecslab.progress.opening import FILE_NAME, open_store


def test_the_home_variable_moves_everything(tmp_path):
    assert data_folder({"ECSLAB_HOME": str(tmp_path)}) == tmp_path
    assert data_folder({"ECSLAB_HOME": ""}).name == "ecslab"


def test_a_file_that_is_no_database_is_set_aside_whole(tmp_path):
    path = tmp_path / FILE_NAME
    path.write_bytes(b"not a database, but someone's work" * 100)
    store, notice = open_store(tmp_path)
    store.set_setting("language", "ja")
    store.close()
    kept = tmp_path / f"{FILE_NAME}.damaged-1"
    assert notice == ("progress.set-aside", {"kept": str(kept)})
    assert kept.read_bytes().startswith(b"not a database")
    store, notice = open_store(tmp_path)
    assert (store.setting("language"), notice) == ("ja", None)
    store.close()


def test_damage_in_the_middle_of_a_file_is_noticed(tmp_path):
    store, _ = open_store(tmp_path)
    for number in range(500):
        store.remember(f"aws ecs describe-tasks --tasks {number}" * 5)
    store.close()
    path = tmp_path / FILE_NAME
    content = bytearray(path.read_bytes())
    content[8192:16384] = b"\xff" * 8192
    path.write_bytes(content)
    store, notice = open_store(tmp_path)
    assert notice is not None
    assert notice.key == "progress.set-aside"
    assert store.history() == ()
    store.close()


def test_files_set_aside_before_are_not_overwritten(tmp_path):
    for _ in range(2):
        (tmp_path / FILE_NAME).write_bytes(b"broken" * 1000)
        open_store(tmp_path).store.close()
    assert sorted(path.name for path in tmp_path.glob("*damaged*")) == [
        f"{FILE_NAME}.damaged-1",
        f"{FILE_NAME}.damaged-2",
    ]


def test_another_programs_database_is_set_aside(tmp_path):
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    connection.close()
    store, notice = open_store(tmp_path)
    store.close()
    assert notice is not None
    assert notice.key == "progress.set-aside"


def test_a_newer_file_is_left_alone(tmp_path):
    open_store(tmp_path).store.close()
    connection = sqlite3.connect(tmp_path / FILE_NAME)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    store, notice = open_store(tmp_path)
    assert notice is not None
    assert notice.key == "progress.newer"
    assert not store.lasting
    store.set_setting("language", "ja")
    store.close()
    assert [path.name for path in tmp_path.glob("*damaged*")] == []


def test_a_folder_that_cannot_be_made_still_gives_a_store(tmp_path):
    (tmp_path / "file").write_text("in the way")
    store, notice = open_store(tmp_path / "file" / "below")
    assert notice is not None
    assert notice.key == "progress.unusable"
    store.remember("aws ecs list-clusters")
    assert store.history() == ("aws ecs list-clusters",)
    store.close()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_notice_is_a_sentence_in_both_languages(tmp_path, language):
    (tmp_path / FILE_NAME).write_bytes(b"broken" * 1000)
    store, notice = open_store(tmp_path)
    store.close()
    assert notice is not None
    assert f"{FILE_NAME}.damaged-1" in words(language)(notice.key, **notice.values)


def test_a_store_that_stops_working_says_so(tmp_path):
    store, _ = open_store(tmp_path)
    store.close()
    with pytest.raises(ProgressError):
        store.set_setting("language", "ja")


WRITER = """
import sys
from pathlib import Path
from ecslab.progress.opening import open_store
store, notice = open_store(Path(sys.argv[1]))
assert notice is None and store.lasting, notice
for number in range(200):
    store.remember(f"{sys.argv[2]} {number}")
store.close()
"""


def test_processes_that_write_at_once_lose_nothing(tmp_path):
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), name], stderr=subprocess.PIPE)
        for name in ("one", "two", "three")
    ]
    for writer in writers:
        _, errors = writer.communicate(timeout=60)
        assert writer.returncode == 0, errors.decode()
    store, notice = open_store(tmp_path)
    lines = store.history()
    store.close()
    assert notice is None
    for name in ("one", "two", "three"):
        assert [line for line in lines if line.startswith(name)] == [f"{name} {n}" for n in range(200)]
