"""Printing what came out of a lab: in order, at once, and harmless to the terminal."""

import click

from ecslab.grading.report.clean import clean


def data(text: str) -> None:
    """Write `text` to standard output as it is, but for what a terminal would act on, and flush it."""
    click.echo(clean(text), nl=False)


def narration(text: str) -> None:
    """Write a line of `text` to standard error."""
    click.echo(clean(text), err=True)
