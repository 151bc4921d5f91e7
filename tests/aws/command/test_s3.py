"""`aws s3`: what it does to files and objects, and what it says, as the AWS CLI does."""

import shlex

import pytest

from ecslab.aws import new_lab
from ecslab.aws.command import Command, FolderFiles, VirtualFiles
from ecslab.aws.command.complete import complete

FILES = {"a.txt": b"hello\n", "site/index.html": b"<p>", "site/img/logo.png": b"png", "site/notes.md": b"#"}


class Shell:
    """A lab's command line over files, with the bucket `b`."""

    def __init__(self, lab, files):
        self.lab, self.files = lab, files
        self._command = Command(lab, files)
        self.ok("mb s3://bbb")

    def run(self, line):
        return self._command.run(["s3", *shlex.split(line)])

    def ok(self, line):
        outcome = self.run(line)
        assert (outcome.exit_code, outcome.stderr) == (0, "")
        return outcome.stdout

    def fails(self, line):
        outcome = self.run(line)
        assert outcome.exit_code != 0
        return outcome.exit_code, outcome.stderr

    def keys(self):
        return [each.name for each in self.lab.world.s3_objects.ascending("current", "bbb")]


@pytest.fixture
def s3():
    return Shell(new_lab(), VirtualFiles(FILES))


def test_a_file_goes_up_and_comes_down(s3):
    assert s3.ok("cp a.txt s3://bbb") == "upload: ./a.txt to s3://bbb/a.txt\n"
    assert s3.ok("cp a.txt s3://bbb/x/") == "upload: ./a.txt to s3://bbb/x/a.txt\n"
    assert s3.ok("cp s3://bbb/a.txt new/b.txt") == "download: s3://bbb/a.txt to new/b.txt\n"
    assert s3.files.read("new/b.txt") == b"hello\n"
    assert s3.ok("cp s3://bbb/a.txt s3://bbb/c") == "copy: s3://bbb/a.txt to s3://bbb/c\n"
    assert s3.ok("cp s3://bbb/c -") == "hello\n"
    assert s3.keys() == ["a.txt", "c", "x/a.txt"]


def test_the_type_is_told_from_the_name_unless_it_is_given(s3):
    s3.ok("cp a.txt s3://bbb/1")
    s3.ok("cp a.txt s3://bbb/2 --content-type text/x --metadata by=job,run=1")
    s3.ok("cp a.txt s3://bbb/3 --no-guess-mime-type")
    found = [each.headers for each in s3.lab.world.s3_objects.ascending("current", "bbb")]
    assert [each.content_type for each in found] == ["text/plain", "text/x", "binary/octet-stream"]
    assert found[1].metadata == {"by": "job", "run": "1"}


def test_folders_go_up_and_down_through_filters(s3):
    said = s3.ok("cp site s3://bbb/web --recursive --exclude '*' --include '*.html' --include 'img/*'")
    assert said == (
        "upload: site/img/logo.png to s3://bbb/web/img/logo.png\n"
        "upload: site/index.html to s3://bbb/web/index.html\n"
    )
    assert s3.ok("cp s3://bbb/web out --recursive --quiet") == ""
    assert s3.files.read("out/img/logo.png") == b"png"


def test_a_move_leaves_nothing_behind(s3):
    assert s3.ok("mv a.txt s3://bbb/a") == "move: ./a.txt to s3://bbb/a\n"
    assert "a.txt" not in s3.files.names()
    assert s3.ok("mv s3://bbb/a s3://bbb/z") == "move: s3://bbb/a to s3://bbb/z\n"
    assert s3.keys() == ["z"]


def test_sync_copies_what_is_new_or_different_only(s3):
    assert s3.ok("sync site s3://bbb/web").count("upload: ") == 3
    assert s3.ok("sync site s3://bbb/web") == ""
    s3.files.write("site/notes.md", b"!")
    s3.files.remove("site/index.html")
    assert s3.ok("sync site s3://bbb/web --size-only") == ""
    assert s3.ok("sync site s3://bbb/web --dryrun --delete") == (
        "(dryrun) upload: site/notes.md to s3://bbb/web/notes.md\n(dryrun) delete: s3://bbb/web/index.html\n"
    )
    s3.ok("sync site s3://bbb/web --delete")
    assert s3.keys() == ["web/img/logo.png", "web/notes.md"]
    assert s3.ok("sync s3://bbb/web site") == ""


