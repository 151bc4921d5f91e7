"""The AWS CLI from PyPI as a process that answers questions, one JSON line each; it never calls AWS.

A process of its own, because importing `awscli` replaces the `botocore` of whoever imports it.
"""

import io
import json
import sys
from argparse import Namespace
from contextlib import redirect_stderr, redirect_stdout
from functools import cache

import colorama
import jmespath
from awscli import clidriver, formatter, shorthand
from botocore.loaders import JSONFileLoader

JSONFileLoader.load_file = cache(JSONFileLoader.load_file)
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


def main():
    """Answer until the questions end."""
    answers = {"parse": parse, "shorthand": read_shorthand, "show": show}
    for line in sys.stdin:
        kind, question = json.loads(line)
        sys.stdout.write(json.dumps(answers[kind](question)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
