"""A period's story and the week's digest, each sentence with its evidence."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from rapport.api.guard import see
from rapport.api.measure import Compared, Filters, LeftOut, Metric
from rapport.measure.current import current
from rapport.measure.digest.shown import digest_as_json
from rapport.measure.digest.telling import digest as tell_digest
from rapport.measure.digest.telling import last_week
from rapport.measure.digest.week import read_week
from rapport.measure.reports.asked import asked as read_report
from rapport.measure.reports.story import story
from rapport.measure.reports.written import story_as_json
from rapport.words.errors import CopyMissing

router = Router(tags=["measure"], auth=see)


class ReportAsked(Filters):
    """What to tell of. Without days, the last whole month."""

    since: str = Field("", description="First day to tell of (UTC), as 2024-03-01.")
    until: str = Field("", description="Last day to tell of.")
    names: str = Field("", description="1 calls those who helped most by name.")


class Named(Schema):
    name: str
    page: str


class UsualWeeks(Schema):
    low: float
    high: float
    weeks: int


class Figures(Schema):
    metric: Metric
    question: dict[str, str]
    since: str | None
    until: str | None
    grain: str
    total: float | None
    n: int
    too_few: bool = Field(description="Whether the total rests on fewer than five, so that it is not told.")
    certainty: str
    interval: tuple[float | None, float | None] | None
    compared: Compared | None
    left_out: list[LeftOut]
    as_of: datetime | None
    simulated: bool = Field(description="Whether nobody of this community exists.")


class Sentence(Schema):
    text: str
    changed: bool = Field(description="By more than chance; of a week, beyond what weeks of the last year had.")
    usual: UsualWeeks | None = Field(description="What weeks of the last year had, of a week from Monday to Sunday.")
    evidence: str = Field(description="The page that shows the figures with the very question, or tells of it.")
    people: list[Named]
    figures: Figures | None = Field(
        description="What the sentence is made from; null of what happened, rose or is coming up."
    )


class Chapter(Schema):
    title: str
    note: str
    sentences: list[Sentence]


class Report(Schema):
    question: dict[str, str]
    title: str
    short: str
    about_chance: str = Field(description="How often chance alone is called a change; empty where nobody can tell.")
    as_of: datetime | None
    chapters: list[Chapter]


@router.get("/report", response=Report, summary="A period's story, each sentence with the figures it is made from")
def report(request: HttpRequest, asked: Query[ReportAsked]) -> dict[str, Any]:
    acts = current()
    wanted = read_report({key: str(value) for key, value in request.GET.items()}, acts)
    return story_as_json(story(acts, wanted.question, names=wanted.names))


class DigestFigure(Schema):
    text: str
    verdict: str = Field(description="Whether weeks of the last year were alike.")
    usual: UsualWeeks | None
    evidence: str
    figures: Figures


class DigestLine(Schema):
    text: str
    about: str
    href: str


class Waiting(Schema):
    total: int = Field(description="Of the last four weeks up to the week's end, without the team's own.")
    set_aside: int = Field(description="More of which the team said that they need no answer.")
    evidence: str
    longest: list[DigestLine]


class UnusualInWeek(Schema):
    found: list[DigestLine]
    note: str


class NewInWeek(Schema):
    total: int
    evidence: str
    latest: list[DigestLine]


class Digest(Schema):
    week: str
    since: str
    until: str
    short: str
    as_of: datetime | None
    about_chance: str = Field(description="How often a figure lies beyond other weeks by chance.")
    figures: list[DigestFigure]
    happened: list[DigestLine] = Field(description="Releases, events, campaigns and notes of the week.")
    rose: list[DigestLine] = Field(description="Topics that rose by the week's end, by more than chance.")
    about_rising: str = Field(description="How often a topic is called rising although nothing changed.")
    ahead: list[DigestLine] = Field(description="Releases, events and campaigns that are coming up.")
    waiting: Waiting
    thanks: list[DigestLine]
    unusual: UnusualInWeek
    new: NewInWeek


@router.get("/digest", response=Digest, summary="The week in a few lines, as the digest has them")
def digest(
    request: HttpRequest,
    week: Annotated[str, Query(description="As 2026-W47; else the last whole week of the data.")] = "",
) -> dict[str, Any]:
    acts = current()
    chosen = read_week(week) if week else last_week(acts)
    if chosen is None:
        raise CopyMissing
    return digest_as_json(tell_digest(acts, chosen))
