"""Stories in which every simulated operation is called, each in an order in which all succeed.

A module here is a story: its `tell(lab, call)` gets a new lab and acts in it through
`call(service, operation, **params)`; what it does with `lab` itself is not looked at.
"""

import pkgutil
from importlib import import_module

from ecslab.aws import new_lab


def tell_all():
    """Every call of every story with its answer: (service, operation, answer)."""
    return [(service, operation, answer) for service, operation, _, answer, _ in tell_whole()]


def tell_all_requests():
    """Every call of every story: (service, operation, parameters)."""
    return [(service, operation, params) for service, operation, params, _, _ in tell_whole()]


def tell_whole():
    """Every call of every story: (service, operation, parameters, answer, the lab just before it)."""
    return [told for story in tell_each() for told in story]


def tell_each():
    """As `tell_whole`, story by story."""
    return [_tell(module.name) for module in pkgutil.iter_modules(__path__)]


def _tell(name):
    lab, told = new_lab(), []

    def call(service, operation, /, **params):
        before = lab.fork()
        answer = lab.call(service, operation, params)
        told.append((service, operation, params, answer, before))
        return answer

    import_module(f"{__name__}.{name}").tell(lab, call)
    return told
