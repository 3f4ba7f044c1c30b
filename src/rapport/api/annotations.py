"""What happened, to stand in charts: to read, to write down, to take away."""

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from rapport.accounts import audit
from rapport.accounts.permissions import signed_in
from rapport.api.guard import see
from rapport.measure.annotations import kept
from rapport.measure.annotations.formats import happened_as_json, mark_as_json
from rapport.measure.annotations.happened import listed

router = Router(tags=["measure"], auth=see)


class Mark(Schema):
    kind: str = Field(description="release, event, campaign or note.")
    title: str
    first_day: str
    last_day: str
    what: str = Field(description="In words: major release, patch release, pre-release, regular event, …")
    platform: str | None = Field(description="The only one that it concerns; null where it concerns all.")
    link: str | None
    source: str = Field(description="hand, or the platform that told of it.")
    id: int | None = Field(description="Of what somebody wrote down.")


class Happened(Schema):
    marks: list[Mark] = Field(description="By day, at most 200.")
    more: int = Field(description="How many there are besides, of less weight.")


class Wanted(Schema):
    since: str = Field("", description="First day (UTC), as 2024-03-31.")
    until: str = Field("", description="Last day.")
    platform: str = Field("", description="Only what concerns this platform or all.")
    by_hand: bool = Field(False, description="Only what people wrote down.")


class New(Schema):
    kind: str = Field("note", description="release, event, campaign or note.")
    title: str = Field(description="1 to 80 characters.")
    first_day: str = Field(description="As 2024-03-31 (UTC).")
    last_day: str = Field("", description="Where it took longer than a day.")
    platform: str = Field("", description="The only one that it concerns.")
    link: str = Field("", description="With https:// or http://.")


@router.get("", response=Happened, summary="What happened: written down, and read from tags, releases and calendars")
def annotations(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    return happened_as_json(listed(wanted.since, wanted.until, wanted.platform, by_hand=wanted.by_hand))


@router.post("", response={201: Mark}, summary="Write down what happened")
def write_annotation(request: HttpRequest, new: New) -> Status[dict[str, Any]]:
    values = {"kind": new.kind, "title": new.title, "first": new.first_day, "last": new.last_day}
    made = kept.add(kept.read(values | {"platform": new.platform, "link": new.link}), signed_in(request))
    audit.record(request, "annotation.added", kept.named(made))
    return Status(201, mark_as_json(kept.mark_of(made)))


@router.delete("/{number}", response=Mark, summary="Take away what somebody wrote down")
def remove_annotation(request: HttpRequest, number: int) -> dict[str, Any]:
    """Answers with what it was."""
    one = kept.find(number)
    told, subject = kept.mark_of(one), kept.named(one)
    kept.remove(one)
    audit.record(request, "annotation.removed", subject)
    return mark_as_json(told)
