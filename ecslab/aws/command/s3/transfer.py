"""`cp`, `mv`, `rm` and `sync`: what is to be done to which files and objects, and doing it.

https://docs.aws.amazon.com/cli/latest/reference/s3/
"""

from __future__ import annotations

import hashlib
import json
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from ecslab.aws.command.errors import CommandError, Refused, ServiceError
from ecslab.aws.command.files import FileMissing, FileRefused
from ecslab.aws.command.outcome import OK, USAGE, Outcome
from ecslab.aws.command.s3.bucket import S3, Uri, parse_uri
from ecslab.aws.command.s3.options import TABLE
from ecslab.aws.command.shorthand import ShorthandError, parse_shorthand

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable

    from ecslab.aws.command.files import Files

_FAILED = 1
_WARNED = 2
_VERBS = {"cp": {}, "sync": {}, "rm": {}, "mv": dict.fromkeys(("upload", "download", "copy"), "move")}
_TYPES = {
    ".bin": "application/octet-stream",
    ".css": "text/css",
    ".csv": "text/csv",
    ".gif": "image/gif",
    ".htm": "text/html",
    ".html": "text/html",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript",
    ".json": "application/json",
    ".md": "text/markdown",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".py": "text/x-python",
    ".sh": "application/x-sh",
    ".svg": "image/svg+xml",
    ".tar": "application/x-tar",
    ".txt": "text/plain",
    ".xml": "text/xml",
    ".zip": "application/zip",
}
"""The types that are told from names, by their endings."""


class WrongPaths(CommandError):
    """Paths that a command does not take."""

    exit_code = USAGE

    def __init__(self, command: str) -> None:
        told = TABLE[command].usage
        if TABLE[command].paths > 1 or command == "rm":
            told = f"usage: aws s3 {command} {told}"
        super().__init__(f"{told}\nError: Invalid argument type")


class MissingPath(CommandError):
    """A local path at which nothing is."""

    def __init__(self, path: str) -> None:
        super().__init__(f"The user-provided path {path} does not exist.")


class IsFolder(FileRefused):
    """A folder where a file is wanted."""

    def __init__(self, path: str) -> None:
        super().__init__(f"[Errno 21] Is a directory: '{path}'")


class Thing(NamedTuple):
    """A file or an object that takes part."""

    place: Uri | str
    name: str
    """Its path below where the command began."""
    size: int
    digest: str
    """The MD5 of its content in hexadecimal digits."""


class _Report:
    """What was done and what failed."""

    def __init__(self, asked: Namespace) -> None:
        self._asked = asked
        self.stdout = ""
        self.stderr = ""
        self.failed = False
        self.warned = False
        self.problem: Any = None

    def done(self, verb: str, told: str) -> None:
        if not self._asked.quiet and not self._asked.only_show_errors:
            self.stdout += f"{'(dryrun) ' if self._asked.dryrun else ''}{verb}: {told}\n"

    def failure(self, said: str, error: CommandError | FileRefused) -> None:
        self.failed = True
        cause = error.__cause__
        self.problem = self.problem or getattr(cause, "problem", None)
        if not self._asked.quiet:
            self.stderr += f"{said} {error}\n"

    def warning(self, said: str) -> None:
        self.warned = True
        if not self._asked.quiet:
            self.stderr += f"warning: {said}\n"

    def outcome(self) -> Outcome:
        code = _FAILED if self.failed else _WARNED if self.warned else OK
        return Outcome(code, self.stdout, self.stderr, None, self.problem)


def transfer(command: str, s3: S3, files: Files, asked: Namespace) -> Outcome:
    """Run one of the four commands. Raises CommandError for what is wrong from the start."""
    return _Transfer(command, s3, files, asked).run()


