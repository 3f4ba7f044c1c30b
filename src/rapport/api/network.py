"""Who answers whom, and how far newcomers got."""

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from rapport.api.guard import export, see
from rapport.api.measure import Filters
from rapport.measure.current import current
from rapport.measure.network.formats import as_csv as network_as_csv
from rapport.measure.network.formats import as_json as network_as_json
from rapport.measure.network.network import network
from rapport.measure.newcomers import as_json as way_as_json
from rapport.measure.newcomers import way
from rapport.measure.question import read_question

router = Router(tags=["measure"], auth=see)


class NetworkFigure(Schema):
    value: float | None
    unit: str
    n: int
    rests_on: str
    too_few: bool = Field(description="Whether it rests on fewer than five, so that pages do not tell its value.")


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
