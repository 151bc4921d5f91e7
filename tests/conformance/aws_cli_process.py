"""The AWS CLI from PyPI as a process that answers questions, one JSON line each; it never calls AWS.

A process of its own, because importing `awscli` replaces the `botocore` of whoever imports it.
"""

import base64
import io
import json
import os
import sys
import threading
from argparse import Namespace
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path

import botocore.client
import colorama
import jmespath
from awscli import clidriver, formatter, shorthand
from botocore.exceptions import ClientError
from botocore.loaders import JSONFileLoader
from botocore.response import StreamingBody

JSONFileLoader.load_file = cache(JSONFileLoader.load_file)
_questions, _answers, _asking = sys.stdin, sys.stdout, threading.Lock()
_drivers = []

_seen = []


def _keep(_caller, service_name, operation_name, parameters, _parsed_globals):
    """Stands in for the caller that would sign and send a request."""
    _seen.append([service_name, operation_name, parameters])
    return 0


def _driver(words):
    """A driver, new where the last is worn: some options change its tables, and each line adds handlers."""
    renews = any(word.startswith(("--cli-input", "--generate")) for word in words)
    if renews or len(_drivers) >= 50:
        _drivers.clear()
    _drivers.append(_drivers[-1] if _drivers else clidriver.create_clidriver())
    last = _drivers[-1]
    if renews:
        _drivers.clear()
    return last


def parse(words):
    """The service, operation and parameters of the call that a line makes, or why it makes none."""
    clidriver.CLIOperationCaller.invoke = _keep
    _seen.clear()
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            code = _driver(words).main(words)
        except SystemExit as left:
            code = left.code
    return {
        "call": _seen[0] if _seen else None,
        "code": code,
        "stdout": out.getvalue(),
        "stderr": err.getvalue(),
    }


def read_shorthand(text):
    """What a text says in shorthand, or the error."""
    try:
        return {"value": shorthand.ShorthandParser().parse(text)}
    except shorthand.ShorthandParseError as error:
        return {"error": str(error)}


def show(question):
    """A result in one of the AWS CLI's formats."""
    stream = io.StringIO()
    # The value is what a query finds: it may be anything, where a response is a structure.
    settings = Namespace(query=jmespath.compile("value"), color=question["color"])
    response = {"value": question["value"]}
    try:
        formatter.get_formatter(question["output"], settings)(question["title"], response, stream)
    except Exception as error:  # whatever the formatter cannot show
        return {"error": str(error)}
    finally:
        colorama.deinit()  # coloured tables wrap stdout, which is ours for answers
    return {"shown": stream.getvalue()}


class _Text(io.StringIO):
    """Standard output or error that takes bytes too, as `cp … -` writes them."""

    @property
    def buffer(self):
        return self

    def write(self, text):
        return super().write(text.decode() if isinstance(text, bytes) else text)


def _asked_back(client, operation, params):
    """Stands in for the sending of a request: whoever asked this process answers it."""
    params = {name: _sent(value) for name, value in params.items()}
    with _asking:
        _answers.write(
            json.dumps({"api": [client.meta.service_model.service_name, operation, params]}) + "\n"
        )
        _answers.flush()
        answer = json.loads(_questions.readline(), object_hook=_received)
    if "error" in answer:
        code, message, status = answer["error"]
        metadata = {"HTTPStatusCode": status, "HTTPHeaders": {}}
        raise ClientError(
            {"Error": {"Code": code, "Message": message}, "ResponseMetadata": metadata}, operation
        )
    found = answer["value"] | {"ResponseMetadata": {"HTTPStatusCode": 200, "HTTPHeaders": {}}}
    if "Body" in found:
        found["Body"] = StreamingBody(io.BytesIO(found["Body"]), len(found["Body"]))
    return found


def _sent(value):
    if isinstance(value, dict):
        return {name: _sent(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_sent(each) for each in value]
    content = value.read() if hasattr(value, "read") else value
    return {"bytes": base64.b64encode(content).decode()} if isinstance(content, bytes) else content


def _received(value):
    if set(value) == {"bytes"}:
        return base64.b64decode(value["bytes"])
    return value


def run(question):
    """What the whole AWS CLI does with a line in a folder; its calls are asked back."""
    botocore.client.BaseClient._make_api_call = _asked_back
    out, err, home = _Text(), _Text(), Path.cwd()
    os.chdir(question["folder"])
    try:
        with redirect_stdout(out), redirect_stderr(err):
            code = _driver(question["words"]).main(question["words"])
    except SystemExit as left:
        code = left.code
    finally:
        os.chdir(home)
    return {"code": code, "stdout": out.getvalue(), "stderr": err.getvalue()}


def main():
    """Answer until the questions end."""
    answers = {"parse": parse, "shorthand": read_shorthand, "show": show, "run": run}
    for line in iter(_questions.readline, ""):
        kind, question = json.loads(line)
        _answers.write(json.dumps(answers[kind](question)) + "\n")
        _answers.flush()


if __name__ == "__main__":
    main()
    os._exit(0)  # a transfer that broke off may have left a thread behind
