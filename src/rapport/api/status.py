"""How fresh the numbers are and what they are of."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from rapport.api.guard import see
from rapport.ledger import copy
from rapport.measure.current import current

router = Router(tags=["status"], auth=see)


class Status(Schema):
    as_of: datetime | None = Field(description="Up to when everything is counted; null before the first import.")
    months_waiting: int = Field(description="Months of the ledger that the copy has yet to take over.")
    platforms: dict[str, tuple[date, date]] = Field(description="Each platform's first and last day of activity (UTC).")


@router.get("", response=Status, summary="What the numbers are of")
def status(request: HttpRequest) -> dict[str, Any]:
    as_of = copy.as_of()
    spans = current().spans if as_of else {}
    return {
        "as_of": as_of,
        "months_waiting": copy.waiting(),
        "platforms": {name: (span.first, span.last) for name, span in spans.items()},
    }
