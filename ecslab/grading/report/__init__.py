"""A result as text, JSON or JUnit XML."""

from ecslab.grading.report.write import FORMATS, ReportError, Wanted, render, wanted, write

__all__ = ["FORMATS", "ReportError", "Wanted", "render", "wanted", "write"]
