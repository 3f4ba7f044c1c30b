"""The part of a page that tells how far an import is; it asks for itself anew every second."""

from typing import NamedTuple

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from rapport.accounts.permissions import Permission, needs
from rapport.collect.alive import settle_interrupted
from rapport.collect.brought import how_many
from rapport.collect.models import Import
from rapport.ledger.claims import ACTIVITY

MB = 1_000_000


class HowFar(NamedTuple):
    done: int
    """MB read from the disk, or days simulated."""
    size: int
    records: int
    rate: int
    """Records a second."""
    left: int | None
    """Seconds, where the size is known."""
    held: int
    """While it is forgotten: activities that are still to be looked at."""


@needs(Permission.SEE)
def page(request: HttpRequest, number: int) -> HttpResponse:
    settle_interrupted()
    import_ = get_object_or_404(Import, pk=number)
    answer = render(request, "collect/progress.html", {"import": import_, "far": how_far(import_)})
    if import_.over and import_.state != Import.State.FORGETTING:
        answer["HX-Refresh"] = "true"
    return answer


def how_far(import_: Import) -> HowFar:
    told = import_.sources.aggregate(records=Sum("read"), seconds=Sum("seconds"))
    records = told["records"] or 0
    # What was read counts, not the time since it was uploaded: it may have waited for its turn, or for a worker.
    seconds = max(told["seconds"] or (timezone.now() - import_.started_at).total_seconds(), 0.001)
    left = round(seconds * (import_.size / import_.done - 1)) if import_.size and import_.done else None
    held = how_many(import_.pk, ACTIVITY) if import_.state == Import.State.FORGETTING else 0
    unit = 1 if import_.simulated else MB
    return HowFar(import_.done // unit, import_.size // unit, records, round(records / seconds), left, held)
