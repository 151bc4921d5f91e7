"""What every lab keeps, whatever is done to it: rules for state machines that act on a lab."""

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from ecslab.aws.api import Aws
from ecslab.engine import snapshot
from ecslab.engine.journal import Journal
from ecslab.engine.lab import Lab, replay


class LabMachine(RuleBasedStateMachine):
    """A machine whose first rule sets `lab`."""

    lab: Lab

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

    def check_replay(self):
        """The journal leads to this very state."""
        journal, end = Journal.loads(self.lab.dump_journal())
        assert replay(journal, Aws()).state_hash() == end.state == self.lab.state_hash()
