"""What an error says, in the learner's language where it knows that."""

from ecslab.engine.errors import Problem
from ecslab.locale import told


def sentence(error: Exception, language: str) -> str:
    """The sentence of an expected error."""
    if isinstance(error, Problem):
        return told(error, language)
    problem = getattr(error, "problem", None)
    if problem is not None and hasattr(problem, "of"):
        return str(problem.of(language))
    for name in ("say", "text"):
        speak = getattr(error, name, None)
        if callable(speak):
            return str(speak(language))
    return str(error)
