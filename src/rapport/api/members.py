"""Members and their identities, to read. Addresses of e-mail are not given out."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from rapport.accounts.permissions import Permission, may, signed_in
from rapport.api.errors import Problem, Refused
from rapport.api.guard import export, see
from rapport.api.profile import MemberOut, Profile
from rapport.people.current import current
from rapport.people.formats import may_be_a_bot, member_as_json, profile_as_json
from rapport.people.listing import identities_of
from rapport.people.models import Link, Member, Side
from rapport.people.segments.saved import numbers_of

router = Router(tags=["members"])


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


@router.get("/{member_id}", response=Profile, auth=see, summary="One member, as their page shows them")
def profile(request: HttpRequest, member_id: int) -> dict[str, Any]:
    member = _there().filter(pk=member_id).first()
    if member is None:
        problem = Problem(
            error="member-unknown",
            message=f"There is no member {member_id}; a merge may have given them another number.",
            remedy="Look the person up in GET /api/members.",
        )
        raise Refused(404, problem)
    told = profile_as_json(current(), member, identities_of([member.pk])[member.pk])
    may_say = may(signed_in(request), Permission.PEOPLE)
    return _told(member) | told | {"may_be_a_bot": may_be_a_bot(member) if may_say else None}


def _there() -> QuerySet[Member]:
    """Members who hold an identity, in order; one who was merged away holds none until that is taken back.
    Identities that are limited are not told of."""
    found = Member.objects.filter(Exists(Link.objects.filter(member=OuterRef("pk"), identity__limited=None)))
    return found.prefetch_related("links__identity__limited").order_by("pk")


def _told(member: Member) -> dict[str, Any]:
    identities = [link.identity for link in member.links.all() if not hasattr(link.identity, "limited")]
    return member_as_json(member) | {
        "identities": [
            {"platform": one.platform, "handle": one.handle, "name": one.name, "url": one.url} for one in identities
        ],
    }
