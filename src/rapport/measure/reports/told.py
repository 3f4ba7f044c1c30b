"""A chapter of a report as it turned out, and a sentence that is of no metric."""

from dataclasses import dataclass
from typing import NamedTuple

from rapport.measure.reports.statement import Statement


class Line(NamedTuple):
    """Something that happened, rose, or is coming up."""

    text: str
    about: str
    """What it rests on: the small print below it."""
    href: str
    """Its evidence: a path of this home, or an address elsewhere."""
    changed: bool = False
    """By more than chance."""


@dataclass(frozen=True)
class Told:
    title: str
    statements: tuple[Statement, ...] = ()
    lead: Statement | None = None
    """Whose chart stands in it."""
    note: str = ""
    """On all of it."""
    lines: tuple[Line, ...] = ()
    """After the statements."""
