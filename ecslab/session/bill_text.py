"""A lab's bill as text, in one language."""

from decimal import Decimal
from typing import TYPE_CHECKING

from ecslab.locale import Words

if TYPE_CHECKING:
    from ecslab.engine.billing.account import Account
    from ecslab.engine.billing.what_if import Alternative


def bill_text(found: "Account", say: Words, *, what_if: bool = False) -> str:
    """The lines of the bill, its total, what the same would cost elsewhere if asked, and a note."""
    lines = [
        f"{_dollars(line.amount)}  {say(f'engine.bill.{line.code}', of=line.of)}{_star(line.quoted)}"
        for line in found.bill.lines
    ]
    if lines:
        lines.append(f"{_dollars(found.bill.total)}  {say('engine.bill.total')}")
    else:
        lines.append(say("cli.bill.nothing"))
    if what_if:
        lines += ["", say("cli.bill.what-if"), *(_alternative(each, say) for each in found.alternatives)]
    note = say("cli.bill.note", region=found.region, quoted=found.quoted_on, date=found.priced_on)
    lines += ["", note]
    return "\n".join(lines) + "\n"


def _alternative(found: "Alternative", say: Words) -> str:
    what = say(f"engine.what-if.{found.code}", of=found.of, value=found.value)
    if found.total is None:
        return f"{'-':>12}  {what}: {say(f'engine.cannot.{found.obstacle}', value=found.value)}"
    return f"{_dollars(found.total)}  {what}{_star(found.quoted)}"


def _star(quoted: bool) -> str:
    """The mark of what rests on a price from general knowledge."""
    return "" if quoted else " *"


def _dollars(amount: Decimal) -> str:
    return f"${amount:>11.6f}"