class _Transfer:
    """One command under way."""

    def __init__(self, command: str, s3: S3, files: Files, asked: Namespace) -> None:
        self._command, self._s3, self._files, self._asked = command, s3, files, asked
        self._whole = command == "sync" or asked.recursive
        self._report = _Report(asked)
        source, *rest = asked.paths
        self._source: Uri | str = parse_uri(source) or source
        self._target: Uri | str = (parse_uri(rest[0]) or rest[0]) if rest else self._source
        if not isinstance(self._source, Uri) and not isinstance(self._target, Uri):
            raise WrongPaths(command)
        if command == "rm" and not isinstance(self._source, Uri):
            raise WrongPaths(command)

    def run(self) -> Outcome:
        if "-" in (self._source, self._target):
            return self._stream()
        try:
            things = [thing for thing in self._things(self._source) if self._takes(thing)]
            there = self._things_there() if self._command == "sync" else {}
        except ServiceError as error:
            self._report.failure("fatal error:", error)
            return self._report.outcome()
        for thing in things:
            if self._command != "sync" or self._differs(thing, there.get(thing.name)):
                self._act(thing)
        if self._command == "sync" and self._asked.delete:
            kept = {thing.name for thing in things}
            for thing in there.values():
                if thing.name not in kept and self._takes(thing):
                    self._remove(thing)
        return self._report.outcome()

    def _stream(self) -> Outcome:
        """An object to standard output; standard input there is none."""
        if self._command != "cp" or self._whole:
            raise CommandError("Streaming currently is only compatible with non-recursive cp commands")
        if not isinstance(self._source, Uri):
            raise Refused(
                "There is no standard input in ecslab: write a file, with cat > NAME, and copy that."
            )
        content = self._s3.call("GetObject", Bucket=self._source.bucket, Key=self._source.key)["Body"]
        return Outcome(OK, content.decode(errors="replace"), "", None)

    def _things(self, place: Uri | str) -> Iterable[Thing]:
        if isinstance(place, Uri):
            return self._objects(place)
        return self._local(place)

    def _objects(self, uri: Uri) -> Iterable[Thing]:
        if not self._whole and not uri.key:
            # Without a key there is one thing to do to the bucket: to see whether it is there.
            next(self._s3.pages(uri))
            return []
        if not self._whole:
            if self._command == "rm":
                return [Thing(uri, uri.key.split("/")[-1], 0, "")]
            head = self._s3.call("HeadObject", Bucket=uri.bucket, Key=uri.key)
            return [_object(uri, uri.key.split("/")[-1], head["ContentLength"], head["ETag"])]
        # As the AWS CLI has it, `rm --recursive` takes a prefix for what it is, the others for a folder.
        prefix = uri.key if self._command == "rm" or not uri.key or uri.key.endswith("/") else f"{uri.key}/"
        return [
            _object(Uri(uri.bucket, each["Key"]), each["Key"][len(prefix) :], each["Size"], each["ETag"])
            for each in self._s3.objects(Uri(uri.bucket, prefix))
            if each["Key"] != prefix or self._command == "rm"
        ]

    def _local(self, path: str) -> Iterable[Thing]:
        if not self._whole:
            try:
                content = self._files.read(path)
            except FileMissing as error:
                if self._is_folder(path):
                    return [Thing(_folder(path), "", 0, "")]
                raise MissingPath(path) from error
            return [_file(path, PurePosixPath(path).name, content)]
        folder = _folder(path)
        names = [name for name in self._files.names() if name.startswith(folder)]
        if not names and path == self._source:
            if PurePosixPath(path).as_posix() not in self._files.names():
                raise MissingPath(path)
            self._report.warning(f"Skipping file {folder}. File does not exist.")
        return [_file(name, name[len(folder) :], self._files.read(name)) for name in names]

    def _things_there(self) -> dict[str, Thing]:
        return {thing.name: thing for thing in self._things(self._target)}

    def _takes(self, thing: Thing) -> bool:
        """Whether the filters leave a thing in; the last that matches decides."""
        matching = [each.takes for each in self._asked.filters if fnmatchcase(thing.name, each.pattern)]
        return matching[-1] if matching else True

    def _differs(self, thing: Thing, there: Thing | None) -> bool:
        if there is None or thing.size != there.size:
            return True
        return not self._asked.size_only and thing.digest != there.digest

    def _act(self, thing: Thing) -> None:
        if self._command == "rm":
            self._remove(thing)
            return
        target = self._place_for(thing)
        kind = "copy" if isinstance(thing.place, Uri) else "upload"
        kind = kind if isinstance(target, Uri) else "download"
        verb = _VERBS[self._command].get(kind, kind)
        told = f"{_shown(thing.place)} to {_shown(target)}"
        if self._command == "mv" and thing.place == target:
            raise CommandError(f"Cannot mv a file onto itself: {_shown(thing.place)} - {_shown(target)}")
        try:
            if not self._asked.dryrun:
                self._move(thing.place, target)
        except (ServiceError, FileRefused) as error:
            self._report.failure(f"{verb} failed: {told}", error)
        else:
            self._report.done(verb, told)

    def _move(self, place: Uri | str, target: Uri | str) -> None:
        if isinstance(place, Uri) and isinstance(target, Uri):
            source = quote(f"{place.bucket}/{place.key}")
            self._s3.call(
                "CopyObject", Bucket=target.bucket, Key=target.key, CopySource=source, **self._stored(None)
            )
        elif isinstance(target, Uri) and isinstance(place, str):
            if place.endswith("/"):
                raise IsFolder(place)
            content = self._files.read(place)
            stored = self._stored(place)
            self._s3.call("PutObject", Bucket=target.bucket, Key=target.key, Body=content, **stored)
        elif isinstance(place, Uri) and isinstance(target, str):
            content = self._s3.call("GetObject", Bucket=place.bucket, Key=place.key)["Body"]
            self._files.write(target, content)
        if self._command == "mv":
            self._forget(place)

    def _remove(self, thing: Thing) -> None:
        told = _shown(thing.place)
        try:
            if not self._asked.dryrun:
                self._forget(thing.place)
        except (ServiceError, FileRefused) as error:
            self._report.failure(f"delete failed: {told}", error)
        else:
            self._report.done("delete", told)

    def _forget(self, place: Uri | str) -> None:
        if isinstance(place, Uri):
            self._s3.call("DeleteObject", Bucket=place.bucket, Key=place.key)
        else:
            self._files.remove(place)

    def _place_for(self, thing: Thing) -> Uri | str:
        """Where a thing goes: into what is, or looks like, a folder, else under the very name."""
        target = self._target
        if isinstance(target, Uri):
            folder = self._whole and target.key and not target.key.endswith("/")
            key = f"{target.key}/" if folder else target.key
            return Uri(
                target.bucket, key + thing.name if self._whole or not key or key.endswith("/") else key
            )
        if self._whole or target.endswith("/") or self._is_folder(target):
            return _folder(target) + thing.name
        return target

    def _is_folder(self, path: str) -> bool:
        folder = _folder(path)
        return not folder or any(name.startswith(folder) for name in self._files.names())

    def _stored(self, path: str | None) -> dict[str, Any]:
        """The parameters with which an object is stored."""
        given = {
            option.member: getattr(self._asked, option.name.replace("-", "_"))
            for option in TABLE[self._command].options
            if option.member is not None
        }
        params: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
        if "Metadata" in params:
            params["Metadata"] = _metadata(params["Metadata"])
        if path is None:
            return params
        params.pop("MetadataDirective", None)
        kind = _TYPES.get(PurePosixPath(path).suffix.lower())
        if kind is not None and not self._asked.no_guess_mime_type:
            params.setdefault("ContentType", kind)
        return params


def _object(uri: Uri, name: str, size: int, etag: str) -> Thing:
    return Thing(uri, name, size, etag.strip('"'))


def _file(path: str, name: str, content: bytes) -> Thing:
    return Thing(path, name, len(content), hashlib.md5(content, usedforsecurity=False).hexdigest())


def _folder(path: str) -> str:
    """A folder as the names of what is in it begin."""
    plain = PurePosixPath(path).as_posix()
    return "" if plain == "." else f"{plain}/"


def _shown(place: Uri | str) -> str:
    if isinstance(place, Uri):
        return str(place)
    return place if "/" in place else f"./{place}"


def _metadata(text: str) -> dict[str, str]:
    if text.startswith("{"):
        try:
            return {str(name): str(value) for name, value in json.loads(text).items()}
        except ValueError as error:
            said = f"Invalid JSON: {error}\nJSON received: {text}"
            raise CommandError(f"Error parsing parameter '--metadata': {said}") from error
    try:
        found: dict[str, str] = parse_shorthand(text, lambda _: None)
    except ShorthandError as error:
        raise CommandError(f"Error parsing parameter '--metadata': {error}") from error
    return found