def test_a_listing_has_columns_prefixes_and_a_summary(s3):
    s3.ok("cp site s3://bbb --recursive --quiet")
    assert s3.ok("ls") == "2026-01-05 09:00:00 bbb\n"
    assert s3.ok("ls s3://bbb") == (
        "                           PRE img/\n"
        "2026-01-05 09:00:00          3 index.html\n"
        "2026-01-05 09:00:00          1 notes.md\n"
    )
    assert s3.ok("ls bbb/img --recursive --human-readable --summarize") == (
        "2026-01-05 09:00:00    3 Bytes img/logo.png\n\nTotal Objects: 1\n   Total Size: 3 Bytes\n"
    )
    assert s3.run("ls s3://bbb/none").exit_code == 1
    s3.files.write("big", b"x" * 1_000_000)
    s3.ok("cp big s3://bbb/big")
    assert "976.6 KiB big" in s3.ok("ls s3://bbb/big --human-readable")


def test_objects_and_buckets_are_deleted(s3):
    s3.ok("cp site s3://bbb --recursive --quiet")
    assert s3.ok("rm s3://bbb/notes.md") == "delete: s3://bbb/notes.md\n"
    assert s3.ok("rm s3://bbb/never-there") == "delete: s3://bbb/never-there\n"
    code, said = s3.fails("rb s3://bbb")
    assert (code, said) == (
        1,
        (
            "remove_bucket failed: s3://bbb An error occurred (BucketNotEmpty) when calling the DeleteBucket "
            "operation: The bucket you tried to delete is not empty\n"
        ),
    )
    assert s3.ok("rb s3://bbb --force").endswith("remove_bucket: bbb\n")
    assert s3.ok("ls") == ""


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("cp none.txt s3://bbb", 255, "The user-provided path none.txt does not exist."),
        ("cp a.txt b.txt", 252, "usage: aws s3 cp <LocalPath> <S3Uri> or "),
        (
            "cp a.txt s3://nowhere",
            1,
            "upload failed: ./a.txt to s3://nowhere/a.txt An error occurred (NoSuchBucket)",
        ),
        (
            "cp s3://bbb/none x",
            1,
            'fatal error: An error occurred (404) when calling the HeadObject operation: Key "none" does not exist',
        ),
        ("cp s3://bbb/a ../x", 1, "fatal error"),
        ("cp - s3://bbb/x", 252, "There is no standard input in ecslab"),
        ("cp a.txt s3://bbb --acl public-read", 252, "ecslab does not simulate --acl of 'aws s3 cp'"),
        ("cp a.txt s3://bbb --recursiv --foo", 252, "Unknown options: --foo"),
        ("mb bbb", 252, "Error: Invalid argument type"),
        ("mb s3://Bad_Name", 1, "make_bucket failed: s3://Bad_Name An error occurred (InvalidBucketName)"),
        ("ls s3://nowhere", 254, "An error occurred (NoSuchBucket) when calling the ListObjectsV2 operation"),
        ("presign s3://bbb/a", 252, "'aws s3 presign' is not available in ecslab"),
        ("cpp a b", 252, "maybe you meant"),
        ("mv s3://bbb/a", 252, "the following arguments are required: paths"),
    ],
)
def test_what_goes_wrong_is_said_as_the_aws_cli_says_it(s3, line, code, said):
    assert s3.run(line).exit_code == code
    assert said in s3.run(line).stderr


def test_a_path_outside_of_the_folder_is_refused_and_nothing_is_written(s3, tmp_path):
    s3.ok("cp a.txt s3://bbb")
    code, said = s3.fails("cp s3://bbb/a.txt ../x")
    assert (code, said) == (
        1,
        "download failed: s3://bbb/a.txt to ../x '../x' is outside the folder that may be used\n",
    )
    folder = tmp_path / "own"
    folder.mkdir()
    shell = Shell(new_lab(), FolderFiles(folder, writable=True))
    (folder / "a.txt").write_bytes(b"x")
    shell.ok("cp a.txt s3://bbb")
    assert shell.fails("cp s3://bbb/a.txt ../x")[0] == 1
    shell.ok("cp s3://bbb/a.txt deep/er/")
    assert (folder / "deep/er/a.txt").read_bytes() == b"x"
    assert [each.name for each in tmp_path.iterdir()] == ["own"]
    closed = Shell(new_lab(), FolderFiles(folder))
    closed.ok("cp a.txt s3://bbb")
    assert "no file can be changed here" in closed.fails("cp s3://bbb/a.txt b")[1]


def test_help_and_completion_know_the_commands(s3):
    assert "sync" in s3.ok("help")
    assert "--exclude <value>" in s3.ok("cp help")
    assert [each.text for each in complete("aws s3 s", 8)] == ["sync"]
