"""Any call with any JSON that passes the shapes ends in an answer or a modelled error, for every service.

A story calls each simulated operation once in a state in which it succeeds. Here it is called in a fork of
that very state with requests that are somewhat wrong, and a few other calls follow; then time passes.
"""

import os

import pytest
from any_request import Requests, Seen
from botocore.validate import ParamValidator
from looking import records
from refusals import assert_modelled, errors
from stories import tell_whole

from ecslab.aws import models
from ecslab.engine.errors import ApiError

FULL = os.environ.get("ECSLAB_TEST_FULL") == "1"
ROUNDS = 100 if FULL else 10
"""How often each call of the stories is varied."""
OTHERS = 2
"""How many other calls follow each, in the same lab."""


@pytest.fixture(scope="module")
def told():
    """The stories' calls, each with what had been said until then."""
    seen = Seen()
    found = []
    for call in tell_whole():
        _, _, params, answer, _ = call
        seen.read(params)
        seen.read(answer)
        found.append(call)
    return found, seen


@pytest.mark.parametrize("service", models.SERVICES)
def test_any_request_ends_in_an_answer_or_a_modelled_error(told, service):
    calls, seen = told
    answered = refused = 0
    for number, (api, operation, params, _, before) in enumerate(calls):
        if api != service:
            continue
        for turn in range(ROUNDS):
            requests = Requests(f"{service} {number} {turn}", seen)
            lab = before.fork()
            asked = [(service, operation, requests.request(service, operation, params))]
            for _ in range(OTHERS):
                other = requests.operation((service, "ecs"))
                asked.append((*other, requests.request(*other)))
            for each in asked:
                if ask(lab, *each):
                    answered += 1
                else:
                    refused += 1
            lab.advance(requests.random.choice([0, 60_000, 7_200_000]))
    assert answered > ROUNDS
    assert refused > 0 or service == "sts"


def ask(lab, service, operation, params):
    """Whether a call was answered; its answer fits the model, its refusal is modelled and leaves no trace."""
    model = models.service_model(service).operation_model(operation)
    before = records(lab)
    try:
        answer = lab.call(service, operation, params)
    except ApiError as refused:
        assert_modelled(service, operation, refused)
        assert records(lab) == before, (operation, params)
        return False
    if model.output_shape is not None:
        report = ParamValidator().validate(answer, model.output_shape)
        # AWS too answers with fewer items than its model has it: a load balancer without tags.
        wrong = [error for error in errors(report) if error[0] != "invalid length"]
        assert not wrong, (operation, params, report.generate_report())
    return True
