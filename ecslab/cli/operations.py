"""`ecslab operations`: what of AWS's API the lab simulates, and where it differs."""

import json

import click

from ecslab.cli.base import Command, language_option, option
from ecslab.cli.output import data
from ecslab.cli.types import one_of
from ecslab.locale import words

FORMATS = ("markdown", "json")


def command(language: str) -> click.Command:
    """`ecslab operations`, speaking `language`."""

    def callback(service: str | None, shape: str) -> int:
        # Deferred: the service models pull in botocore.
        from ecslab.aws import models
        from ecslab.aws.coverage_page import page

        known = models.SERVICES
        services = known if service is None else (one_of(language, known)(service),)
        data(_json(services, language) if shape == "json" else page(language, services))
        return 0

    return Command(
        "operations",
        language,
        callback,
        params=[
            click.Argument(["service"], metavar="[SERVICE]", required=False),
            option(
                language,
                "operations-format",
                "--format",
                "shape",
                type=one_of(language, FORMATS),
                default=FORMATS[0],
                metavar="|".join(FORMATS),
            ),
            language_option(language),
        ],
    )


def _json(services: tuple[str, ...], language: str) -> str:
    from ecslab.aws.coverage import coverage  # deferred as above
    from ecslab.aws.coverage_page import differences

    say = words(language)
    value = {
        "format": "ecslab/operations/v1",
        "services": {
            service: [
                {"operation": each.operation, "standing": each.standing, "leftOut": list(each.left_out)}
                for each in coverage(service)
            ]
            for service in services
        },
        "differences": {key: say(f"coverage.difference.{key}") for key in differences()},
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
