"""What every lab keeps, whatever is done to it: rules and laws for state machines that act on a lab."""

import os
import random

from any_fault import draw_fault
from any_request import Requests, Seen
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from laws import CHEAP, DEAR
from looking import records
from refusals import assert_modelled
from watching import Watcher

from ecslab.aws.api import Aws, ParamValidation
from ecslab.engine import snapshot
from ecslab.engine.errors import ApiError, FaultError, NotSimulated
from ecslab.engine.journal import Journal
from ecslab.engine.lab import Lab, replay
from ecslab.locale import LANGUAGES, told

FULL = os.environ.get("ECSLAB_TEST_FULL") == "1"
"""Whether the long run is asked for."""

LONGER = 8
"""How many times as many examples the long run takes."""

SIZES = {
    "stateful": (70, 40),
    "rollouts": (70, 40),
    "instances": (60, 40),
    "capacity": (40, 30),
    "traffic": (40, 30),
    "anything": (60, 30),
}
"""How many examples each machine gets, and how many steps each example has. All together: 11,800 steps,
and `LONGER` times as many in the long run; tests/properties/test_sizes.py holds that. In CI they are the same
examples every time, so that a change is judged by what it changed; the long run draws new ones."""

SEEDS = st.integers(0, 2**32 - 1)
DEAR_EVERY = 5
"""After how many steps the laws are held that look at everything."""


def size(machine):
    """The settings of a machine."""
    examples, steps = SIZES[machine]
    return settings(
        max_examples=examples * (LONGER if FULL else 1),
        stateful_step_count=steps,
        deadline=None,
        derandomize=not FULL,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )


class LabMachine(RuleBasedStateMachine):
    """A machine whose first rule sets `lab`."""

    lab: Lab

    def __init__(self):
        super().__init__()
        self.seen = Seen()
        self.steps = 0

    def call(self, service, operation, /, **params):
        """Call AWS. What it refuses is a modelled error, and gives None; the request itself must be sound."""
        try:
            answer = self.lab.call(service, operation, params)
        except (ParamValidation, NotSimulated):
            raise
        except ApiError as refused:
            assert_modelled(service, operation, refused)
            return None
        self.seen.read(params)
        self.seen.read(answer)
        return answer

    def ecs(self, operation, /, **params):
        """Call ECS."""
        return self.call("ecs", operation, **params)

    def pass_time(self, seconds):
        """Time passes event by event, and no step breaks the bounds of a deployment."""
        Watcher(self.lab).wait(seconds)

    def call_anything(self, seed, services=("ecs",)):
        """Any call: whatever passes the shapes ends in an answer or a modelled error without a trace."""
        requests = Requests(seed, self.seen)
        service, operation = requests.operation(services)
        params = requests.request(service, operation)
        before = records(self.lab)
        try:
            answer = self.lab.call(service, operation, params)
        except ApiError as refused:
            assert_modelled(service, operation, refused)
            assert records(self.lab) == before, (operation, params)
            return
        self.seen.read(params)
        self.seen.read(answer)

    def inject_anything(self, seed):
        """Any fault: it happens, or the lab says in every language why it cannot, and nothing has changed."""
        fault = draw_fault(random.Random(seed), self.lab, self.seen)
        before = records(self.lab)
        try:
            self.lab.inject(fault)
        except FaultError as refused:
            assert all(told(refused, language) for language in LANGUAGES)
            assert records(self.lab) == before, fault

    @rule(seed=SEEDS)
    def something_goes_wrong(self, seed):
        self.inject_anything(seed)

    @rule(seconds=st.integers(0, 200))
    def split(self, seconds):
        """advance(a) then advance(b) is advance(a + b)."""
        whole, parts = self.lab.fork(), self.lab.fork()
        whole.advance(seconds * 1000)
        parts.advance(seconds * 300)
        parts.advance(seconds * 700)
        assert whole.state_hash() == parts.state_hash()

    @rule()
    def save_and_load(self):
        """A saved lab goes on as if nothing had happened."""
        restored = snapshot.load(snapshot.dump(self.lab), Aws())
        assert not restored.moved
        assert restored.lab.state_hash() == self.lab.state_hash()
        before, after = self.lab, restored.lab.fork()
        before.advance(100_000)
        after.advance(100_000)
        assert after.state_hash() == before.state_hash()
        self.lab = restored.lab

    @invariant()
    def laws_hold(self):
        self.steps += 1
        for law in CHEAP:
            law(self.lab)
        if self.steps % DEAR_EVERY == 0:
            for law in DEAR:
                law(self.lab)

    def mend_everything(self):
        """Every fault that lasts is over."""
        world = self.lab.world
        for shortage in list(world.shortages.values()):
            self.lab.inject({"fault": "capacity-back", "provider": shortage.provider})
        for outage in list(world.outages.values()):
            self.lab.inject({"fault": "zone-back", "zone": outage.zone})
        for instance in list(world.instances.values()):
            machine = world.machines.get(instance.ec2)
            runs = machine is None or machine.state == "running"
            if instance.registered and runs and not instance.agent_connected:
                self.lab.inject({"fault": "agent-back", "instance": instance.id})
        for alarm in list(world.alarms.values()):
            self.lab.inject({"fault": "alarm-over", "alarm": alarm.name})
        for tag in list(world.image_tags.values()):
            self.lab.inject({"fault": "push-image", "image": tag.image, "like": "what-runs-for-ever"})
        self.lab.inject({"fault": "mend"})

    def check_replay(self):
        """The journal leads to this very state."""
        journal, end = Journal.loads(self.lab.dump_journal())
        assert replay(journal, Aws()).state_hash() == end.state == self.lab.state_hash()

    def finish(self):
        """What is held at the end of every example; False when it never began."""
        if not hasattr(self, "lab"):
            return False
        self.check_replay()
        for law in DEAR:
            law(self.lab)
        return True
