"""The metrics: the catalogue, the answer to a question, and whole curves."""

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from rapport.api.annotations import Happened
from rapport.api.guard import see
from rapport.measure.against import compared
from rapport.measure.annotations.happened import happened
from rapport.measure.ask import answer
from rapport.measure.chance import ABOUT_CHANCE
from rapport.measure.comparing import beside
from rapport.measure.current import current
from rapport.measure.curves.ask import curves
from rapport.measure.curves.formats import as_csv as curves_as_csv
from rapport.measure.curves.formats import as_json as curves_as_json
from rapport.measure.formats import as_csv, as_json, metric_as_json
from rapport.measure.metrics import all_metrics
from rapport.measure.question import read_question

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
    compare: str = Field(
        "",
        description="Beside before, year (the same days a year before), any days as 2025-12-01..2025-12-31, platform:…"
        " or segment:…; not of what is broken down.",
    )
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
    too_few: bool = Field(description="An estimate of fewer than five: pages do not tell its value.")


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
    too_few: bool
    interval: tuple[float | None, float | None] | None
    difference: str = Field(description="In words; of the time right before, `compared` has them.")
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
    too_few: bool = Field(description="Whether the total rests on fewer than five, so that pages do not tell it.")
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
