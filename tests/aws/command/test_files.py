import os

import pytest

from ecslab.aws.command import FileRefused, FolderFiles, NoFiles, VirtualFiles
from ecslab.aws.command.files import MAX_BYTES


@pytest.fixture
def folder(tmp_path):
    inside = tmp_path / "inside"
    (inside / "deep").mkdir(parents=True)
    (inside / "td.json").write_bytes(b"{}")
    (inside / "deep" / "x").write_bytes(b"x")
    (tmp_path / "secret").write_bytes(b"secret")
    return FolderFiles(inside)


@pytest.mark.parametrize("path", ["td.json", "./td.json", "deep/../td.json"])
def test_a_file_of_the_folder_is_read(folder, path):
    assert folder.read(path) == b"{}"
    assert folder.read("deep/x") == b"x"


@pytest.mark.parametrize(
    "path", ["../secret", "deep/../../secret", "/etc/passwd", "~/secret", "deep", "", "a\0b"]
)
def test_nothing_else_is_read(folder, path):
    with pytest.raises(FileRefused):
        folder.read(path)


def test_a_missing_file_names_the_nearest(folder):
    with pytest.raises(FileRefused, match=r"no file 'tb.json'; did you mean 'td.json'\?"):
        folder.read("tb.json")


@pytest.mark.skipif(not hasattr(os, "symlink") or os.name == "nt", reason="links need rights on Windows")
def test_a_link_does_not_lead_out_of_the_folder(folder, tmp_path):
    (tmp_path / "inside" / "link").symlink_to(tmp_path / "secret")
    with pytest.raises(FileRefused, match="outside"):
        folder.read("link")


def test_a_file_without_end_is_refused(folder, tmp_path):
    (tmp_path / "inside" / "big").write_bytes(b"x" * (MAX_BYTES + 1))
    with pytest.raises(FileRefused, match="larger than"):
        folder.read("big")


def test_virtual_files_are_written_and_read_by_any_spelling_of_their_path():
    files = VirtualFiles()
    files.write("a/../td.json", b"1")
    assert files.read("./td.json") == b"1"
    for path in ("/td.json", "../td.json", "other"):
        with pytest.raises(FileRefused):
            files.read(path)


def test_no_files_are_none():
    with pytest.raises(FileRefused, match="no file can be read here"):
        NoFiles().read("x")
