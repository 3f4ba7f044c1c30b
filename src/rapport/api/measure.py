"""The metrics: the catalogue, and the answer to a question."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from rapport.api.annotations import Happened
from rapport.api.guard import export, see
from rapport.measure.against import compared
from rapport.measure.annotations.happened import happened
from rapport.measure.ask import answer
from rapport.measure.chance import ABOUT_CHANCE
from rapport.measure.comparing import beside
from rapport.measure.current import current
from rapport.measure.curves.ask import curves
from rapport.measure.curves.formats import as_csv as curves_as_csv
from rapport.measure.curves.formats import as_json as curves_as_json
from rapport.measure.digest.shown import digest_as_json
from rapport.measure.digest.telling import digest as tell_digest
from rapport.measure.digest.telling import last_week
from rapport.measure.digest.week import read_week
from rapport.measure.formats import as_csv, as_json, metric_as_json, unusual_as_json
from rapport.measure.metrics import all_metrics
from rapport.measure.network.formats import as_csv as network_as_csv
from rapport.measure.network.formats import as_json as network_as_json
from rapport.measure.network.network import network
from rapport.measure.newcomers import as_json as way_as_json
from rapport.measure.newcomers import way
from rapport.measure.question import read_question
from rapport.measure.reports.asked import asked as read_report
from rapport.measure.reports.story import story
from rapport.measure.reports.written import story_as_json
from rapport.measure.topics.listing import as_json as topics_as_json
from rapport.measure.topics.listing import listed
from rapport.measure.unusual.finding import unusual
from rapport.words.errors import CopyMissing

router = Router(tags=["measure"], auth=see)


class Metric(Schema):
    name: str
    title: str
    unit: str
    definition: str
    source: str
    source_url: str | None = Field(description="Where the source can be read.")
    family: str = Field(description="Growth, Giving, Helping, Talking or Quality.")
    rests_on: str = Field(description="What n counts.")
    good: str = Field(description="Whether more or less is better; empty where neither is.")


class Filters(Schema):
    """An absent filter lets everything in."""

    platform: str = Field("", description="Only what happened on this platform.")
    without_team: str = Field("", description="1 leaves the team out. Bots never count.")
    segment: str = Field("", description="Only who is in it: the name of a saved segment, or the text of one.")
    language: str = Field("", description="Only what is written in it: a code of ISO 639, und for what has none.")


class Asked(Filters):
    """What to count."""

    since: str = Field("", description="First day to count (UTC), as 2024-03-31.")
    until: str = Field("", description="Last day to count.")
    grain: str = Field("", description="day, week, month, quarter or year; chosen from the span when absent.")
    by: str = Field("", description="Break down by platform, kind, side, language or topic.")
    compare: str = Field("", description="Beside before, platform:… or segment:…; not of what is broken down.")
    format: Literal["json", "csv"] = Field("json", description="csv for one line a period and group.")


class Row(Schema):
    first_day: str
    last_day: str
    complete: bool = Field(description="False where the span or the end of the data cuts the period.")
    group: str | None
    value: float | None = Field(description="Null where nothing can be said.")
    low: float | None = Field(description="The interval of 95 % of an estimate; a complete count has none.")
    high: float | None
    n: int = Field(description="What the value rests on: of a count, members.")


class LeftOut(Schema):
    side: str
    value: float | None
    n: int


class Compared(Schema):
    since: str | None
    until: str | None
    total: float | None
    n: int
    change: float | None = Field(description="In percent of the total before.")
    change_interval: tuple[float | None, float | None] | None = Field(
        description="What 90 daily looks together leave possible, in percent; of a share, in points."
    )
    more_than_chance: bool | None = Field(
        description=f"Null where nobody can tell; the verdict says why. {ABOUT_CHANCE}"
    )
    verdict: str


class Beside(Schema):
    label: str
    question: dict[str, str]
    since: str | None
    until: str | None
    total: float | None
    n: int
    interval: tuple[float | None, float | None] | None
    difference: str = Field(description="In words; of the time before, `compared` has the figures.")
    more_than_chance: bool | None = Field(description="Null where nobody can tell; the verdict says why.")
    verdict: str
    rows: list[Row]


class Answer(Schema):
    metric: Metric
    question: dict[str, str]
    since: str | None
    until: str | None
    grain: str
    total: float | None = Field(description="Over the whole span: a member active in two periods is one.")
    n: int
    certainty: str
    interval: tuple[float | None, float | None] | None = Field(
        description="Of an estimate; a complete count has none. An end that is not known is null."
    )
    compared: Compared | None = Field(description="With as many days before; null where since or until is open.")
    left_out: list[LeftOut]
    as_of: datetime | None
    simulated: bool = Field(description="Whether nobody of this community exists.")
    rows: list[Row]
    happened: Happened = Field(description="What happened in its time; on one platform, what concerns it or all.")
    beside: Beside | None = Field(description="What `compare` asks for.")


@router.get("", response=list[Metric], summary="Every metric, with its definition")
def metrics(request: HttpRequest) -> list[dict[str, Any]]:
    return [metric_as_json(metric) for metric in all_metrics()]


class Reason(Schema):
    told: str
    more: float = Field(description="Than usual; below zero, fewer.")


class UnusualDay(Schema):
    metric: str
    platform: str
    day: str
    came: float
    expected: float
    low: float = Field(description="Of what is usual.")
    high: float
    reasons: list[Reason]
    sentence: str


class Unusual(Schema):
    since: str | None
    until: str | None
    series: int = Field(description="How many were looked at: a metric of a platform of which a year is known.")
    by_chance: float = Field(description="How many such days would stand out although nothing was unusual.")
    found: list[UnusualDay]


# Before the metrics by name: none is called so.
@router.get("/unusual", response=Unusual, summary="Days on which something unusual happened, and what changed")
def unusual_days(request: HttpRequest, days: Annotated[int, Query(ge=1, le=90)] = 7) -> dict[str, Any]:
    """Up to the last whole day of the ledger."""
    return unusual_as_json(unusual(current(), days))


class Rising(Schema):
    people: int = Field(description="Who took it up in the last four whole weeks.")
    expected: float = Field(description="How many it would have been with the share it had in the year before.")
    chance: float = Field(description="How often as many more would come by chance, of this topic alone.")


class Topic(Schema):
    number: int
    name: str = Field(description="As the team calls it, else its texts' own words.")
    words: str
    conversations: int
    people: int = Field(description="Who began them.")
    last_28_days: int
    before: int = Field(description="Of the 28 days before.")
    questions: int
    unanswered: int = Field(description="Of these, without an answer by another human, neither closed nor accepted.")
    new: bool
    rising: Rising | None


class Topics(Schema):
    looked_at: int = Field(description="Conversations of which the beginning was read.")
    of: int
    looked_over_at: datetime | None
    about_chance: str = Field(description="How often a topic is called rising although nothing changed.")
    topics: list[Topic]


@router.get("/topics", response=Topics, summary="What the community talks about")
def topics(request: HttpRequest) -> dict[str, Any]:
    """The most talked about first, without those that the team hid."""
    return topics_as_json(listed(current()))


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


class NetworkFigure(Schema):
    value: float | None
    unit: str
    n: int
    rests_on: str


class Helper(Schema):
    member: int
    name: str
    answers: int = Field(description="Questions they answered.")
    reach: int = Field(description="Different people whom they answered.")
    alone: int = Field(description="Of these, whom nobody else answered in that time.")
    places: int = Field(description="Channels, categories, repositories in which they answered.")
    joins: int = Field(description="Pairs of places that they alone join by answering in both.")


class Pair(Schema):
    helper: int
    helper_name: str
    asker: int
    asker_name: str
    answers: int = Field(description="Questions answered; each once.")
    back: int = Field(description="The other way.")


class Bridge(Schema):
    one: str
    other: str
    member: int
    name: str
    answers: int = Field(description="In the two places together, by anybody.")


class Network(Schema):
    question: dict[str, str]
    sentences: list[str]
    figures: dict[str, NetworkFigure]
    answers: int
    askers: int
    pairs_in_all: int
    bridges_in_all: int
    helpers: list[Helper]
    pairs: list[Pair]
    bridges: list[Bridge]


class Step(Schema):
    step: Literal["word", "reply", "contribution"]
    title: str
    reached: int = Field(description="How many of who came got there by now.")
    share: float | None = Field(description="Of who came, in percent.")
    days: float | None = Field(description="From coming until half of them had got there (Kaplan–Meier).")
    low: float | None = Field(description="The interval of 95 %. An end that is not known is null.")
    high: float | None


class Way(Schema):
    question: dict[str, str]
    came: int
    steps: list[Step]
    as_of: datetime | None


class AskedWay(Filters):
    since: str = Field("", description="First day on which they came (UTC), as 2024-03-31.")
    until: str = Field("", description="Last day.")


@router.get("/path", response=Way, summary="How far newcomers got: first word, reply, contribution")
def newcomers_path(request: HttpRequest, asked: Query[AskedWay]) -> dict[str, Any]:
    """Platform and language are those of the first thing that they did."""
    return way_as_json(way(current(), read_question({key: str(value) for key, value in request.GET.items()})))


class AskedNetwork(Schema):
    since: str = Field("", description="First day to count (UTC), as 2024-03-31.")
    until: str = Field("", description="Last day to count.")
    platform: str = Field("", description="Only questions on this platform.")
    without_team: str = Field("", description="1 leaves the team's answers out. Bots never count.")
    segment: str = Field("", description="Only helpers in it: the name of a saved segment, or the text of one.")
    language: str = Field("", description="Only questions in it: a code of ISO 639, und for what has none.")
    limit: int = Field(1000, ge=1, le=10_000, description="Of each list so many at most, the largest first.")
    format: Literal["json", "csv"] = Field("json", description="csv for one line a pair.")


@router.get("/network", response=Network, auth=export, summary="Who answers whom")
def reply_network(request: HttpRequest, asked: Query[AskedNetwork]) -> dict[str, Any] | HttpResponse:
    values = {key: str(value) for key, value in request.GET.items() if key not in ("format", "limit")}
    found = network(current(), read_question(values), limit=asked.limit)
    if asked.format == "csv":
        return HttpResponse(network_as_csv(found), content_type="text/csv; charset=utf-8")
    return network_as_json(found)


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
    total: int = Field(description="Of the last four weeks up to the week's end.")
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


@router.get("/{name}", response=Answer, summary="The figures of one metric")
def figures(request: HttpRequest, name: str, asked: Query[Asked]) -> dict[str, Any] | HttpResponse:
    values = {key: str(value) for key, value in request.GET.items() if key not in ("format", "compare")}
    acts, question = current(), read_question(values)
    answered = answer(name, question, acts)
    other = beside(asked.compare, name, question, answered, acts)
    if asked.format == "csv":
        return HttpResponse(as_csv(answered, happened(answered, acts), other), content_type="text/csv; charset=utf-8")
    return as_json(answered, compared(answered, acts), happened(answered, acts), other)


class AskedCurve(Filters):
    since: str = Field("", description="First day to count (UTC), as 2024-03-31.")
    until: str = Field("", description="Last day to count.")
    grain: str = Field("", description="Of who stays: the cohorts' day, week, month, quarter or year of arrival.")
    format: Literal["json", "csv"] = Field("json", description="csv for one line a step of each curve.")


class Told(Schema):
    share: float | None = Field(description="In percent. Of waits it is given; of who stays, null where not known yet.")
    time: float | None = Field(description="Of who stays it is given; of waits, null where so many did not get there.")
    low: float | None = Field(description="The interval of 95 % of the one that is not given.")
    high: float | None
    known: int = Field(description="Of how many it is known whether they did.")


class Point(Schema):
    time: float
    share: float
    low: float
    high: float
    known: int


class Curve(Schema):
    cohort: str | None = Field(description="When they came, of who stays; null of the one curve of waits.")
    first_day: str | None
    last_day: str | None
    complete: bool
    n: int
    longest: float = Field(description="How long anybody was looked at.")
    told_until: float = Field(
        description="Behind it the curve rests on fewer than five, while of more it is not known how they went on."
    )
    told: list[Told]
    points: list[Point] = Field(description="Its steps, 400 at most: what is drawn.")


class Curves(Schema):
    metric: Metric
    question: dict[str, str]
    since: str | None
    until: str | None
    says: str = Field(description="What a share is of: who got there by then, or who stays so long.")
    grain: str | None
    unit: str = Field(description="Of times: hours or days.")
    sentence: str
    as_of: datetime | None
    curves: list[Curve]


@router.get("/{name}/curve", response=Curves, summary="How long it takes, or how long newcomers stay: the whole curve")
def curve(request: HttpRequest, name: str, asked: Query[AskedCurve]) -> dict[str, Any] | HttpResponse:
    """By Kaplan and Meier, of metrics that are about how long something takes."""
    values = {key: str(value) for key, value in request.GET.items() if key != "format"}
    found = curves(name, read_question(values), current())
    if asked.format == "csv":
        return HttpResponse(curves_as_csv(found), content_type="text/csv; charset=utf-8")
    return curves_as_json(found)
