"""`ecslab bill`: what the saved sandbox would have cost, and what it would have cost elsewhere."""

import json
from decimal import Decimal

import click

from ecslab.cli.base import Command, language_option, option
from ecslab.cli.output import data
from ecslab.cli.sandbox import sandbox
from ecslab.cli.types import one_of
from ecslab.engine.billing.account import Account, account
from ecslab.engine.billing.what_if import Alternative
from ecslab.locale import Words, words

FORMATS = ("text", "json")


def command(language: str) -> click.Command:
    """`ecslab bill`, speaking `language`."""

    def callback(target: str | None, what_if: bool, region: str | None, shape: str) -> int:
        with sandbox(language) as lab:
            found = account(lab, target, region=region)
        say = words(language)
        data(_json(found) if shape == "json" else _text(found, say, what_if=what_if))
        return 0

    return Command(
        "bill",
        language,
        callback,
        params=[
            click.Argument(["target"], metavar="[TARGET]", required=False),
            option(language, "what-if", "--what-if", is_flag=True),
            option(language, "region", "--region", metavar="REGION"),
            option(
                language,
                "bill-format",
                "--format",
                "shape",
                type=one_of(language, FORMATS),
                default="text",
                metavar="|".join(FORMATS),
            ),
            language_option(language),
        ],
    )


def _text(found: Account, say: Words, *, what_if: bool) -> str:
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


def _alternative(found: Alternative, say: Words) -> str:
    what = say(f"engine.what-if.{found.code}", of=found.of, value=found.value)
    if found.total is None:
        return f"{'-':>12}  {what}: {say(f'engine.cannot.{found.obstacle}', value=found.value)}"
    return f"{_dollars(found.total)}  {what}{_star(found.quoted)}"


def _star(quoted: bool) -> str:
    """The mark of what rests on a price from general knowledge."""
    return "" if quoted else " *"


def _dollars(amount: Decimal) -> str:
    return f"${amount:>11.6f}"


def _json(found: Account) -> str:
    """The whole account; amounts are strings, for JSON's numbers are not exact."""
    value = {
        "format": "ecslab/bill/v1",
        "region": found.region,
        "currency": "USD",
        "pricedOn": found.priced_on,
        "quotedOn": found.quoted_on,
        "lines": [
            {
                "code": line.code,
                "of": line.of,
                "quantity": f"{line.quantity:.9f}",
                "rate": f"{line.rate:f}",
                "amount": f"{line.amount:.9f}",
                "quoted": line.quoted,
            }
            for line in found.bill.lines
        ],
        "total": f"{found.bill.total:.9f}",
        "whatIf": [
            {
                "code": each.code,
                "of": each.of,
                "total": None if each.total is None else f"{each.total:.9f}",
                "obstacle": each.obstacle,
                "value": each.value,
                "quoted": each.quoted,
            }
            for each in found.alternatives
        ],
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
