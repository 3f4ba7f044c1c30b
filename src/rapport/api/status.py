"""How fresh the numbers are and what they are of."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from rapport.api.guard import see
from rapport.ledger import copy
from rapport.measure.current import current

router = Router(tags=["status"], auth=see)


class Status(Schema):
    as_of: str | None = Field(description="Everything up to this time is in the numbers; null before the first import.")
    months_waiting: int = Field(description="Months of the ledger that the copy has yet to take over.")
    platforms: dict[str, tuple[str, str]] = Field(description="Each platform's first and last day of activity (UTC).")


@router.get("", response=Status, summary="What the numbers are of")
def status(request: HttpRequest) -> dict[str, Any]:
    as_of = copy.as_of()
    spans = current().spans if as_of else {}
    return {
        "as_of": as_of.isoformat() if as_of else None,
        "months_waiting": copy.waiting(),
        "platforms": {name: (span.first.isoformat(), span.last.isoformat()) for name, span in spans.items()},
    }
