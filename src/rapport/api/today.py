"""Today, to read."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from rapport.accounts.permissions import signed_in
from rapport.api.guard import see
from rapport.api.noticed import Unusual
from rapport.api.profile import OpenTask
from rapport.measure.current import current
from rapport.measure.today.formats import as_json, nothing
from rapport.measure.today.visits import looked
from rapport.measure.today.whole import today
from rapport.words.errors import CopyMissing

router = Router(tags=["today"], auth=see)


class Thing(Schema):
    kind: str
    key: str = Field(description="Names it for as long as it is the same thing.")
    points: float = Field(description="By rules that docs/console.md states.")
    what: str
    why: str
    address: str = Field(description="Where to do it: on the platform, or a page of this home.")
    command: str


class Question(Schema):
    id: str
    at: datetime
    hours: float = Field(description="How long it waits, until the end of what is known.")
    title: str
    kind: str
    platform: str
    channel: str
    url: str
    member: int | None
    name: str | None
    newcomer: bool = Field(description="Whether who asks did their very first thing in the 30 days before.")
    opened_again: bool


class Waiting(Schema):
    total: int
    newcomers: int
    set_aside: int = Field(description="More of which the team said that they need no answer.")
    older: int = Field(description="Asked before these days, and never answered.")
    by_platform: dict[str, int]
    longest: list[Question]


class Failed(Schema):
    key: str
    what: str
    why: str
    at: datetime
    address: str
    job: bool


class Thanked(Schema):
    member: int
    name: str
    why: str


class Thanks(Schema):
    candidates: int
    first_contributions: int
    people: list[Thanked]


class New(Schema):
    n: int
    people: int
    firsts: int


class Came(New):
    since: datetime | None
    since_last_visit: bool = Field(description="Of whose token it is; else it tells of the 30 days.")
    by_platform: dict[str, New]


class Newcomer(Schema):
    member: int
    name: str
    at: datetime
    platform: str


class NewMembers(Schema):
    total: int
    latest: list[Newcomer]


class Beat(Schema):
    metric: str
    unit: str
    total: float | None
    n: int
    change: int | None = Field(description="Against the 30 days before; null where the ledger began in them.")
    more_than_chance: bool | None = Field(description="Null where nobody can tell.")
    about_change: str = Field(description="Against what, and whether it is more than chance or why nobody can tell.")


class Found(Schema):
    accounts: int
    people: int
    joined: int
    pairs: int
    looked: bool


class Today(Schema):
    as_of: datetime | None
    since: date | None
    until: date | None
    things: list[Thing] = Field(description="Three things worth doing, or fewer.")
    waiting: Waiting
    promises: list[OpenTask]
    failed: list[Failed]
    unusual: Unusual
    thanks: Thanks
    came: Came
    new_members: NewMembers
    rhythm: list[Beat]
    found: Found | None = Field(description="What was found, in the first days of a home.")


@router.get("", response=Today, summary="What one wants to know in the morning, as the page Today tells it")
def tell(request: HttpRequest) -> dict[str, Any]:
    """To ask is no visit: what is new since the last one stays new."""
    user, now = signed_in(request), timezone.now()
    try:
        told = today(current(), user, looked(user, now), now)
    except CopyMissing:
        told = None
    return as_json(told) if told else nothing()
