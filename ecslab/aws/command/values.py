"""From the words after an option to the value that the API takes: JSON, shorthand, files, scalars."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ecslab.aws.command.errors import ParameterError
from ecslab.aws.command.files import FileRefused
from ecslab.aws.command.shorthand import MAX_DEPTH, ShorthandError, parse_shorthand

if TYPE_CHECKING:
    from collections.abc import Mapping

    from botocore.model import Shape

    from ecslab.aws.command.files import Files

_COMPLEX = frozenset({"structure", "list", "map"})
_URLS = ("http://", "https://")


def option_value(option: str, shape: Shape, words: Any, files: Files) -> Any:
    """What `words`, a string or the several of a list, mean for this shape; raises ParameterError."""
    try:
        return _value(option, shape, _content(option, shape, words, files), files)
    except ShorthandError as error:
        raise ParameterError(option, str(error)) from error
    except (ValueError, TypeError) as error:
        raise ParameterError(option, str(error)) from error


def file_content(option: str, text: str, files: Files) -> str | bytes | None:
    """The content of the file that `text` names by `file://` or `fileb://`; None when it names none."""
    prefix = next((prefix for prefix in ("file://", "fileb://") if text.startswith(prefix)), None)
    if prefix is None:
        return None
    path = text[len(prefix) :]
    try:
        content = files.read(path)
        return content if prefix == "fileb://" else content.decode().replace("\r\n", "\n")
    except FileRefused as error:
        raise ParameterError(option, f"Unable to load paramfile {text}: {error}") from error
    except UnicodeDecodeError as error:
        raise ParameterError(
            option,
            f"Unable to load paramfile ({path}), text contents could not be decoded.  If this is a binary "
            "file, please use the fileb:// prefix instead of the file:// prefix.",
        ) from error


def read_json(option: str, text: str | bytes) -> Any:
    """`text` as JSON; raises ParameterError in the AWS CLI's words."""
    try:
        found = json.loads(text)
    except RecursionError:
        raise ParameterError(option, "Invalid JSON: nested too deeply") from None
    except ValueError as error:
        received = text if isinstance(text, str) else text.decode(errors="replace")
        raise ParameterError(option, f"Invalid JSON: {error}\nJSON received: {received}") from error
    if is_deeper(found, MAX_DEPTH):
        raise ParameterError(option, "Invalid JSON: nested too deeply")
    return found


def is_deeper(value: Any, depth: int) -> bool:
    """Whether lists and structures nest in the value deeper than `depth`."""
    if not isinstance(value, (dict, list)):
        return False
    inner = value.values() if isinstance(value, dict) else value
    return depth == 0 or any(is_deeper(item, depth - 1) for item in inner)


def _content(option: str, shape: Shape, words: Any, files: Files) -> Any:
    """The words, or the file's content where the only word names a file."""
    word = words[0] if isinstance(words, list) and len(words) == 1 else words
    if not isinstance(word, str):
        return words
    if word.startswith(_URLS) and shape.type_name in _COMPLEX:
        raise ParameterError(option, f"'{word}' is not fetched: save it and give it as file://NAME")
    content = file_content(option, word, files)
    if shape.serialization.get("streaming"):
        content = _streamed(option, word, files) if content is None else content
        return content.encode() if isinstance(content, str) else content
    return words if content is None else content


def _streamed(option: str, path: str, files: Files) -> bytes:
    """The content of a request: what follows the option is always a path."""
    try:
        return files.read(path)
    except FileRefused as error:
        raise ParameterError(option, f"Blob values must be a path to a file: {error}.") from error


def _value(option: str, shape: Shape, value: Any, files: Files) -> Any:
    first = value[0] if value and isinstance(value, list) else value
    looks_like_json = isinstance(first, str) and first.strip().startswith(("[", "{"))
    if _takes_shorthand(shape) and not looks_like_json:
        return _from_shorthand(option, shape, value, files)
    return _from_words(option, shape, value)


def _takes_shorthand(shape: Shape) -> bool:
    """Lists of plain values have no need of it, and a document has no model to type it by."""
    if getattr(shape, "is_document_type", False):
        return False
    return shape.type_name in ("structure", "map") or (
        shape.type_name == "list" and shape.member.type_name in _COMPLEX
    )


def _from_shorthand(option: str, shape: Shape, value: Any, files: Files) -> Any:
    if _is_value_holder(shape) and "=" not in value:
        return {"Value": value}
    if isinstance(value, bytes):
        raise ParameterError(option, "a binary file cannot hold shorthand; use file://")

    def read(text: str) -> str | bytes | None:
        return file_content(option, text, files)

    words = value if isinstance(value, list) else [value]
    parsed = [parse_shorthand(word, read) for word in words]
    if isinstance(value, list):
        return _fit(shape, parsed)
    return _fit(shape, parsed[0]) if shape.type_name != "list" else parsed[0]


def _is_value_holder(shape: Shape) -> bool:
    """EC2's structures of one string, which may be given as the bare string."""
    return bool(
        shape.type_name == "structure"
        and list(shape.members) == ["Value"]
        and shape.members["Value"].type_name == "string"
    )


def _fit(shape: Shape, value: Any) -> Any:
    """Shorthand knows strings only: the model tells numbers, booleans and lists of one from them."""
    match shape.type_name:
        case "structure" if isinstance(value, dict):
            members = shape.members
            _refuse_documents(members, value)
            return {
                name: _fit(members[name], item) if name in members else item for name, item in value.items()
            }
        case "map" if isinstance(value, dict):
            return {name: _fit(shape.value, item) for name, item in value.items()}
        case "list":
            return [_fit(shape.member, item) for item in value] if isinstance(value, list) else [value]
        case "integer" | "long":
            return int(value)
        case "float" | "double":
            return float(value)
        case "boolean" if isinstance(value, str):
            return {"true": True, "false": False}.get(value.lower(), value)
        case _:
            return value


def _refuse_documents(members: Mapping[str, Shape], value: Mapping[str, Any]) -> None:
    """A document has no model that could tell a number from a string."""
    for name, shape in members.items():
        if name in value and getattr(shape, "is_document_type", False):
            raise ShorthandError(
                "Shorthand syntax does not support document types. Use JSON input for top-level argument to "
                f"specify nested parameter: {name}"
            )


def _from_words(option: str, shape: Shape, value: Any) -> Any:
    if getattr(shape, "is_document_type", False):
        return read_json(option, value)
    match shape.type_name:
        case "structure" | "map":
            if value.lstrip().startswith("{"):
                return read_json(option, value)
            raise ParameterError(option, f"Invalid JSON:\n{value}")
        case "list":
            return _list_from_words(option, shape, value)
        case _:
            return _scalar(shape, value)


def _list_from_words(option: str, shape: Shape, value: Any) -> Any:
    text = value[0] if isinstance(value, list) and len(value) == 1 else value
    if isinstance(text, str) and text.strip().startswith("["):
        return read_json(option, text)
    if not isinstance(value, list):
        raise ParameterError(
            option, f"Invalid JSON: the file should hold a JSON list\nJSON received: {value!s}"
        )
    return [_from_words(option, shape.member, word) for word in value]


def _scalar(shape: Shape, value: Any) -> Any:
    match shape.type_name:
        case "integer" | "long":
            return int(value)
        case "float" | "double":
            return float(value)
        case "boolean":
            return not (isinstance(value, str) and value.lower() == "false") and bool(value)
        case _:
            return value
