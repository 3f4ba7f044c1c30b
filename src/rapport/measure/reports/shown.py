"""A story as templates show it."""

from typing import NamedTuple

from django.urls import reverse

from rapport.measure.charts.picture import picture_of
from rapport.measure.reports.statement import Statement, doubt
from rapport.measure.reports.story import Story
from rapport.measure.reports.told import Line, Told
from rapport.measure.reports.typeset import CHART, axis
from rapport.measure.reports.written import evidence


class Sentence(NamedTuple):
    text: str
    href: str
    doubt: str
    changed: bool
    people: list[tuple[str, str]]
    """Who is named: name and page."""

    @property
    def outward(self) -> bool:
        """Whether its evidence stands elsewhere."""
        return not self.href.startswith("/")


class Chapter(NamedTuple):
    title: str
    sentences: list[Sentence]
    note: str
    lead: Statement | None
    drawn: bool
    """Whether there is anything to draw of the lead."""
    axis: str


def chapters(story: Story) -> list[Chapter]:
    return [_chapter(told) for told in story.chapters]


def _chapter(told: Told) -> Chapter:
    lead = told.lead
    drawn = lead is not None and bool(picture_of(lead.answer, lead.text, CHART).points)
    return Chapter(
        told.title,
        [*map(_sentence, told.statements), *map(_line, told.lines)],
        told.note,
        lead,
        drawn,
        axis(lead) if lead else "",
    )


def _line(said: Line) -> Sentence:
    return Sentence(said.text, said.href, said.about, said.changed, [])


def _sentence(said: Statement) -> Sentence:
    people = [(name, reverse("people:profile", args=[member])) for member, name in said.people]
    return Sentence(said.text, evidence(said), doubt(said), said.changed, people)
