"""Which column is what: an uploaded table's columns with what stands in them, a choice for each, and what would come of
its first ten rows."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple
from zoneinfo import available_timezones

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.request import QueryDict
from django.shortcuts import get_object_or_404, redirect, render

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, needs
from rapport.collect.containers import Found, Unread, Walk
from rapport.collect.models import Import
from rapport.collect.streams import FAULTS, Broken, Content
from rapport.collect.unrecognised import litter
from rapport.collect.uploads import begin_mapped, given_of
from rapport.platforms.mapped.mapping import DATES, Map, MapRefused, map_of, toml_of
from rapport.platforms.mapped.names import FIELDS
from rapport.platforms.mapped.sample import Sample, outlook, sample_of
from rapport.platforms.mapped.when import Manner, moment_of
from rapport.words.kinds import KINDS

LABELS = {field: field.replace("_", " ").replace("author", "author’s").capitalize() for field in FIELDS} | {
    "parent": "Id of what it answers", "thread": "Id of its thread", "url": "Web address", "edited": "Last change",
}  # fmt: skip
LONGEST = 60
"""Characters of a cell that are shown."""
EXAMPLES = 3
REMEMBERED = 50
"""Earlier tables that are looked through for one of the same columns."""


class Column(NamedTuple):
    place: int
    name: str
    field: str
    """What it is chosen to be, or empty."""
    examples: Sequence[str]


class Earlier(NamedTuple):
    """A table of the same columns that was imported before."""

    import_: Import
    by: Map


@needs(Permission.IMPORT)
def page(request: HttpRequest, number: int) -> HttpResponse:
    import_ = get_object_or_404(Import, pk=number, state=Import.State.MAPPING)
    sample, why = _sample(import_)
    earlier = _earlier(sample.columns) if request.method == "GET" else None
    chosen = _chosen(request.POST, sample) if request.method == "POST" else earlier.by if earlier else sample.guess
    deed = request.POST.get("deed", "")
    problem = ""
    if deed in ("import", "download"):
        try:
            by = _checked(sample, chosen)
        except MapRefused as refused:
            problem = str(refused)
        else:
            return _download(by) if deed == "download" else _begin(request, import_, by)
    shown = {"import": import_, "problem": problem, "why": why, "earlier": earlier, **_shown(sample, chosen)}
    part = "collect/outlook.html" if getattr(request, "htmx", False) and not deed else "collect/columns.html"
    return render(request, part, shown, status=400 if problem else 200)


def _shown(sample: Sample, by: Map) -> Mapping[str, object]:
    field_of = {name: field for field, name in by.columns.items()}
    unclear = sample.unclear_day(by._replace(dates=""))
    return {
        "columns": [
            Column(place, name, field_of.get(name, ""), [_short(one) for one in _distinct(sample, name)])
            for place, name in enumerate(sample.columns)
        ],
        "rows": [[_short(row.values.get(name)) for name in sample.columns] for row in sample.shown if row.values],
        "fields": LABELS.items(),
        "kinds": KINDS,
        "zones": sorted(available_timezones()),
        "by": by,
        "unclear": unclear,
        "dates": [(order, _read_as(unclear, order)) for order in DATES],
        "words": [(place, word, by.kinds.get(word, by.kind)) for place, word in enumerate(sample.foreign_kinds(by))],
        "outlook": outlook(sample.shown, by),
    }


def _sample(import_: Import) -> tuple[Sample, str]:
    """Of the first file that can be opened, as the import itself opens it; else why none can."""
    why = ""
    for given in given_of(import_):
        for entry in Walk(given.path):
            if isinstance(entry, Unread):
                why = why or f"{entry.file}: {entry.reason}."
            elif isinstance(entry, Found) and not litter(entry.file):
                try:
                    sample = sample_of(Content(entry.stream))
                except (Broken, *FAULTS) as fault:
                    why = why or f"{entry.file}: {fault}."
                    break
                return sample, next((row.reason for row in sample.rows if row.reason), why)
    return Sample([], [], Map({})), why


def _earlier(columns: Sequence[str]) -> Earlier | None:
    """The latest table that was read by columns which this one has too."""
    for before in Import.objects.exclude(mapping=None).order_by("-pk")[:REMEMBERED]:
        with suppress(MapRefused):  # it was made by a Rapport that had other fields
            by = map_of(before.mapping or {})
            if len(by.columns) > 1 and set(by.columns.values()) <= set(columns):
                return Earlier(before, by)
    return None


def _short(value: object) -> str:
    text = " ".join(str("" if value is None else value).split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _distinct(sample: Sample, column: str) -> list[str]:
    return list(dict.fromkeys(sample.values(column)))[:EXAMPLES]


def _read_as(day: str, order: str) -> str:
    """31 December, or December 31: a day as it would be read."""
    if not day:
        return ""
    at = moment_of(day, Manner(dates=order)).at
    return f"{at.day} {at:%B %Y}"


def _chosen(form: QueryDict, sample: Sample) -> Map:
    """What the form says; of two columns that are to be the same thing, the first is."""
    columns: dict[str, str] = {}
    for place, name in enumerate(sample.columns):
        field = form.get(f"column-{place}", "")
        if field in FIELDS:
            columns.setdefault(field, name)
    by = Map(
        columns,
        platform=form.get("platform", "").strip().lower(),
        kind=form.get("kind", ""),
        channel=form.get("channel", "").strip().replace("\0", ""),
        dates=form.get("dates", ""),
        zone=form.get("zone", "").strip() or "UTC",
    )
    words = enumerate(sample.foreign_kinds(by))
    return by._replace(kinds={word: form.get(f"word-{place}") or by.kind for place, word in words})


def _checked(sample: Sample, chosen: Map) -> Map:
    """Raises MapRefused."""
    by = map_of(chosen.as_document())
    if day := sample.unclear_day(by):
        raise MapRefused(f"{day} may be two days. Say whether the day or the month stands first.")
    return by


def _download(by: Map) -> HttpResponse:
    answer = HttpResponse(toml_of(by), content_type="application/toml; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="map.toml"'
    return answer


def _begin(request: HttpRequest, import_: Import, by: Map) -> HttpResponse:
    if begin_mapped(import_, by):
        audit.record(request, "import.started", str(import_), files=import_.paths)
        messages.success(request, "It is being read.")
    return redirect("collect:import", import_.pk)
