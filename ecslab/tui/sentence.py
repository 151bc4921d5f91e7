"""What an error says, in the learner's language where it knows that."""


def sentence(error: Exception, language: str) -> str:
    """The sentence of an expected error."""
    problem = getattr(error, "problem", None)
    if problem is not None and hasattr(problem, "of"):
        return str(problem.of(language))
    for name in ("say", "text"):
        told = getattr(error, name, None)
        if callable(told):
            return str(told(language))
    return str(error)
