"""Saved segments, to read; who is in one is asked of the members with its text."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from rapport.api.errors import Problem, Refused
from rapport.people.current import current
from rapport.people.segments.saved import Counted, counted

router = Router(tags=["segments"])


class SegmentOut(Schema):
    id: int
    name: str
    text: str = Field(description="Give it as `where` to GET /api/members for who is in it.")
    members: int | None = Field(description="How many are in it now; null where the text makes no sense any more.")
    problem: str = Field(description="Why not.")


@router.get("", response=list[SegmentOut], summary="Saved segments with how many are in them")
def segments(request: HttpRequest) -> list[dict[str, Any]]:
    return [_told(one) for one in counted(current())]


@router.get("/{segment_id}", response=SegmentOut, summary="One saved segment")
def segment(request: HttpRequest, segment_id: int) -> dict[str, Any]:
    for one in counted(current()):
        if one.segment.pk == segment_id:
            return _told(one)
    raise Refused(
        404,
        Problem(
            error="segment-unknown",
            message=f"There is no segment {segment_id}.",
            remedy="GET /api/segments lists them.",
        ),
    )


def _told(one: Counted) -> dict[str, Any]:
    kept = one.segment
    return {"id": kept.pk, "name": kept.name, "text": kept.text, "members": one.n, "problem": one.problem}
