"""`ecslab bill`: what the saved sandbox would have cost, and what it would have cost elsewhere."""

import json

import click

from ecslab.cli.base import Command, language_option, option
from ecslab.cli.output import data
from ecslab.cli.sandbox import sandbox
from ecslab.cli.types import one_of
from ecslab.engine.billing.account import Account, account
from ecslab.locale import words
from ecslab.session.bill_text import bill_text

FORMATS = ("text", "json")


def command(language: str) -> click.Command:
    """`ecslab bill`, speaking `language`."""

    def callback(target: str | None, what_if: bool, region: str | None, shape: str) -> int:
        with sandbox(language) as lab:
            found = account(lab, target, region=region)
        say = words(language)
        data(_json(found) if shape == "json" else bill_text(found, say, what_if=what_if))
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
