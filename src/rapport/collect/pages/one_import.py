"""One import: how far it is, what it found, what it could not read and why, and what to do next."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from rapport.accounts import audit
from rapport.accounts.models import User
from rapport.accounts.permissions import Permission, may, needs
from rapport.collect import uploads
from rapport.collect.archives import label_of
from rapport.collect.found import Found, Gap, find_out
from rapport.collect.models import Import, Source
from rapport.collect.next_steps import Brief, Step, next_steps
from rapport.collect.pages.progress import how_far
from rapport.collect.rejected import open_ones
from rapport.collect.takeback import refusal
from rapport.collect.tasks import find_soon
from rapport.ledger.models import Channel
from rapport.text.language import UNKNOWN
from rapport.text.names import language_name
from rapport.words.kinds import BY_NUMBER

AT_ONCE = 20_000
"""Activities of which the page works out itself what was found; of more, the worker does."""
REASONS = 10


@needs(Permission.SEE, post=Permission.IMPORT)
def page(request: HttpRequest, number: int) -> HttpResponse:
    import_ = get_object_or_404(Import, pk=number)
    if request.method == "POST":
        _stop(request, import_)
        return redirect("collect:import", number)
    sources = list(import_.sources.order_by("pk"))
    for source in sources:
        source.label = label_of(source.archive)  # type: ignore[attr-defined]  # for the template
    moments = [moment for source in sources for moment in (source.first_at, source.last_at) if moment]
    found = _found(import_, sources)
    context = {
        "import": import_,
        "sources": sources,
        "several": len({source.path for source in sources}) > 1,
        "far": how_far(import_),
        "read": sum(source.read for source in sources),
        "told": sum(source.told for source in sources),
        "added": sum(source.added for source in sources),
        "left_out": any(source.erased or source.skipped for source in sources),
        "first_at": min(moments, default=None),
        "last_at": max(moments, default=None),
        "found": found,
        "told_by_kind": _kinds(found),
        "places": _places(found),
        "languages": _languages(found),
        "hosts": _most(found["hosts"]) if found else [],
        "silences": [Quiet.of(gap) for gap in found["silences"]] if found else [],
        "reasons": _reasons(import_),
        "not_read": _by_reason(import_.unread),
        "unnamed": import_.unread_count - len(import_.unread),
        "waiting": open_ones().filter(source__import_run=import_).count(),
        "steps": _steps(import_, sources, found, max(moments, default=None)),
        "may_import": isinstance(request.user, User) and may(request.user, Permission.IMPORT),
        "may_forget": refusal(import_) is None,
    }
    return render(request, "collect/import.html", context)


class ToldByKind(NamedTuple):
    platform: str
    kind: str
    n: int
    people: int
    first: datetime
    last: datetime


class Place(NamedTuple):
    channel: Channel
    n: int
    people: int
    last: datetime


class Quiet(NamedTuple):
    platform: str
    first: date
    last: date
    usual: int

    @classmethod
    def of(cls, gap: Gap) -> "Quiet":
        return cls(gap["platform"], date.fromisoformat(gap["first"]), date.fromisoformat(gap["last"]), gap["usual"])


def _found(import_: Import, sources: Sequence[Source]) -> Found | None:
    """What is kept of it; worked out now where it is little, else left to the worker."""
    if import_.found is None and import_.over and import_.remembered and import_.state != Import.State.FORGOTTEN:
        little = sum(source.read for source in sources) <= AT_ONCE
        if not (little and find_out(import_, wait=False)):
            find_soon(import_.pk)
    found: Found | None = import_.found
    return found


def _kinds(found: Found | None) -> list[ToldByKind]:
    return [
        ToldByKind(
            row["platform"],
            BY_NUMBER[row["kind"]].plural,
            row["n"],
            row["people"],
            datetime.fromisoformat(row["first"]),
            datetime.fromisoformat(row["last"]),
        )
        for row in (found["kinds"] if found else [])
    ]


def _places(found: Found | None) -> list[Place]:
    """The busiest channels under the names they have now."""
    rows = found["channels"] if found else []
    there = Channel.objects.in_bulk([row["channel"] for row in rows])
    return [
        Place(there[row["channel"]], row["n"], row["people"], datetime.fromisoformat(row["last"]))
        for row in rows
        if row["channel"] in there
    ]


def _languages(found: Found | None) -> list[tuple[str, int]]:
    """The languages of its texts by name; what nobody can tell is not among them."""
    told = _most(found["languages"]) if found else []
    return [(language_name(code), n) for code, n in told if code != UNKNOWN]


def _most(counted: Mapping[str, int]) -> list[tuple[str, int]]:
    """The most frequent first: as it is kept it has no order."""
    return sorted(counted.items(), key=lambda one: (-one[1], one[0]))


def _reasons(import_: Import) -> Sequence[Any]:
    """Why its records wait, the most frequent first."""
    rows = open_ones().filter(source__import_run=import_).order_by()
    return list(rows.values("reason").annotate(count=Count("pk")).order_by("-count", "reason")[:REASONS])


def _by_reason(unread: Sequence[Sequence[str]]) -> list[tuple[str, list[str]]]:
    """The files that were not read, under the reason they share."""
    groups: dict[str, list[str]] = {}
    for file, reason in unread:
        groups.setdefault(reason, []).append(file)
    return sorted(groups.items(), key=lambda group: -len(group[1]))


def _steps(import_: Import, sources: Sequence[Source], found: Found | None, last_at: datetime | None) -> list[Step]:
    if not import_.over or import_.state in (Import.State.FORGETTING, Import.State.FORGOTTEN):
        return []
    brief = Brief(
        import_.pk,
        import_.state == Import.State.STOPPED,
        import_.identities,
        open_ones().filter(source__import_run=import_).count(),
        import_.unread_count,
        len(found["silences"]) if found else 0,
        last_at,
        {source.platform for source in sources},
    )
    known = Source.objects.exclude(import_run__state=Import.State.FORGOTTEN).values_list("platform", flat=True)
    return next_steps(brief, set(known.distinct()), timezone.now())


def _stop(request: HttpRequest, import_: Import) -> None:
    """Stop a running import after the batch it is in; one that waits for its turn is over at once."""
    waiting = Import.objects.filter(pk=import_.pk, state__in=[Import.State.WAITING, Import.State.MAPPING])
    if waiting.update(
        state=Import.State.STOPPED, finished_at=timezone.now(), failure="It was stopped before it began."
    ):
        uploads.remove(import_.pk)
    else:
        Import.objects.filter(pk=import_.pk, state=Import.State.RUNNING).update(state=Import.State.STOPPING)
    audit.record(request, "import.stopped", str(import_))
    messages.success(request, "The import stops. What it has read is kept.")
