"""Scripts of aws commands: parsed and interpreted, never handed to a shell."""

from ecslab.aws.shell.errors import ScriptError, ScriptLimit, ScriptTimeout
from ecslab.aws.shell.files import ScriptFiles
from ecslab.aws.shell.interpreter import CommandResult, Interpreter
from ecslab.aws.shell.limits import MAX_SCRIPT_BYTES, Limits
from ecslab.aws.shell.parser import parse
from ecslab.aws.shell.source import decode
from ecslab.aws.shell.tree import Command, Join, Literal, Script, Word
from ecslab.aws.shell.variables import Variables

__all__ = [
    "MAX_SCRIPT_BYTES",
    "Command",
    "CommandResult",
    "Interpreter",
    "Join",
    "Limits",
    "Literal",
    "Script",
    "ScriptError",
    "ScriptFiles",
    "ScriptLimit",
    "ScriptTimeout",
    "Variables",
    "Word",
    "decode",
    "parse",
]
