"""Pages about what something has cost until now."""

from typing import TYPE_CHECKING

from ecslab.engine.billing.account import account
from ecslab.engine.billing.bill import Bill, bill
from ecslab.engine.billing.prices import PRICED_ON, prices_of
from ecslab.engine.ecs.tasks import metering
from ecslab.engine.errors import Problem
from ecslab.picture.looking.page import Entry, Item, Said, note

if TYPE_CHECKING:
    from ecslab.engine.lab import Lab


def of(lab: "Lab", target: str | None) -> list[Item]:
    """The bill of `cluster/NAME`, `service/CLUSTER/NAME` or `task/ID`; of everything for None."""
    try:
        found = account(lab, target)
    except Problem as problem:
        return [Entry(text=Said(f"engine.error.{problem.code}", problem.values), kind="bad")]
    return _lines(found.bill, found.region, found.priced_on)


def of_machine(lab: "Lab", machine: str) -> list[Item]:
    """The bill of an EC2 instance."""
    try:
        prices = prices_of(lab.region)
    except Problem as problem:
        return [Entry(text=Said(f"engine.error.{problem.code}", problem.values), kind="bad")]
    own = [meter for meter in metering.meters(lab.state) if meter.id == machine]
    return _lines(bill(own, prices), prices.region, PRICED_ON)


def _lines(found: Bill, region: str, priced_on: str) -> list[Item]:
    if not found.lines:
        return [note("costs-nothing")]
    lines: list[Item] = [
        Entry(
            text=Said(
                "picture.bill-line",
                {
                    "amount": f"${line.amount:.6f}",
                    "what": Said(f"engine.bill.{line.code}", {"of": line.of}),
                    "quantity": f"{line.quantity:.4f}",
                },
            )
        )
        for line in found.lines
    ]
    total = Said("picture.bill-total", {"amount": f"${found.total:.6f}", "what": Said("engine.bill.total")})
    return [*lines, Entry(text=total, kind="strong"), note("prices", region=region, date=priced_on)]
