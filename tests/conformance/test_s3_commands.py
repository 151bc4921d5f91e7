"""`aws s3` does what the AWS CLI does, and says it so: both run on labs of their own, over the same files."""

import base64
import json
import os
import shlex
import sys
from datetime import datetime
from urllib.parse import quote

import pytest

from ecslab.aws import new_lab
from ecslab.aws.command import Command, FolderFiles
from ecslab.engine.errors import ApiError

FILES = {
    "a.txt": b"hello\n",
    "empty": b"",
    "site/index.html": b"<p>",
    "site/notes.md": b"# notes",
    "site/img/logo.png": b"png",
    "site/img/old/logo.png": b"old",
}


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there the AWS CLI writes paths otherwise")

OLD = 1_700_000_000
"""When the files were last changed, in seconds: before any object is."""


class Twins:
    """One lab under our command line and one under the AWS CLI, each over a folder of its own."""

    def __init__(self, aws_cli, path):
        self._aws_cli = aws_cli
        self.labs = [new_lab(), new_lab()]
        self.folders = [path / "ours", path / "theirs"]
        for folder in self.folders:
            for name, content in FILES.items():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_bytes(content)
                os.utime(folder / name, (OLD, OLD))
        self._command = Command(self.labs[0], FolderFiles(self.folders[0], writable=True))

    def run(self, line):
        """What both say of a line."""
        words = ["s3", *shlex.split(line)]
        ours = self._command.run(words)
        question = {"words": words, "folder": str(self.folders[1])}
        theirs = self._aws_cli.ask("run", question, self._answer)
        return (
            {"code": ours.exit_code, "stdout": ours.stdout, "stderr": ours.stderr},
            theirs,
        )

    def _answer(self, service, operation, params):
        params = {name: read(value) for name, value in params.items() if not name.startswith("Checksum")}
        source = params.get("CopySource")
        if isinstance(source, dict):
            params["CopySource"] = quote(f"{source['Bucket']}/{source['Key']}")
        try:
            value = self.labs[1].call({"s3": "s3api"}.get(service, service), operation, params)
        except ApiError as error:
            if operation.startswith("Head"):  # the answer has no body that would say more
                said = "Not Found" if error.status == 404 else "Forbidden"
                return {"error": [str(error.status), said, error.status]}
            return {"error": [error.code, error.message, error.status]}
        return {"value": json.loads(json.dumps(value, default=plain))}

    def left(self):
        """The objects of both labs and the files of both folders."""
        objects = [
            {
                f"{each.bucket}/{each.name}": (each.headers.content_type, each.headers.metadata, each.etag)
                for bucket in lab.world.s3_buckets.values()
                for each in lab.world.s3_objects.ascending("current", bucket.name)
            }
            for lab in self.labs
        ]
        files = [
            {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
            for folder in self.folders
        ]
        return objects, files


def read(value):
    if isinstance(value, dict):
        if set(value) == {"bytes"}:
            return base64.b64decode(value["bytes"])
        return {name: read(each) for name, each in value.items()}
    return [read(each) for each in value] if isinstance(value, list) else value


def plain(value):
    if isinstance(value, datetime):
        return value.isoformat()
    return {"bytes": base64.b64encode(value).decode()}


@pytest.fixture
def twins(aws_cli, tmp_path):
    return Twins(aws_cli, tmp_path)


def told(said, folder):
    """What was said, comparable: transfers end in any order, and paths may stand in full."""
    shown = {name: said[name].replace(f"{folder}/", "") for name in ("stdout", "stderr")}
    return {name: sorted(text.splitlines()) for name, text in shown.items()}


STORIES = {
    "up and down": """
        ls
        mb s3://bbb
        mb s3://bbb
        ls
        ls --summarize
        cp a.txt s3://bbb --no-progress
        cp a.txt s3://bbb/x/ --no-progress
        cp a.txt s3://bbb/x --no-progress
        cp a.txt s3://bbb/x/y.txt --dryrun
        cp empty s3://bbb --only-show-errors
        cp s3://bbb/a.txt new/b.txt --no-progress
        cp s3://bbb/a.txt . --no-progress
        cp s3://bbb/a.txt site --no-progress
        cp s3://bbb/a.txt s3://bbb/c --no-progress
        cp s3://bbb/c -
        mv s3://bbb/c s3://bbb/d --no-progress
        mv s3://bbb/d d.txt --no-progress
        mv d.txt s3://bbb --no-progress
        rm s3://bbb/d.txt
        rm s3://bbb/never
        rb s3://bbb
        rb s3://bbb --force
        rb s3://bbb
    """,
    "whole folders": """
        mb s3://bbb
        cp site s3://bbb/web --recursive --no-progress
        ls s3://bbb
        ls s3://bbb/web
        ls s3://bbb/web/
        ls bbb/web/
        ls s3://bbb --recursive --human-readable --summarize
        ls s3://bbb/none
        cp s3://bbb/web out --recursive --no-progress
        cp s3://bbb/we out2 --recursive --no-progress
        cp s3://bbb/ out3 --recursive --exclude * --include *.png --no-progress
        cp s3://bbb/web s3://bbb/copy --recursive --no-progress
        mv s3://bbb/copy s3://bbb/moved --recursive --no-progress
        rm s3://bbb/moved --recursive --exclude *.md
        rm s3://bbb/moved --recursive --dryrun
        rm s3://bbb --recursive --quiet --exclude web/*
        sync site s3://bbb/web --no-progress
        sync site s3://bbb/other --no-progress
        sync site/img s3://bbb/other --delete --no-progress --exclude *.md
        sync s3://bbb/other down --no-progress
        sync s3://bbb/other s3://bbb/third --no-progress --exclude *.png
        sync s3://bbb/none down --no-progress
    """,
    "what an object is": r"""
        mb s3://bbb
        cp a.txt s3://bbb/1 --metadata by=job,run=1 --content-type text/x --no-progress
        cp a.txt s3://bbb/2 --metadata {\"by\":\"job\"} --no-progress
        cp a.txt s3://bbb/3 --no-guess-mime-type --no-progress
        cp a.txt s3://bbb/4 --cache-control no-store --storage-class STANDARD_IA --sse AES256 --quiet
        cp s3://bbb/1 s3://bbb/5 --no-progress
        cp s3://bbb/1 s3://bbb/6 --metadata-directive REPLACE --metadata a=b --no-progress
        cp site/notes.md s3://bbb/7 --no-progress
    """,
    "what goes wrong": """
        mb s3://bbb
        mb s3://Bad_Name
        cp none.txt s3://bbb --no-progress
        cp s3://bbb/none x --no-progress
        cp s3://bbb/none s3://bbb/z --no-progress
        cp s3://bbb/none/ out --recursive --no-progress
        cp s3://bbb out --no-progress
        cp s3://bbb s3://bbb/z --no-progress
        cp site s3://bbb --no-progress
        cp site/ s3://bbb/x --no-progress
        mv site s3://bbb/x/ --no-progress
        cp site s3://bbb --dryrun
        cp a.txt s3://nowhere/x --no-progress
        cp s3://nowhere/x a --no-progress
        mv a.txt s3://nowhere/x --no-progress
        mv none s3://bbb/ --recursive --no-progress
        mv a.txt s3://bbb/ --recursive --no-progress
        mv a.txt s3://bbb/k --no-progress
        mv s3://bbb/k s3://bbb/k --no-progress
        sync none s3://bbb/x --no-progress
        sync empty s3://bbb/x --no-progress
        sync s3://nowhere x --no-progress
        sync s3://bbb/k s3://nowhere --no-progress
        rm s3://bbb
        rm s3://bbb/ --dryrun
        rm s3://nowhere/x
        rm s3://nowhere --recursive
        rb s3://bbb/key
    """,
}


@pytest.mark.parametrize("story", STORIES)
def test_a_story_goes_as_under_the_aws_cli(twins, story):
    for line in STORIES[story].split("\n"):
        if line.strip():
            ours, theirs = twins.run(line.strip())
            found = [told(said, folder) for said, folder in zip((ours, theirs), twins.folders, strict=True)]
            assert (line, ours["code"], found[0]) == (line, theirs["code"], found[1])
            (objects, others), (files, other_files) = twins.left()
            assert (line, objects, files) == (line, others, other_files)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("ls s3://nowhere", 254),
        ("rm a.txt", 252),
        ("cp a.txt b.txt", 252),
        ("mv a.txt b.txt", 252),
        ("sync a b", 252),
        ("mb bbb", 252),
        ("rb bbb", 252),
    ],
)
def test_version_2_says_the_same_with_exit_codes_of_its_own(twins, line, code):
    """The AWS CLI on PyPI is its version 1, which exits with 255 wherever it has no code."""
    ours, theirs = twins.run(line)
    assert (ours["code"], theirs["code"]) == (code, 255)
    assert (ours["stdout"], ours["stderr"]) == (theirs["stdout"], theirs["stderr"])


@pytest.mark.parametrize("option", ["--storage-class WRONG", "--sse wrong", "--metadata-directive MOVE"])
def test_a_choice_that_there_is_not_is_refused_before_anything_goes(twins, option):
    ours, theirs = twins.run(f"cp a.txt s3://bbb {option}")
    assert (ours["code"], theirs["code"]) == (252, 2)
    said = f"argument {option.split()[0]}: "
    assert said in ours["stderr"]
    assert said in theirs["stderr"]
    assert twins.left()[0] == [{}, {}]
