"""Members and their identities, to read. Addresses of e-mail are not given out."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from rapport.api.errors import Problem, Refused
from rapport.api.guard import export, see
from rapport.ledger import copy
from rapport.people.figures import figures
from rapport.people.models import Link, Member, Side
from rapport.people.segments.saved import numbers_of

router = Router(tags=["members"])


class IdentityOut(Schema):
    platform: str
    handle: str | None
    name: str | None
    url: str | None


class MemberOut(Schema):
    id: int
    name: str
    side: Side
    identities: list[IdentityOut]


class Profile(MemberOut):
    activities: int = Field(description="In everything that was copied, as their page says it.")
    contributions: int = Field(description="The part of it that gives: answers, code, reviews, …")
    first_at: str | None
    last_day: str | None = Field(description="The day (UTC) of the last activity.")
    as_of: str | None = Field(description="Up to when it is counted; null before the first import.")


class Page(Schema):
    members: list[MemberOut]
    next_after: int | None = Field(description="Ask again with after=this; absent on the last page.")


class Asked(Schema):
    after: int = Field(0, ge=0, description="Only members whose id is greater.")
    limit: int = Field(100, ge=1, le=1000)
    side: Side | None = None
    where: str = Field("", description="Only who fits this segment's text; GET /api/segments has those that are kept.")


@router.get("", response=Page, auth=export, exclude_none=True, summary="Members in the order of their ids")
def members(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    found = _there().filter(pk__gt=asked.after)
    if asked.side:
        found = found.filter(side=asked.side)
    if asked.where:
        fitting = [number for number in numbers_of(asked.where) if number > asked.after]
        found = found.filter(pk__in=fitting if asked.side else fitting[: asked.limit + 1])
    page = list(found[: asked.limit + 1])
    shown = page[: asked.limit]
    more = len(page) > asked.limit
    return {"members": [_told(member) for member in shown], "next_after": shown[-1].pk if more else None}


@router.get("/{member_id}", response=Profile, auth=see, summary="One member")
def profile(request: HttpRequest, member_id: int) -> dict[str, Any]:
    member = _there().filter(pk=member_id).first()
    if member is None:
        problem = Problem(
            error="member-unknown",
            message=f"There is no member {member_id}; a merge may have given them another number.",
            remedy="Look the person up in GET /api/members.",
        )
        raise Refused(404, problem)
    done, as_of = figures(member.pk), copy.as_of()
    return _told(member) | {
        "activities": done.activities,
        "contributions": done.contributions,
        "first_at": done.first_at.isoformat() if done.first_at else None,
        "last_day": done.last.isoformat() if done.last else None,
        "as_of": as_of.isoformat() if as_of else None,
    }


def _there() -> QuerySet[Member]:
    """Members who hold an identity, in order; one who was merged away holds none until that is taken back.
    Identities that are limited are not told of."""
    found = Member.objects.filter(Exists(Link.objects.filter(member=OuterRef("pk"), identity__limited=None)))
    return found.prefetch_related("links__identity__limited").order_by("pk")


def _told(member: Member) -> dict[str, Any]:
    identities = [link.identity for link in member.links.all() if not hasattr(link.identity, "limited")]
    return {
        "id": member.pk,
        "name": member.name,
        "side": member.side,
        "identities": [
            {"platform": one.platform, "handle": one.handle, "name": one.name, "url": one.url} for one in identities
        ],
    }
