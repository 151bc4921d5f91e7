"""What can be completed in the terminal: aws commands, lab commands, and names of things in the lab."""

from collections.abc import Mapping, Sequence

from ecslab.engine.faults import FAULTS
from ecslab.locale import Words
from ecslab.session.lab_commands import LAB_COMMANDS
from ecslab.tui.widgets.offers import Offer

MOST_OFFERS = 200
"""More than this many are no help."""


def complete(line: str, cursor: int, names: Mapping[str, tuple[str, ...]], say: Words) -> Sequence[Offer]:
    """What fits at `cursor`; `names` holds what exists in the lab, by kind."""
    typed = line[:cursor]
    first, space, rest = typed.lstrip().partition(" ")
    indent = len(typed) - len(typed.lstrip())
    if not space:
        commands = {"aws": "", "sleep": "", **{name: say(f"tui.command.{name}") for name in LAB_COMMANDS}}
        return [
            Offer(name, indent, text) for name, text in sorted(commands.items()) if name.startswith(first)
        ]
    if first in ("why", "kill"):
        start = cursor - len(rest.lstrip())
        targets = [f"{kind}/{name}" for kind in ("service", "task") for name in names.get(kind, ())]
        return [Offer(target, start) for target in targets if target.startswith(rest.lstrip())][:MOST_OFFERS]
    if first == "fault":
        start = cursor - len(rest.lstrip())
        known = ((name, say(f"engine.fault.{name}")) for name in FAULTS)
        return [Offer(name, start, text) for name, text in known if name.startswith(rest.lstrip())]
    if first == "aws":
        # Deferred: the AWS models are not needed before something is completed.
        from ecslab.aws.command.complete import complete as complete_aws

        offers = complete_aws(line, cursor, lambda kind: names.get(kind, ()))
        return [Offer(offer.text, offer.start, offer.help or "") for offer in offers][:MOST_OFFERS]
    return ()
