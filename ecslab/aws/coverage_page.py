"""The page that says what a lab simulates and where it differs from AWS, made from the code."""

from ecslab.aws import models
from ecslab.aws.coverage import MISSING, REFUSED, SIMULATED, Coverage, coverage
from ecslab.locale import Words, catalogue, words

_LISTED_WHOLE = ("ecs",)
"""The services of which what is missing is listed too; of others only how much it is."""


def differences() -> tuple[str, ...]:
    """The keys of what the lab does otherwise than AWS; words at `coverage.difference.<key>`."""
    prefix = "difference."
    return tuple(key.removeprefix(prefix) for key in catalogue("en", "coverage") if key.startswith(prefix))


def page(language: str, services: tuple[str, ...] = models.SERVICES) -> str:
    """The page as Markdown, ECS first."""
    say = words(language)
    lines = [f"# {say('coverage.page.title')}", "", say("coverage.page.generated"), ""]
    lines += [f"## {say('coverage.page.differences')}", ""]
    lines += [f"- {say(f'coverage.difference.{key}')}" for key in differences()]
    for service in sorted(services, key=lambda name: (name != "ecs", name)):
        lines += ["", *_service(service, say)]
    return "\n".join(lines) + "\n"


def _service(service: str, say: Words) -> list[str]:
    found = coverage(service)
    by = {standing: [each for each in found if each.standing == standing] for standing in _STANDINGS}
    counts = {
        "service": service,
        "all": len(found),
        "simulated": len(by[SIMULATED]),
        "refused": len(by[REFUSED]),
    }
    lines = [f"## {service}", "", say("coverage.page.counts", **counts)]
    for standing in _STANDINGS:
        lines += _operations(standing, by[standing], say, whole=service in _LISTED_WHOLE)
    refusing = [each for each in found if each.left_out]
    if refusing:
        lines += ["", f"### {say('coverage.page.left-out')}", "", say("coverage.page.left-out-note"), ""]
        lines += [f"- {each.command}: {_names(each.left_out)}" for each in refusing]
    return lines


_STANDINGS = (SIMULATED, REFUSED, MISSING)


def _operations(standing: str, found: list[Coverage], say: Words, *, whole: bool) -> list[str]:
    if not found:
        return []
    if standing == MISSING and not whole:
        return ["", say("coverage.page.missing-rest", count=len(found))]
    title = say(f"coverage.page.{standing}")
    return ["", f"### {title}", "", ", ".join(f"`{each.command}`" for each in found)]


def _names(places: tuple[str, ...]) -> str:
    return ", ".join(f"`{place}`" for place in places)
