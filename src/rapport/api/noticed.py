"""What Rapport noticed without being asked: unusual days, and what the community talks about."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from rapport.api.guard import see
from rapport.measure.current import current
from rapport.measure.formats import unusual_as_json
from rapport.measure.topics.listing import as_json as topics_as_json
from rapport.measure.topics.listing import listed
from rapport.measure.unusual.finding import unusual

router = Router(tags=["measure"], auth=see)


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
