"""`--cli-input-json` and `--cli-input-yaml`: all parameters at once, which options on the line override."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecslab.aws.command.errors import BadSyntax, ParameterError
from ecslab.aws.command.shorthand import MAX_DEPTH
from ecslab.aws.command.values import file_content, is_deeper, read_json

if TYPE_CHECKING:
    from ecslab.aws.command.arguments import Arguments
    from ecslab.aws.command.files import Files

_URLS = ("http://", "https://")


def with_input(arguments: Arguments, files: Files) -> Arguments:
    """The arguments with those of the input beneath them; raises ParameterError or BadSyntax."""
    json_text = arguments.added.get("cli-input-json")
    yaml_text = arguments.added.get("cli-input-yaml")
    if json_text is not None and yaml_text is not None:
        raise BadSyntax("argument --cli-input-yaml: not allowed with argument --cli-input-json")
    if json_text is not None:
        option = "--cli-input-json"
        found = read_json(option, _text(option, json_text, files))
    elif yaml_text is not None:
        option = "--cli-input-yaml"
        found = _read_yaml(option, _text(option, yaml_text, files))
    else:
        return arguments
    if not isinstance(found, dict):
        raise ParameterError(option, f"Invalid type: expecting map, received {type(found).__name__}")
    return arguments._replace(params=found | arguments.params)


def _text(option: str, word: str, files: Files) -> str | bytes:
    if word.startswith(_URLS):
        raise ParameterError(option, f"'{word}' is not fetched: save it and give it as file://NAME")
    content = file_content(option, word, files)
    return word if content is None else content


def _read_yaml(option: str, text: str | bytes) -> Any:
    import yaml  # deferred: few command lines have YAML, and PyYAML is slow to import

    try:
        found = yaml.load(text, Loader=_loader())  # noqa: S506  # a safe loader, made stricter
    except RecursionError:
        raise ParameterError(option, "Invalid YAML: nested too deeply") from None
    except (yaml.YAMLError, ValueError) as error:
        raise ParameterError(option, f"Invalid YAML: {error}") from error
    if is_deeper(found, MAX_DEPTH):
        raise ParameterError(option, "Invalid YAML: nested too deeply")
    return found


def _loader() -> Any:
    """PyYAML's safe loader without aliases, whose doubling could fill the memory, and without dates."""
    import yaml  # deferred as in _read_yaml

    class Loader(yaml.SafeLoader):
        def compose_node(self, parent: Any, index: Any) -> Any:
            if self.check_event(yaml.AliasEvent):
                raise yaml.YAMLError("aliases are not allowed")
            return super().compose_node(parent, index)

    Loader.add_constructor("tag:yaml.org,2002:timestamp", lambda _, node: node.value)
    return Loader
