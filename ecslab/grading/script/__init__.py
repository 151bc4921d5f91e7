"""Scripts of aws commands: parsed and interpreted, never handed to a shell."""

from ecslab.grading.script.errors import ScriptError, ScriptLimit, ScriptTimeout
from ecslab.grading.script.files import ScriptFiles
from ecslab.grading.script.interpreter import CommandResult, Interpreter
from ecslab.grading.script.limits import MAX_SCRIPT_BYTES, Limits
from ecslab.grading.script.parser import parse
from ecslab.grading.script.source import decode
from ecslab.grading.script.tree import Command, Join, Script
from ecslab.grading.script.variables import Variables

__all__ = [
    "MAX_SCRIPT_BYTES",
    "Command",
    "CommandResult",
    "Interpreter",
    "Join",
    "Limits",
    "Script",
    "ScriptError",
    "ScriptFiles",
    "ScriptLimit",
    "ScriptTimeout",
    "Variables",
    "decode",
    "parse",
]
