"""Any ECS call and any fault after any other, on Fargate and on instances: the laws of every lab hold."""

from functools import cache

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule
from lab_machine import SEEDS, LabMachine, size
from stories import tell_each

from ecslab.aws.api import Aws
from ecslab.engine.journal import Journal
from ecslab.engine.lab import replay


@cache
def beginnings():
    """Labs from the midst of the stories that are all verbs, each with what had been said until then."""
    found = []
    for told in tell_each():
        journal, end = Journal.loads(told[-1][-1].dump_journal())
        if replay(journal, Aws()).state_hash() == end.state:
            found += [(told[at][-1], told[:at]) for at in range(0, len(told), 8)]
    return found


class Anything(LabMachine):
    """A lab from somewhere in the stories, and no plan."""

    @initialize(at=st.integers(0, 200))
    def begin(self, at):
        lab, told = beginnings()[at % len(beginnings())]
        self.lab = lab.fork()
        for _, _, params, answer, _ in told[-60:]:
            self.seen.read(params)
            self.seen.read(answer)

    @rule(seed=SEEDS)
    def call_ecs(self, seed):
        self.call_anything(seed)

    @rule(seeds=st.lists(SEEDS, min_size=3, max_size=6))
    def call_ecs_often(self, seeds):
        for seed in seeds:
            self.call_anything(seed)

    @rule(seed=SEEDS)
    def call_what_ecs_stands_on(self, seed):
        self.call_anything(seed, ("ec2", "autoscaling", "elbv2", "application-autoscaling", "logs"))

    @rule(seconds=st.sampled_from([1, 30, 120, 900, 7200]))
    def wait(self, seconds):
        self.pass_time(seconds)

    def teardown(self):
        """Whatever it was, the journal leads to it, and time goes on."""
        if self.finish():
            self.pass_time(1200)


TestAnything = Anything.TestCase
TestAnything.settings = size("anything")
